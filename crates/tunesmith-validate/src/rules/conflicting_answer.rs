//! The same prompt has the same answer wherever it stands. What is compared is the last answer and all that comes before it.

use std::collections::HashMap;

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
    check: Check::AcrossRecords(|| Box::<Answers>::default()),
};

/// For each prompt its first answer, cut short, and the line of it. 16 bytes and one of control each.
#[derive(Default)]
struct Answers(HashMap<u64, (u32, u32), crate::fingerprint::Already>);

impl Follow for Answers {
    fn take(&mut self, facts: &Facts, report: &mut Report<'_>) {
        let Some(print) = facts.print.filter(|print| print.prompt != 0) else {
            return;
        };
        let line = u32::try_from(facts.origin.line).unwrap_or(u32::MAX);
        let answer = print.answer as u32;
        let (known, first) = *self.0.entry(print.prompt).or_insert((answer, line));
        if known == answer {
            return;
        }
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
