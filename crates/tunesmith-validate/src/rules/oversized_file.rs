//! A file is not larger than the provider takes.

use tunesmith_core::Severity;

use crate::dataset::Dataset;
use crate::json::Place;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "oversized-file",
    summary: "the file is larger than the provider takes",
    page: include_str!("../../rules/oversized-file.md"),
    group: Group::Size,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::WholeDataset(check),
};

fn check(dataset: &Dataset, report: &mut Report<'_>) {
    let Some(most) = report.profile.limits.max_bytes else {
        return;
    };
    let found = dataset.bytes;
    if found > most {
        report
            .error_at(
                Place::nowhere(),
                format!("the file has {found} bytes; at most {most} are taken"),
            )
            .because("the provider refuses the upload")
            .help("take records out, or train on a part of them");
    }
}
