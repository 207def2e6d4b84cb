//! All records of one format have the keys of the first one. Each set of keys that differs is reported once.

use std::collections::HashSet;

use tunesmith_core::{Location, Severity};

use crate::dataset::{Facts, Follow};
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "inconsistent-keys",
    summary: "a record has other keys than the first one",
    page: include_str!("../../rules/inconsistent-keys.md"),
    group: Group::Dataset,
    severity: Severity::Warning,
    since: "0.2.0",
    check: Check::AcrossRecords(|| Box::<First>::default()),
};

/// The first record of each format, and the sets of keys that were reported.
#[derive(Default)]
struct First {
    /// Few, so that looking through them is quicker than hashing.
    records: Vec<(&'static str, Keys)>,
    reported: HashSet<(&'static str, u64)>,
}

#[derive(Clone, Copy)]
struct Keys {
    keys: u64,
    has_tools: bool,
    line: u64,
}

impl Follow for First {
    fn take(&mut self, facts: &Facts, report: &mut Report<'_>) {
        if facts.keys == 0 || facts.format.is_empty() {
            return;
        }
        let own = Keys {
            keys: facts.keys,
            has_tools: facts.has_tools,
            line: facts.origin.line,
        };
        let mut known = self.records.iter();
        let Some((_, first)) = known.find(|(format, _)| *format == facts.format) else {
            self.records.push((facts.format, own));
            return;
        };
        if first.keys == own.keys || !self.reported.insert((facts.format, own.keys)) {
            return;
        }
        let line = first.line;
        let message = match (first.has_tools, own.has_tools) {
            (false, true) => format!("this record declares tools, that of line {line} does not"),
            (true, false) => format!("this record declares no tools, that of line {line} does"),
            _ => format!("this record has other keys than that of line {line}"),
        };
        let location = Location {
            line,
            column: 1,
            ..Location::default()
        };
        report
            .warning_at(facts.whole(), message)
            .because("a job failed with `Invalid file format. Example 536 contains an extra \"tools\".` because the records before it had no such key")
            .help("give all records the same keys; further records with these keys are not reported")
            .elsewhere(location, "first record of this format");
    }
}
