//! A file holds one record a line. Records that run over several lines are checked all the same.

use tunesmith_core::Severity;

use crate::dataset::{Container, Dataset};
use crate::json::Place;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "pretty-printed-file",
    summary: "records run over several lines",
    page: include_str!("../../rules/pretty-printed-file.md"),
    group: Group::Structure,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::WholeDataset(check),
};

fn check(dataset: &Dataset, report: &mut Report<'_>) {
    if dataset.container != Container::Spread {
        return;
    }
    report
        .error_at(Place::nowhere(), "the records run over several lines")
        .because("the upload fails with `Expected file to have JSONL format, where every line is a JSON dictionary`")
        .help("write each record on a line of its own, without `indent`")
        .safe_fix("write each record on a line of its own", Vec::new());
}
