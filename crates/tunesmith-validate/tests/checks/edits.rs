//! Edits by hand and chosen rules: what a fixer writes, what it takes out, and that a patch tells all of it.

use proptest::prelude::*;
use tunesmith_core::{Location, Safety};
use tunesmith_validate::{
    AppliedFix, Change, Checker, Container, Edited, FixError, Fixed, Fixer, Passed, PatchChange,
    PatchHead, Removal, RuleSettings, check_record, profiles, rule_table,
};

use crate::properties::any_file;
use crate::{check_with, openai};

const GOOD: &str =
    r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}"#;

/// Safe fixes of two rules, and an unsafe one.
const MENDABLE: &str =
    r#"{"messages":[{"role":"user","content":None},{"role":"assistant","content":"a",}],"a":NaN}"#;

fn fixer() -> Fixer {
    Fixer::new(openai(), &RuleSettings::default(), Safety::Unsafe)
}

/// Makes no fix and takes nothing out.
fn nothing() -> Fixer {
    fixer()
        .only([])
        .expect("no rule is unknown")
        .removing(Removal::default())
}

fn text(text: &str) -> Edited {
    Edited::Text(text.to_owned())
}

fn run(mut fixer: Fixer, pieces: &[&[u8]]) -> Result<Fixed, FixError> {
    let mut all = Fixed::default();
    for piece in pieces {
        append(&mut all, fixer.push(piece));
    }
    append(&mut all, fixer.finish()?);
    Ok(all)
}

fn append(all: &mut Fixed, more: Fixed) {
    all.bytes.extend(more.bytes);
    all.rejected.extend(more.rejected);
    all.changes.extend(more.changes);
}

/// What is kept and what is taken out of a file with these edits, after a look whether the patch says the same.
fn edited(file: &[u8], edits: &[(u64, Edited)]) -> (String, String) {
    let fixed = run(nothing().editing(edits.to_vec()), &[file]).expect("the file can be fixed");
    assert_eq!(carried_out(file, &fixed.changes), fixed.bytes);
    let shown = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (shown(&fixed.bytes), shown(&fixed.rejected))
}

/// Carries a patch out, by what its lines say.
fn carried_out(file: &[u8], changes: &[Change]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut from = 0;
    for change in changes {
        let line = PatchChange::from(change.clone()).to_line();
        let change: PatchChange = serde_json::from_slice(&line).expect("a line of a patch");
        let place = |at: u64| usize::try_from(at).expect("a small file");
        let (start, end) = (place(change.byte_start), place(change.byte_end));
        assert!(from <= start && start <= end, "{change:?} after {from}");
        out.extend_from_slice(&file[from..start]);
        out.extend_from_slice(change.replacement.as_bytes());
        from = end;
    }
    out.extend_from_slice(&file[from..]);
    out
}

/// Where the records of a file begin.
fn offsets(file: &[u8]) -> Vec<u64> {
    let mut checker = Checker::new("train.jsonl", openai(), &RuleSettings::default()).listing();
    checker.push(file);
    let mut list = checker.take_list();
    list.extend(checker.finish_and_remember().list);
    list.iter().map(|record| record.offset).collect()
}

#[test]
fn lines_are_edited_and_taken_out() {
    let file = format!("{GOOD}\r\n\n{{}}\nbroken\n{GOOD}");
    let places = offsets(file.as_bytes());
    let edits = [
        (places[0], text("{\n  \"new\": \"é\"\n}\n")),
        (places[1], Edited::Removed),
        (places[3], text(" ")),
    ];
    let (kept, rejected) = edited(file.as_bytes(), &edits);
    assert_eq!(kept, "{\"new\":\"é\"}\nbroken\n");
    assert_eq!(rejected, format!("{{}}\n{GOOD}\n"));
}

