//! A file does not hold more records than the provider takes.

use tunesmith_core::Severity;

use crate::dataset::Dataset;
use crate::json::Place;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "too-many-examples",
    summary: "the file holds more records than the provider takes",
    page: include_str!("../../rules/too-many-examples.md"),
    group: Group::Size,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::WholeDataset(check),
};

fn check(dataset: &Dataset, report: &mut Report<'_>) {
    let limits = report.profile.limits;
    let counts = [
        (dataset.records, limits.max_examples, "records"),
        (
            dataset.reinforcement,
            limits.max_reinforcement_examples,
            "records for reinforcement",
        ),
    ];
    for (found, most, what) in counts {
        let Some(most) = most.filter(|most| found > *most) else {
            continue;
        };
        report
            .error_at(
                Place::nowhere(),
                format!("the file holds {found} {what}; at most {most} are taken"),
            )
            .because("the provider refuses the job")
            .help("take records out, or train on a part of them");
    }
}
