//! The record was written by a JSON library, not by printing Python values.

use tunesmith_core::Severity;

use crate::json::SyntaxKind;
use crate::record::Record;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use crate::syntax_fix;
use crate::syntax_report::{REFUSED, report_syntax};

pub(crate) static RULE: Rule = Rule {
    name: "python-literal",
    summary: "there are Python values in the JSON",
    page: include_str!("../../rules/python-literal.md"),
    group: Group::Syntax,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachRecord(check),
};

fn check(record: &Record<'_>, report: &mut Report<'_>) {
    report_syntax(&RULE, REFUSED, record, report, |kind, draft| {
        if *kind == SyntaxKind::SingleQuotes {
            let edits = syntax_fix::double_quotes(record);
            draft.safe_fix("write double quotation marks", edits);
        } else {
            let edits = syntax_fix::translate_python_words(record);
            draft.safe_fix("write the words as JSON has them", edits);
        }
    });
}
