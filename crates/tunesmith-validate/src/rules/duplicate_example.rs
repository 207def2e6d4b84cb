//! No record says the same as one before it, however it is spaced or escaped. Records before it in a file given as `--against` count too.

use std::collections::HashMap;

use tunesmith_core::{Location, Severity};

use crate::dataset::{Facts, Follow};
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "duplicate-example",
    summary: "a record says the same as one before it",
    page: include_str!("../../rules/duplicate-example.md"),
    group: Group::Dataset,
    severity: Severity::Warning,
    since: "0.2.0",
    check: Check::AcrossRecords(|| Box::<Seen>::default()),
};

/// The records so far: half of the hash as the key, of the rest a quarter as a check, and the line. 16 bytes and one of control each.
#[derive(Default)]
struct Seen(HashMap<u64, (u32, u32), crate::fingerprint::Already>);

impl Follow for Seen {
    fn take(&mut self, facts: &Facts, report: &mut Report<'_>) {
        let Some(print) = facts.print else { return };
        let (key, check) = split(print.record);
        let line = u32::try_from(facts.origin.line).unwrap_or(u32::MAX);
        let (known, first) = *self.0.entry(key).or_insert((check, line));
        if (known, first) == (check, line) || known != check {
            return;
        }
        let location = Location {
            line: u64::from(first),
            column: 1,
            ..Location::default()
        };
        report
            .warning_at(facts.whole(), format!("this record says the same as line {first}"))
            .because("a repeated example is trained twice as much as the others and shows up in training and validation alike")
            .help("remove one of them")
            .elsewhere(location, "first here");
    }
}

/// The key, and what tells two records with the same key apart.
fn split(hash: u128) -> (u64, u32) {
    let (high, low) = ((hash >> 64) as u64, hash as u64);
    (high, low as u32)
}