#[test]
fn elements_of_arrays_are_edited_and_taken_out() {
    let file = "\u{feff}[\n {\"a\": 1},\n {\"b\":\n 2}, {\"c\": 3},\n {\"d\": 4}\n]\n";
    let places = offsets(file.as_bytes());
    let edits = [
        (places[1], text(r#"{"b": "new"}"#)),
        (places[2], Edited::Removed),
    ];
    let (kept, rejected) = edited(file.as_bytes(), &edits);
    assert_eq!(kept, "{\"a\":1}\n{\"b\": \"new\"}\n{\"d\":4}\n");
    assert_eq!(rejected, "{\"c\":3}\n");
}

#[test]
fn records_on_many_lines_are_edited_and_taken_out() {
    let file = "{\n \"a\": 1\n}\n{\n \"b\": 2\n}\n{\n \"c\": 3\n}\n";
    let places = offsets(file.as_bytes());
    let edits = [
        (places[0], Edited::Removed),
        (places[2], text("not JSON\nat all")),
    ];
    let (kept, rejected) = edited(file.as_bytes(), &edits);
    assert_eq!(kept, "{\"b\":2}\nnot JSON at all\n");
    assert_eq!(rejected, "{\"a\":1}\n");
}

#[test]
fn bytes_that_are_not_utf8_stay_where_no_edit_is() {
    let file = b"{\"a\":\"\xe9\"}\n{\"b\":\"\xc3\"}\n{\"c\":\"\xff\",}\n";
    let places = offsets(file);
    let edits = [(places[1], text(r#"{"b":"é"}"#))];
    let fixer = fixer()
        .only([("trailing-comma", Safety::Unsafe)])
        .unwrap()
        .removing(Removal::default())
        .editing(edits);
    let fixed = run(fixer, &[file]).unwrap();
    let expected = b"{\"a\":\"\xe9\"}\n{\"b\":\"\xc3\xa9\"}\n{\"c\":\"\xff\"}\n";
    assert_eq!(fixed.bytes, expected);
    assert_eq!(carried_out(file, &fixed.changes), expected);
}

#[test]
fn fixes_are_made_in_edited_records_too() {
    let places = offsets(format!("{GOOD}\n").as_bytes());
    let fixer = fixer()
        .only([("trailing-comma", Safety::Safe)])
        .unwrap()
        .editing([(places[0], text(MENDABLE))]);
    let fixed = run(fixer, &[GOOD.as_bytes(), b"\n"]).unwrap();
    let expected = MENDABLE.replace("\"a\",}", "\"a\"}") + "\n";
    assert_eq!(String::from_utf8_lossy(&fixed.bytes), expected);
    assert_eq!(fixed.changes[0].rules, ["trailing-comma"]);
}

#[test]
fn an_edit_of_no_record_is_an_error() {
    for offset in [1, 3, GOOD.len() as u64, 4000] {
        let fixer = nothing().editing([(offset, Edited::Removed)]);
        let file = format!("{GOOD}\n{GOOD}");
        let said = run(fixer, &[file.as_bytes()]).unwrap_err();
        assert_eq!(said, FixError::NoSuchRecord { offset });
    }
}

#[test]
fn marks_before_the_first_record_do_not_hide_it() {
    let files = [
        "\u{feff}{\"a\":1}\n{\"b\":2}\n",
        "\u{feff}\u{feff}{\"a\":1}\n{\"b\":2}\n",
        "\n\u{feff}{\"a\":1}\n{\"b\":2}\n",
        "\n \n\u{feff}\u{feff}{\"a\":1}\n{\"b\":2}\n",
    ];
    for file in files {
        let places = offsets(file.as_bytes());
        let (kept, rejected) = edited(file.as_bytes(), &[(places[0], Edited::Removed)]);
        assert_eq!(kept, "{\"b\":2}\n", "{file:?}");
        assert_eq!(rejected, "{\"a\":1}\n", "{file:?}");
        let (kept, _) = edited(file.as_bytes(), &[(places[0], text("\u{feff}[]"))]);
        assert_eq!(kept, "[]\n{\"b\":2}\n", "{file:?}");
    }
    // Without their marks, the second record is the first.
    let file = "{\"a\":1}\n\u{feff}{\"b\":2}\n";
    let places = offsets(file.as_bytes());
    let all = [(places[0], Edited::Removed), (places[1], text("{}"))];
    assert_eq!(edited(file.as_bytes(), &all).0, "{}\n");
}

#[test]
fn only_the_chosen_fixes_are_made() {
    let made = |rules: &[(&str, Safety)]| {
        let fixer = fixer().only(rules.iter().copied()).unwrap();
        let fixed = fixer.record(MENDABLE.as_bytes(), Container::Lines);
        let rules: Vec<_> = fixed.applied.iter().map(|fix| fix.rule).collect();
        (String::from_utf8(fixed.bytes).unwrap(), rules)
    };
    assert_eq!(made(&[]), (MENDABLE.to_owned(), vec![]));
    let (text, rules) = made(&[("python-literal", Safety::Safe)]);
    assert_eq!(text, MENDABLE.replace("None", "null"));
    assert_eq!(rules, ["python-literal"]);
    let (text, rules) = made(&[("non-finite-number", Safety::Safe)]);
    assert_eq!((&*text, rules), (MENDABLE, vec![]));
    let (text, rules) = made(&[("non-finite-number", Safety::Unsafe)]);
    assert_eq!(text, MENDABLE.replace("NaN", "null"));
    assert_eq!(rules, ["non-finite-number"]);
}

#[test]
fn taking_out_is_a_switch_of_its_own() {
    let file = format!("{GOOD}\nbroken\n{{ }}\n{GOOD}\n{{}}\n");
    let rejected = |unreadable, repeated| {
        let removal = Removal {
            unreadable,
            repeated,
        };
        let fixed = run(nothing().removing(removal), &[file.as_bytes()]).unwrap();
        assert_eq!(carried_out(file.as_bytes(), &fixed.changes), fixed.bytes);
        String::from_utf8(fixed.rejected).unwrap()
    };
    assert_eq!(rejected(false, false), "");
    assert_eq!(rejected(true, false), "broken\n");
    assert_eq!(rejected(false, true), format!("{GOOD}\n{{}}\n"));
    assert_eq!(rejected(true, true), format!("broken\n{GOOD}\n{{}}\n"));
}

#[test]
fn a_record_is_shown_as_it_would_be_written() {
    let fixer = fixer().only([("trailing-comma", Safety::Safe)]).unwrap();
    let spread = fixer.record(b"{\n \"a\": 1,\n}", Container::Spread);
    assert_eq!(spread.bytes, b"{  \"a\": 1 }");
    let fix = AppliedFix {
        rule: "trailing-comma",
        title: "remove the comma".to_owned(),
        safety: Safety::Safe,
    };
    assert_eq!(spread.applied, [fix]);
    assert!(!spread.taken_out);
    let element = fixer.record(b"{ \"a\": [ ] }", Container::Array);
    assert_eq!(element.bytes, b"{\"a\":[]}");
    let line = fixer.record(b"{ \"a\": [ ] }", Container::Lines);
    assert_eq!(line.bytes, b"{ \"a\": [ ] }");
    assert!(fixer.record(b"[]", Container::Lines).taken_out);
}

#[test]
fn a_patch_is_written_as_promised() {
    let file = "{}\nx\n{\"a\":1,}\n";
    let fixer = fixer()
        .only([("trailing-comma", Safety::Safe)])
        .unwrap()
        .removing(Removal::default())
        .editing([(3, text("\"é\"")), (0, Edited::Removed)]);
    let fixed = run(fixer, &[file.as_bytes()]).unwrap();
    let mut passed = Passed::default();
    passed.take(&file.as_bytes()[..4]);
    passed.take(&file.as_bytes()[4..]);
    let mut patch = PatchHead::new("a.jsonl", &passed).to_line();
    for change in fixed.changes {
        patch.extend(PatchChange::from(change).to_line());
    }
    insta::assert_snapshot!(String::from_utf8(patch).unwrap(), @r#"
    {"tunesmith_patch":1,"path":"a.jsonl","bytes":14,"xxh3":"f22dded2b379ccee"}
    {"line":1,"byte_start":0,"byte_end":3,"replacement":"","rules":[]}
    {"line":2,"byte_start":3,"byte_end":4,"replacement":"\"é\"","rules":[]}
    {"line":3,"byte_start":11,"byte_end":12,"replacement":"","rules":["trailing-comma"]}
    "#);
}

#[test]
fn one_record_is_checked_as_in_its_file() {
    let lines = [
        GOOD,
        MENDABLE,
        r#"{"messages":[{"role":"robot","content":"é"}]}"#,
        "{",
        "[]",
    ];
    let file = lines.join("\n");
    let settings = crate::no_duplicates(&["inconsistent-keys=off"]);
    let report = check_with(&settings, file.as_bytes());
    let mut found = Vec::new();
    let mut offset = 0;
    for (line, record) in (1..).zip(lines) {
        let place = Location {
            line,
            column: 1,
            bytes: offset..offset + record.len() as u64,
            pointer: String::new(),
        };
        found.extend(check_record(openai(), &settings, record.as_bytes(), &place));
        offset += record.len() as u64 + 1;
    }
    let in_file = report.diagnostics.into_iter();
    let in_records: Vec<_> = in_file
        .filter(|found| found.diagnostic.location.line > 0)
        .collect();
    assert!(found.len() > 5);
    assert_eq!(found, in_records);
}

/// For each record in turn, what becomes of it.
fn any_edits() -> impl Strategy<Value = Vec<Option<Edited>>> {
    let edited = prop_oneof![
        4 => any_file().prop_map(|bytes| text(&String::from_utf8_lossy(&bytes))),
        1 => Just(text(GOOD)),
        1 => Just(text(MENDABLE)),
        2 => Just(Edited::Removed),
    ];
    prop::collection::vec(prop::option::of(edited), 1..6)
}

fn any_rules() -> impl Strategy<Value = Vec<(&'static str, Safety)>> {
    let names: Vec<_> = rule_table().into_iter().map(|row| row.name).collect();
    let count = names.len();
    let safety = prop::sample::select(vec![Safety::Safe, Safety::Unsafe]);
    let rule = (prop::sample::select(names), safety);
    prop::collection::vec(rule, 0..count)
}

fn any_lines() -> impl Strategy<Value = Vec<u8>> {
    let line = prop_oneof![any_file(), Just(GOOD.into()), Just(MENDABLE.into())];
    prop::collection::vec(line, 0..5).prop_map(|lines| lines.join(&b'\n'))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_patch_gives_what_the_fixer_wrote(
        file in any_lines(),
        edits in any_edits(),
        rules in any_rules(),
        profile in 0..profiles().len(),
        unreadable: bool,
        repeated: bool,
        size in 1_usize..40,
    ) {
        let places = offsets(&file);
        let edits: Vec<_> = places
            .iter()
            .zip(edits.iter().cycle())
            .filter_map(|(offset, edited)| Some((*offset, edited.clone()?)))
            .collect();
        let fixer = || {
            let profile = profiles()[profile];
            Fixer::new(profile, &RuleSettings::default(), Safety::Unsafe)
                .only(rules.iter().copied())
                .unwrap()
                .removing(Removal { unreadable, repeated })
                .editing(edits.clone())
        };
        let whole = run(fixer(), &[&file]);
        let pieces: Vec<_> = file.chunks(size).collect();
        prop_assert_eq!(&whole, &run(fixer(), &pieces), "the outcome depends on the pieces");
        let fixed = match whole {
            Ok(fixed) => fixed,
            // Marks in the middle of a file are read in two ways.
            Err(FixError::NoSuchRecord { .. }) => {
                let marks = memchr::memmem::rfind(&file, b"\xef\xbb\xbf");
                prop_assert!(marks > Some(0), "{:?}", String::from_utf8_lossy(&file));
                return Ok(());
            }
            Err(_) => return Ok(()),
        };
        let applied = carried_out(&file, &fixed.changes);
        prop_assert!(applied == fixed.bytes, "{:?}\n{:?}\n{:?}", String::from_utf8_lossy(&applied), String::from_utf8_lossy(&fixed.bytes), fixed.changes);
        // No record is lost.
        let lines = |bytes: &[u8]| bytes.iter().filter(|byte| **byte == b'\n').count();
        let last = usize::from(!fixed.bytes.is_empty() && !fixed.bytes.ends_with(b"\n"));
        prop_assert_eq!(lines(&fixed.bytes) + last + lines(&fixed.rejected), places.len());
        if !unreadable && !repeated {
            let removed = edits.iter().filter(|(_, edited)| match edited {
                Edited::Removed => true,
                Edited::Text(text) => {
                    let text = text.trim_start_matches('\u{feff}');
                    text.chars().all(|letter| " \t\r\n".contains(letter))
                }
            });
            prop_assert_eq!(lines(&fixed.rejected), removed.count());
        }
    }

    #[test]
    fn nothing_to_do_changes_no_record(file in any_lines()) {
        let report = check_with(&RuleSettings::default(), &file);
        if let (Ok(fixed), Container::Lines) = (run(nothing(), &[&file]), report.container) {
            for change in &fixed.changes {
                let old = &file[usize::try_from(change.bytes.start).unwrap()..usize::try_from(change.bytes.end).unwrap()];
                let between = |bytes: &[u8]| bytes.iter().all(|byte| b" \t\r\n\xef\xbb\xbf".contains(byte));
                prop_assert!(between(old) && between(change.replacement.as_bytes()), "{change:?}");
                prop_assert!(change.rules.is_empty());
            }
        }
    }
}
