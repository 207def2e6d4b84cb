//! Lines between records hold nothing but white space.

use tunesmith_core::Severity;

use crate::json::Place;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "blank-line",
    summary: "a line holds no record",
    page: include_str!("../../rules/blank-line.md"),
    group: Group::Structure,
    severity: Severity::Warning,
    since: "0.1.0",
    check: Check::EachBlankLine(check),
};

fn check(report: &mut Report<'_>) {
    report
        .error_at(Place::nowhere(), "this line holds no record")
        .because("some readers take every line for a record and refuse the file")
        .help("remove the line")
        .safe_fix(
            "leave the line out when the file is written again",
            Vec::new(),
        );
}
