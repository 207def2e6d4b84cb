//! Every byte belongs to a character of UTF-8.

use tunesmith_core::Severity;

use crate::record::Record;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use crate::syntax_fix;
use crate::syntax_report::report_syntax;

pub(crate) static RULE: Rule = Rule {
    name: "broken-utf8",
    summary: "the line is not valid UTF-8",
    page: include_str!("../../rules/broken-utf8.md"),
    group: Group::Syntax,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachRecord(check),
};

fn check(record: &Record<'_>, report: &mut Report<'_>) {
    report_syntax(
        &RULE,
        "readers refuse the file or put U+FFFD in the place of the byte",
        record,
        report,
        |_, draft| {
            let edits = syntax_fix::from_windows_1252(record);
            if !edits.is_empty() {
                draft.unsafe_fix("read the broken bytes as Windows-1252", edits);
            }
        },
    );
}
