//! The last answer of an example must not be cut off as a whole. Silent where tokens are not counted.

use tunesmith_core::Severity;

use crate::dataset::{Facts, Follow};
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "truncated-answer",
    summary: "an example is so long that its last answer is cut off",
    page: include_str!("../../rules/truncated-answer.md"),
    group: Group::Size,
    severity: Severity::Warning,
    since: "0.2.0",
    check: Check::AcrossRecords(|| Box::new(Compare)),
};

struct Compare;

impl Follow for Compare {
    fn take(&mut self, facts: &Facts, report: &mut Report<'_>) {
        let Some(tokens) = facts.tokens.filter(|tokens| tokens.trained > 0) else {
            return;
        };
        let limit = tokens.limit.or(report.profile.limits.max_example_tokens);
        let Some(limit) = limit.filter(|limit| tokens.before_answer >= *limit) else {
            return;
        };
        report
            .warning_at(
                facts.whole(),
                format!(
                    "{} tokens come before the last answer; {limit} of the example are trained",
                    tokens.before_answer
                ),
            )
            .because("examples are cut off at the end, so this answer is not trained at all")
            .help("shorten what comes before it, or split the conversation");
    }
}
