//! Control characters in strings are escaped, and none but white space stands between values. NUL has a rule of its own.

use tunesmith_core::Severity;

use crate::json::SyntaxKind;
use crate::record::Record;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use crate::syntax_fix;
use crate::syntax_report::{REFUSED, report_syntax};

pub(crate) static RULE: Rule = Rule {
    name: "raw-control-character",
    summary: "a control character is not escaped",
    page: include_str!("../../rules/raw-control-character.md"),
    group: Group::Syntax,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachRecord(check),
};

fn check(record: &Record<'_>, report: &mut Report<'_>) {
    report_syntax(&RULE, REFUSED, record, report, |kind, draft| {
        if matches!(kind, SyntaxKind::ControlInString(_)) {
            let edits = syntax_fix::escape_controls(record);
            draft.safe_fix("escape the control characters", edits);
        } else {
            let edits = syntax_fix::blank_controls(record);
            draft.safe_fix("write spaces in their place", edits);
        }
    });
}
