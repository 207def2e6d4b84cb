//! Our verdicts beside those of other programs, on every file of the corpus: `tests/conformance/table.md` is what comes out.
//!
//! Each disagreement must have its reason in `tests/conformance/reasons.toml`. What the corpus itself expects of a file is checked too.
//! `UPDATE=1` rewrites the table.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test that reads the corpus and an environment variable"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::PathBuf;

use serde::Deserialize;
use tunesmith_core::Severity;
use tunesmith_validate::{Checker, FileReport, Profile, RuleSettings, profile};

/// An oracle and the profile that should agree with it.
const ORACLES: [(&str, &str); 3] = [
    ("together", "together"),
    ("mistral", "mistral"),
    ("trl", "trl"),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Corpus {
    file: Vec<Entry>,
    generated: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    path: String,
    profile: String,
    expect: String,
    what: String,
    #[serde(default)]
    pieces: Vec<Piece>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Piece {
    text: String,
    times: usize,
}

#[derive(Deserialize)]
struct Oracles {
    verdicts: BTreeMap<String, BTreeMap<String, Verdict>>,
}

#[derive(Deserialize)]
struct Verdict {
    verdict: String,
    #[serde(default)]
    message: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reasons {
    reason: Vec<Reason>,
    /// Files whose expectation is not met, with the reason.
    #[serde(default)]
    expectation: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reason {
    oracle: String,
    /// Where we refuse and the oracle does not: the rule of our first error.
    #[serde(default)]
    rule: Option<String>,
    /// Where we accept and the oracle does not: the beginning of what it says.
    #[serde(default)]
    says: Option<String>,
    because: String,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests")
}

fn read(path: &str) -> String {
    std::fs::read_to_string(folder().join(path)).unwrap()
}

fn corpus() -> Vec<(Entry, Vec<u8>)> {
    let corpus: Corpus = toml::from_str(&read("corpus/corpus.toml")).unwrap();
    let files = corpus.file.into_iter().map(|entry| {
        let bytes = std::fs::read(folder().join("corpus").join(&entry.path)).unwrap();
        (entry, bytes)
    });
    let generated = corpus.generated.into_iter().map(|entry| {
        let pieces = entry
            .pieces
            .iter()
            .map(|piece| piece.text.repeat(piece.times));
        let bytes = pieces.collect::<String>().into_bytes();
        (entry, bytes)
    });
    files.chain(generated).collect()
}

/// The profile a file is written for.
fn own_profile(name: &str) -> &'static Profile {
    let name = match name {
        "sharegpt" | "alpaca" | "llamafactory-sharegpt" => "llama-factory",
        "bedrock-claude3" => "bedrock-claude",
        other => other,
    };
    profile(name).unwrap_or_else(|| panic!("there is no profile {name}"))
}

/// The files are kept short, so a warning that Mistral wants ten records would hide what is special about them.
fn check(bytes: &[u8], profiles: &[&'static Profile]) -> Vec<FileReport> {
    let mut settings = RuleSettings::default();
    if profiles.iter().any(|profile| profile.name == "mistral") {
        settings.set_text("too-few-examples=off").unwrap();
    }
    let mut checker = Checker::for_profiles("file", profiles, &settings);
    checker.push(bytes);
    checker.finish_all()
}

/// The rule of the first error.
fn refusal(report: &FileReport) -> Option<&'static str> {
    let mut found = report.diagnostics.iter().map(|kept| &kept.diagnostic);
    let error = found.find(|found| found.severity == Severity::Error)?;
    Some(error.rule)
}

/// What an oracle says, without the line or row it says it of.
fn told(message: &str) -> &str {
    let rest = message
        .strip_prefix("line ")
        .or_else(|| message.strip_prefix("row "));
    let number = rest.and_then(|rest| rest.split_once(": "));
    match number {
        Some((digits, rest)) if digits.bytes().all(|byte| byte.is_ascii_digit()) => rest,
        _ => message,
    }
}

#[test]
fn the_corpus_gets_what_it_expects() {
    let reasons: Reasons = toml::from_str(&read("conformance/reasons.toml")).unwrap();
    let mut unmet: BTreeSet<&str> = reasons.expectation.keys().map(String::as_str).collect();
    let mut wrong = String::new();
    let corpus = corpus();
    for (entry, bytes) in &corpus {
        let [report] = check(bytes, &[own_profile(&entry.profile)])
            .try_into()
            .unwrap();
        let totals = report.totals();
        let found = match (totals.errors, totals.warnings) {
            (0, 0) => "good",
            (0, _) => "warning",
            _ => "error",
        };
        let met = found == entry.expect;
        if !met && !unmet.remove(entry.path.as_str()) {
            let first = report.diagnostics.first().map(|kept| &kept.diagnostic);
            let first = first.map_or(String::new(), |found| {
                format!(
                    "{}[{}]: {}",
                    found.severity.name(),
                    found.rule,
                    found.message
                )
            });
            let Entry {
                path,
                expect,
                what,
                profile,
                ..
            } = entry;
            writeln!(
                wrong,
                "{path} ({what}; {profile}): {expect} is expected, {found} is found: {first}"
            )
            .unwrap();
        }
    }
    assert!(
        wrong.is_empty(),
        "{} files:\n{wrong}",
        wrong.lines().count()
    );
    assert!(
        unmet.is_empty(),
        "these are met after all, or are no files: {unmet:?}"
    );
}

#[test]
fn every_disagreement_has_its_reason() {
    let oracles: Oracles = serde_json::from_str(&read("conformance/oracles.json")).unwrap();
    let reasons: Reasons = toml::from_str(&read("conformance/reasons.toml")).unwrap();
    let corpus = corpus();
    let profiles: Vec<_> = ORACLES
        .iter()
        .map(|(_, name)| profile(name).unwrap())
        .collect();
    let mut table = String::from(
        "# Our verdicts beside those of others\n\nWritten by `UPDATE=1 cargo test -p tunesmith-validate --test conformance`. How the others were asked is in README.md.\n",
    );
    let mut details = String::new();
    let mut unexplained = String::new();
    table.push_str("\n| program | both accept | both refuse | only we refuse | only it refuses | no verdict of its own |\n|---|---|---|---|---|---|\n");
    let reports: Vec<_> = corpus
        .iter()
        .map(|(_, bytes)| check(bytes, &profiles))
        .collect();
    for (index, (oracle, name)) in ORACLES.iter().enumerate() {
        let (mut both_accept, mut both_refuse, mut none) = (0, 0, 0);
        let mut apart: BTreeMap<(bool, String, &str), Vec<&str>> = BTreeMap::new();
        for ((entry, _), reports) in corpus.iter().zip(&reports) {
            let ours = refusal(&reports[index]);
            let theirs = &oracles.verdicts[&entry.path][*oracle];
            let reason = |reason: &&Reason| {
                let fits = match (&reason.rule, &reason.says, ours) {
                    (Some(rule), None, Some(ours)) => rule == ours,
                    (None, Some(says), None) => told(&theirs.message).starts_with(says.as_str()),
                    _ => false,
                };
                reason.oracle == *oracle && fits
            };
            match (ours, theirs.verdict.as_str()) {
                (None, "accept") => both_accept += 1,
                (Some(_), "refuse") => both_refuse += 1,
                (_, "accept" | "refuse") => {
                    let what = ours.map_or_else(|| theirs.message.clone(), str::to_owned);
                    match reasons.reason.iter().find(reason) {
                        Some(found) => {
                            let what = found.says.clone().unwrap_or(what);
                            apart
                                .entry((ours.is_some(), what, &found.because))
                                .or_default()
                                .push(&entry.path);
                        }
                        None => writeln!(
                            unexplained,
                            "{oracle} {} {}: ours {ours:?}, theirs {} {}",
                            entry.path, entry.what, theirs.verdict, theirs.message
                        )
                        .unwrap(),
                    }
                }
                _ => none += 1,
            }
        }
        let count = |ours: bool| -> usize {
            let same = apart.iter().filter(|((refused, _, _), _)| *refused == ours);
            same.map(|(_, files)| files.len()).sum()
        };
        let (ours, theirs) = (count(true), count(false));
        writeln!(table, "| {oracle} (profile `{name}`) | {both_accept} | {both_refuse} | {ours} | {theirs} | {none} |").unwrap();
        writeln!(
            details,
            "\n## {oracle}\n\n| who refuses | what it says | reason | files |\n|---|---|---|---|"
        )
        .unwrap();
        for ((ours, what, because), files) in &apart {
            let who = if *ours { "we" } else { "it" };
            let mut shown = files
                .iter()
                .take(4)
                .map(|file| format!("`{file}`"))
                .collect::<Vec<_>>();
            if files.len() > 4 {
                shown.push(format!("and {} more", files.len() - 4));
            }
            writeln!(
                details,
                "| {who} | `{}` | {because} | {} |",
                what.replace('|', "\\|").replace('`', "'"),
                shown.join(", ")
            )
            .unwrap();
        }
    }
    assert!(
        unexplained.is_empty(),
        "{} disagreements have no reason:\n{unexplained}",
        unexplained.lines().count()
    );
    table.push_str(&details);
    let path = folder().join("conformance/table.md");
    if std::env::var("UPDATE").is_ok() {
        std::fs::write(&path, &table).unwrap();
    }
    assert_eq!(
        table,
        std::fs::read_to_string(&path).unwrap_or_default(),
        "UPDATE=1 rewrites the table"
    );
}
