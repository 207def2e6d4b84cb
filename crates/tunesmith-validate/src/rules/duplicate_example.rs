//! No record says the same as one before it, however it is spaced or escaped. Records before it in a file given as `--against` count too.

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
    check: Check::AcrossRecords(|| Box::new(Compare)),
};

struct Compare;

impl Follow for Compare {
    fn take(&mut self, facts: &Facts, report: &mut Report<'_>) {
        let Some(first) = facts.earlier.same else {
            return;
        };
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
