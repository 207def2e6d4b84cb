//! Records as a viewer lists them: each in its place, and which rules speak of it.

use tunesmith_validate::{Checker, RuleSettings, profile};

#[test]
fn every_record_a_rule_speaks_of_is_remembered_however_many_there_are() {
    let good = r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}"#;
    let lines = [good, "", good, "{\"messages\":[]}", "not JSON", good];
    let text = lines.join("\n").repeat(700).replace("}{", "}\n{");
    let openai = profile("openai").unwrap();
    let begin = || Checker::new("x.jsonl", openai, &RuleSettings::default()).listing();
    let mut whole = begin();
    whole.push(text.as_bytes());
    let mut list = whole.take_list();
    let mut whole = whole.finish_and_remember();
    assert_eq!(whole.list.len(), 1, "the last line has no break");
    list.append(&mut whole.list);
    let whole = whole.reports.remove(0);
    assert_eq!(list.len() as u64, whole.records);
    for found in whole.diagnostics.iter().map(|found| &found.diagnostic) {
        // Blank lines are no records, and what is about the whole file is about none.
        let about_record = found.location.line > 0 && found.rule != "blank-line";
        assert_eq!(
            whole.records_of.contains_key(found.rule),
            about_record,
            "{found:?}"
        );
    }
    // Findings of a rule are kept up to a thousand; records are all there.
    let duplicates = &whole.records_of["duplicate-example"];
    assert!(duplicates.len() > 1500, "{}", duplicates.len());
    assert!(duplicates.is_sorted());
    let record = |place: u32| &list[place as usize];
    let bytes = |place: u32| {
        let start = record(place).offset as usize;
        &text[start..start + record(place).length as usize]
    };
    assert!(
        duplicates
            .iter()
            .all(|place| bytes(*place) == good || bytes(*place) == "{\"messages\":[]}")
    );
    for reported in &whole.diagnostics {
        let found = &reported.diagnostic;
        if let Some(records) = whole.records_of.get(found.rule) {
            let about = |place: &u32| u64::from(record(*place).line) == found.location.line;
            assert!(
                found.location.line == 0 || records.iter().any(about),
                "{found:?}"
            );
        }
    }

    let mut parts = begin();
    let (first, rest) = text.split_at(good.len() + 1);
    parts.push(first.as_bytes());
    let mut worker = parts.chunk_checker().unwrap();
    for piece in rest.split_inclusive('\n').collect::<Vec<_>>().chunks(97) {
        let piece = piece.concat();
        let found = worker.check(piece.as_bytes()).to_bytes();
        let found = tunesmith_validate::Chunk::from_bytes(&found).unwrap();
        let from = |place: std::ops::Range<u64>| {
            text.as_bytes()[place.start as usize..place.end as usize].to_vec()
        };
        parts.take_unread(found, from);
    }
    assert_eq!(parts.take_list(), list);
    assert_eq!(parts.finish(), whole);

    let mut unlisted = Checker::new("x.jsonl", openai, &RuleSettings::default());
    unlisted.push(text.as_bytes());
    let unlisted = unlisted.finish();
    assert!(unlisted.records_of.is_empty());
    assert_eq!(
        (unlisted.counts, unlisted.diagnostics),
        (whole.counts, whole.diagnostics)
    );
}
