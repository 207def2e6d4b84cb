//! The text of a record goes on until what it opened is closed.

use tunesmith_core::Severity;

use crate::record::Record;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use crate::syntax_report::{REFUSED, report_syntax};

pub(crate) static RULE: Rule = Rule {
    name: "truncated-line",
    summary: "the line ends before its record does",
    page: include_str!("../../rules/truncated-line.md"),
    group: Group::Syntax,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachRecord(check),
};

fn check(record: &Record<'_>, report: &mut Report<'_>) {
    report_syntax(&RULE, REFUSED, record, report, |_, _| {});
}
