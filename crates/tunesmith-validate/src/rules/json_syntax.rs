//! Each record is strict JSON (RFC 8259) in UTF-8. The places and messages come from the reader.

use tunesmith_core::Severity;

use crate::record::Record;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

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
    for error in record.syntax_errors() {
        let more = match error.repeats {
            0 => String::new(),
            more => format!(" (and {more} more like it in this record)"),
        };
        let draft = report
            .error_at(record.place_of(error), error.kind.message() + &more)
            .because("providers refuse the whole file: `Error: line contains invalid json`")
            .help(error.kind.help());
        if let Some((at, label)) = error.kind.opened() {
            draft.related(record.place_of_opening(error, at), label);
        }
    }
}
