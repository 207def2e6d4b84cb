//! What a baseline accepts, and what it does not.

use tunesmith_core::Severity;
use tunesmith_validate::{
    Baseline, Checker, FileReport, KEPT_PER_RULE, Level, RuleSettings, profile,
};

use crate::made_up::reports;

const GOOD: &str =
    r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}"#;
const BOT: &str =
    r#"{"messages":[{"role":"bot","content":"q"},{"role":"assistant","content":"a"}]}"#;
const CAT: &str =
    r#"{"messages":[{"role":"cat","content":"q"},{"role":"assistant","content":"a"}]}"#;

fn check_as(path: &str, level: Option<Level>, lines: &[&str]) -> FileReport {
    let mut settings = RuleSettings::only(&["unknown-role", "too-few-examples"]).unwrap();
    if let Some(level) = level {
        settings.set("unknown-role", level).unwrap();
    }
    let mut checker = Checker::new(path, profile("openai").unwrap(), &settings);
    checker.push((lines.join("\n") + "\n").as_bytes());
    checker.finish()
}

fn check(lines: &[&str]) -> FileReport {
    check_as("a.jsonl", None, lines)
}

/// What is left after applying the baseline of `known`: lines, and the number accepted.
fn left(known: &FileReport, mut now: FileReport) -> (Vec<u64>, u64) {
    let text = Baseline::of(std::slice::from_ref(known)).render();
    let baseline = Baseline::parse(&text).unwrap();
    let before = now.totals().total();
    let accepted = baseline.apply(std::slice::from_mut(&mut now)).count;
    assert_eq!(now.totals().total() + accepted, before, "the sums add up");
    assert!(now.left_out() <= before);
    let lines = now
        .diagnostics
        .iter()
        .map(|left| left.diagnostic.location.line);
    (lines.collect(), accepted)
}

#[test]
fn known_findings_are_accepted_wherever_they_stand() {
    let known = check(&[BOT, GOOD]);
    let cases: &[(&str, FileReport, &[u64], u64)] = &[
        ("the same", check(&[BOT, GOOD]), &[], 2),
        ("moved", check(&[GOOD, GOOD, BOT]), &[], 2),
        ("mended", check(&[GOOD]), &[], 1),
        ("a second equal one", check(&[BOT, GOOD, BOT]), &[3], 2),
        ("another", check(&[CAT, BOT]), &[1], 2),
        ("changed", check(&[&BOT.replace('q', "p")]), &[1], 1),
        ("CRLF", check(&["\r", &format!("{BOT}\r")]), &[], 2),
        (
            "softened",
            check_as("a.jsonl", Some(Level::Warning), &[BOT]),
            &[],
            2,
        ),
        ("the same file", check_as("./a.jsonl", None, &[BOT]), &[], 2),
        (
            "another file",
            check_as("b.jsonl", None, &[BOT]),
            &[0, 1],
            0,
        ),
    ];
    for (what, now, lines, accepted) in cases {
        assert_eq!(
            left(&known, now.clone()),
            (lines.to_vec(), *accepted),
            "{what}"
        );
    }
}

#[test]
fn the_same_key_elsewhere_in_a_record_is_another_finding() {
    let both = r#"{"messages":[{"role":"bot","content":"q"},{"role":"bot","content":"a"}]}"#;
    let report = check(&[both]);
    let prints: Vec<u64> = report
        .diagnostics
        .iter()
        .map(|found| found.fingerprint)
        .collect();
    assert_eq!(prints.len(), 3);
    assert!(prints[1] != prints[2]);
}

#[test]
fn fingerprints_do_not_change_between_releases() {
    let report = check(&[BOT]);
    let prints = report
        .diagnostics
        .iter()
        .map(|found| format!("{:016x}", found.fingerprint));
    insta::assert_snapshot!(prints.collect::<Vec<_>>().join("\n"), @r"
    d2652d5ca3323fe7
    b82b2ea08b739738
    ");
}

#[test]
fn what_is_not_kept_is_accepted_by_number() {
    let many = |count: u64| check(&vec![BOT; usize::try_from(count).unwrap()]);
    let known = many(KEPT_PER_RULE + 5);
    // Without `too-few-examples`: enough records.
    assert_eq!(
        left(&known, many(KEPT_PER_RULE + 5)),
        (vec![], KEPT_PER_RULE + 5)
    );
    assert_eq!(left(&known, many(KEPT_PER_RULE)), (vec![], KEPT_PER_RULE));
    assert_eq!(left(&known, many(12)), (vec![], 12));
    let (lines, accepted) = left(&known, many(KEPT_PER_RULE + 7));
    assert_eq!((lines.len(), accepted), (2, KEPT_PER_RULE + 5));
    // At the limit every fingerprint is known still.
    let full = many(KEPT_PER_RULE);
    assert!(
        Baseline::of(std::slice::from_ref(&full))
            .render()
            .contains("each")
    );
    let mut more = many(KEPT_PER_RULE + 1);
    let accepted = Baseline::of(&[full])
        .apply(std::slice::from_mut(&mut more))
        .count;
    assert_eq!((accepted, more.totals().errors), (KEPT_PER_RULE, 1));
    assert!(!more.passed() && more.diagnostics.is_empty());
}

#[test]
fn severities_are_accepted_apart_by_number() {
    let known = &reports()[2..];
    let mut now = reports().split_off(2);
    now[0].counts.get_mut("unknown-role").unwrap().warnings = 1;
    now[0].diagnostics[0].diagnostic.severity = Severity::Warning;
    assert_eq!(Baseline::of(known).apply(&mut now).count, 4218);
    let totals = now[0].totals();
    assert_eq!((totals.errors, totals.warnings), (0, 1));
    assert_eq!(now[0].diagnostics.len(), 1);
}

#[test]
fn applied_to_its_own_reports_it_leaves_nothing() {
    let mut reports = reports();
    let total: u64 = reports.iter().map(|report| report.totals().total()).sum();
    let baseline = Baseline::of(&reports);
    assert_eq!(baseline.apply(&mut reports).count, total);
    for report in reports {
        assert!(report.passed() && report.diagnostics.is_empty() && report.counts.is_empty());
    }
}

#[test]
fn the_text_is_small_and_sorted() {
    let baseline = Baseline::of(&reports());
    let text = baseline.render();
    insta::assert_snapshot!(text);
    assert_eq!(Baseline::parse(&text).unwrap(), baseline);
}

#[test]
fn other_texts_are_refused() {
    let cases = [
        "",
        "{}",
        r#"{"version":2,"accepted":{}}"#,
        r#"{"version":1,"accepted":{},"more":1}"#,
        r#"{"version":1,"accepted":{"a":{"openai":{"unknown-role":{"some":{}}}}}}"#,
        r#"{"version":1,"accepted":{"a":{"openai":{"unknown-role":{"each":{"+123456789abcdef":1}}}}}}"#,
        r#"{"version":1,"accepted":{"a":{"openai":{"unknown-role":{"each":{"0123456789abcdef":-1}}}}}}"#,
    ];
    let said: Vec<String> = cases
        .iter()
        .map(|text| Baseline::parse(text).unwrap_err().to_string())
        .collect();
    insta::assert_snapshot!(said.join("\n"));
}
