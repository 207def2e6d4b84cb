//! Lines end in a line feed alone.

use tunesmith_core::Severity;

use crate::dataset::Dataset;
use crate::json::Place;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "crlf-line-end",
    summary: "lines end in carriage return and line feed",
    page: include_str!("../../rules/crlf-line-end.md"),
    group: Group::Syntax,
    severity: Severity::Info,
    since: "0.2.0",
    check: Check::WholeDataset(check),
};

fn check(dataset: &Dataset, report: &mut Report<'_>) {
    let lines = match dataset.crlf_lines {
        0 => return,
        1 => "1 line ends".to_owned(),
        lines => format!("{lines} lines end"),
    };
    report
        .info_at(Place::nowhere(), format!("{lines} in carriage return and line feed"))
        .because("JSON takes the carriage return for white space, but tools that cut lines themselves may keep it")
        .help("end lines in a line feed alone")
        .safe_fix("end each line in a line feed", Vec::new());
}
