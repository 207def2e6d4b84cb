//! Numbers are finite: JSON has no `NaN` and no infinity.

use tunesmith_core::Severity;

use crate::record::Record;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use crate::syntax_fix;
use crate::syntax_report::{REFUSED, report_syntax};

pub(crate) static RULE: Rule = Rule {
    name: "non-finite-number",
    summary: "a number is not finite",
    page: include_str!("../../rules/non-finite-number.md"),
    group: Group::Syntax,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachRecord(check),
};

fn check(record: &Record<'_>, report: &mut Report<'_>) {
    report_syntax(&RULE, REFUSED, record, report, |_, draft| {
        let edits = syntax_fix::null_for_non_finite(record);
        draft.unsafe_fix("write `null` in their place", edits);
    });
}
