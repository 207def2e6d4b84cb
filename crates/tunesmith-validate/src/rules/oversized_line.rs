//! A line is short enough to be read: 256 MiB.

use tunesmith_core::Severity;

use crate::record::Record;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use crate::syntax_report::report_syntax;

pub(crate) static RULE: Rule = Rule {
    name: "oversized-line",
    summary: "the line is too long to be read",
    page: include_str!("../../rules/oversized-line.md"),
    group: Group::Syntax,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachRecord(check),
};

fn check(record: &Record<'_>, report: &mut Report<'_>) {
    report_syntax(
        &RULE,
        "the record is kept in memory as a whole; what is longer is not looked at",
        record,
        report,
        |_, _| {},
    );
}
