//! A comma stands between values, not after the last one or after the record.

use tunesmith_core::Severity;

use crate::json::SyntaxKind;
use crate::record::Record;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use crate::syntax_fix;
use crate::syntax_report::{REFUSED, report_syntax};

pub(crate) static RULE: Rule = Rule {
    name: "trailing-comma",
    summary: "there is a comma after the last value",
    page: include_str!("../../rules/trailing-comma.md"),
    group: Group::Syntax,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachRecord(check),
};

fn check(record: &Record<'_>, report: &mut Report<'_>) {
    report_syntax(&RULE, REFUSED, record, report, |kind, draft| {
        let edits = if *kind == SyntaxKind::CommaAfterValue {
            syntax_fix::remove_last_comma(record)
        } else {
            syntax_fix::remove_trailing_commas(record)
        };
        if !edits.is_empty() {
            draft.safe_fix("remove the comma", edits);
        }
    });
}
