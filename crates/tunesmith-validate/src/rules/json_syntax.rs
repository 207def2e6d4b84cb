//! Each record is strict JSON (RFC 8259). The places and messages come from the reader; deviations with a name of their own have rules of
//! their own.

use tunesmith_core::Severity;

use crate::record::Record;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use crate::syntax_report::{REFUSED, report_syntax};

pub(crate) static RULE: Rule = Rule {
    name: "json-syntax",
    summary: "the line is not strict JSON",
    page: include_str!("../../rules/json-syntax.md"),
    group: Group::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    check: Check::EachRecord(check),
};

fn check(record: &Record<'_>, report: &mut Report<'_>) {
    report_syntax(&RULE, REFUSED, record, report, |_, _| {});
}
