//! The same prompt has the same answer wherever it stands. What is compared is the last answer and all that comes before it.

use tunesmith_core::{Location, Severity};

use crate::dataset::{Facts, Follow};
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "conflicting-answer",
    summary: "the same prompt has another answer before",
    page: include_str!("../../rules/conflicting-answer.md"),
    group: Group::Dataset,
    severity: Severity::Warning,
    since: "0.2.0",
    check: Check::AcrossRecords(|| Box::new(Compare)),
};

struct Compare;

impl Follow for Compare {
    fn take(&mut self, facts: &Facts, report: &mut Report<'_>) {
        let Some(first) = facts.earlier.conflict else {
            return;
        };
        let location = Location {
            line: u64::from(first),
            column: 1,
            ..Location::default()
        };
        report
            .warning_at(
                facts.whole(),
                format!("the prompt of line {first} has another answer here"),
            )
            .because("the model can not learn both; it is pulled between them")
            .help("keep the better answer, unless several are meant")
            .elsewhere(location, "first here");
    }
}
