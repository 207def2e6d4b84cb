//! Values are nested at most 256 deep, which is where reading stops.

use tunesmith_core::Severity;

use crate::record::Record;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use crate::syntax_report::report_syntax;

pub(crate) static RULE: Rule = Rule {
    name: "excessive-nesting",
    summary: "values are nested too deep to be read",
    page: include_str!("../../rules/excessive-nesting.md"),
    group: Group::Syntax,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachRecord(check),
};

fn check(record: &Record<'_>, report: &mut Report<'_>) {
    report_syntax(
        &RULE,
        "readers run out of stack; few read more than 100 to 1000 levels",
        record,
        report,
        |_, _| {},
    );
}
