//! No example has more tokens than are trained. Silent where tokens are not counted, and where the answer is cut off as a whole.

use tunesmith_core::Severity;

use crate::dataset::{Facts, Follow};
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "oversized-example",
    summary: "an example has more tokens than are trained",
    page: include_str!("../../rules/oversized-example.md"),
    group: Group::Size,
    severity: Severity::Warning,
    since: "0.2.0",
    check: Check::AcrossRecords(|| Box::new(Compare)),
};

struct Compare;

impl Follow for Compare {
    fn take(&mut self, facts: &Facts, report: &mut Report<'_>) {
        let Some(tokens) = facts.tokens else { return };
        let limit = tokens.limit.or(report.profile.limits.max_example_tokens);
        let Some(limit) = limit.filter(|limit| tokens.total > *limit) else {
            return;
        };
        if tokens.trained > 0 && tokens.before_answer >= limit {
            return;
        }
        report
            .warning_at(
                facts.whole(),
                format!(
                    "the example has {} tokens; {limit} are trained",
                    tokens.total
                ),
            )
            .because("the rest is cut off at the end without a word")
            .help("shorten it, or split the conversation");
    }
}
