//! No record holds NUL bytes. They come from UTF-16, or from a file that was not written to its end.

use tunesmith_core::Severity;

use crate::record::Record;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use crate::syntax_fix;
use crate::syntax_report::report_syntax;

pub(crate) static RULE: Rule = Rule {
    name: "nul-byte",
    summary: "the line holds NUL bytes",
    page: include_str!("../../rules/nul-byte.md"),
    group: Group::Syntax,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachRecord(check),
};

fn check(record: &Record<'_>, report: &mut Report<'_>) {
    report_syntax(
        &RULE,
        "no reader takes a NUL byte in JSON",
        record,
        report,
        |_, draft| {
            draft.unsafe_fix("remove the NUL bytes", syntax_fix::remove_nuls(record));
        },
    );
}
