//! A file must hold at least one record.

use tunesmith_core::Severity;

use crate::dataset::Dataset;
use crate::json::Place;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "empty-file",
    summary: "the file holds no record",
    page: include_str!("../../rules/empty-file.md"),
    group: Group::Dataset,
    severity: Severity::Error,
    since: "0.1.0",
    check: Check::WholeDataset(check),
};

fn check(dataset: &Dataset, report: &mut Report<'_>) {
    if dataset.records == 0 && dataset.is_countable() {
        report
            .error_at(Place::nowhere(), "the file holds no record")
            .because("there is nothing to train on")
            .help(
                "write one JSON object per line; look whether the step that made the file failed",
            );
    }
}
