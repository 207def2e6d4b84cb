//! A file holds one record a line, not one JSON array. The elements are checked like records all the same.

use tunesmith_core::Severity;

use crate::dataset::{Container, Dataset};
use crate::json::Place;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "whole-file-array",
    summary: "the file is one JSON array, not one record a line",
    page: include_str!("../../rules/whole-file-array.md"),
    group: Group::Structure,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::WholeDataset(check),
};

fn check(dataset: &Dataset, report: &mut Report<'_>) {
    if dataset.container != Container::Array || report.profile.arrays {
        return;
    }
    report
        .error_at(Place::nowhere(), "the file is one JSON array")
        .because("the upload fails with `Expected file to have JSONL format, where every line is a JSON dictionary`")
        .help("write each element on a line of its own, without brackets around and commas between them")
        .safe_fix("write each element on a line of its own", Vec::new());
}
