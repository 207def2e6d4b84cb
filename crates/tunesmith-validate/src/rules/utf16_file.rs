//! The file is UTF-8, not UTF-16. Nothing else can be said about one that is not.

use tunesmith_core::Severity;

use crate::record::Record;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use crate::syntax_report::report_syntax;

pub(crate) static RULE: Rule = Rule {
    name: "utf16-file",
    summary: "the file is UTF-16",
    page: include_str!("../../rules/utf16-file.md"),
    group: Group::Syntax,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachRecord(check),
};

fn check(record: &Record<'_>, report: &mut Report<'_>) {
    report_syntax(
        &RULE,
        "providers read files as UTF-8",
        record,
        report,
        |_, _| {},
    );
}
