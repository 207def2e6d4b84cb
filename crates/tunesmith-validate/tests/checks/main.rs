//! The crate seen from outside: whole reports, awkward files, properties, real datasets.

mod content;
mod datasets;
mod dialects;
mod edits;
mod files;
mod listing;
mod properties;
mod reports;
mod same_records;
mod shapes;
mod syntax_fixes;

use tunesmith_validate::{Checker, FileReport, Profile, RuleSettings, profile};

/// The rules that together say whether a text is strict JSON.
const SYNTAX: [&str; 13] = [
    "broken-utf8",
    "comment-in-json",
    "excessive-nesting",
    "json-syntax",
    "lone-surrogate",
    "non-finite-number",
    "nul-byte",
    "oversized-line",
    "python-literal",
    "raw-control-character",
    "trailing-comma",
    "truncated-line",
    "utf16-file",
];

/// Checks bytes as one file with the openai profile.
fn check_with(settings: &RuleSettings, bytes: &[u8]) -> FileReport {
    let mut checker = Checker::new("train.jsonl", openai(), settings);
    checker.push(bytes);
    checker.finish()
}

fn openai() -> &'static Profile {
    profile("openai").expect("the profile is built in")
}

/// All rules but those about whole files: most of the files here repeat one record.
fn check(bytes: &[u8]) -> FileReport {
    check_with(&no_duplicates(&[]), bytes)
}

fn no_duplicates(further: &[&str]) -> RuleSettings {
    let mut settings = RuleSettings::default();
    let off = [
        "byte-order-mark=off",
        "conflicting-answer=off",
        "crlf-line-end=off",
        "duplicate-example=off",
        "repeated-answer=off",
    ];
    for setting in off.iter().chain(further) {
        settings.set_text(setting).expect("a rule setting");
    }
    settings
}

/// What was found, without `too-few-examples`: line, column, rule.
fn found(report: &FileReport) -> Vec<(u64, u64, &'static str)> {
    let places = report.diagnostics.iter().map(|reported| {
        let found = &reported.diagnostic;
        (found.location.line, found.location.column, found.rule)
    });
    places
        .filter(|(_, _, rule)| *rule != "too-few-examples")
        .collect()
}
