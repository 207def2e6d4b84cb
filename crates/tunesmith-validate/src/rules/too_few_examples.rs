//! A provider wants a least number of records. A file without any is the business of `empty-file`.

use tunesmith_core::Severity;

use crate::dataset::Dataset;
use crate::json::Place;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "too-few-examples",
    summary: "the file holds fewer records than the provider takes",
    page: include_str!("../../rules/too-few-examples.md"),
    group: Group::Size,
    severity: Severity::Error,
    since: "0.1.0",
    check: Check::WholeDataset(check),
};

fn check(dataset: &Dataset, report: &mut Report<'_>) {
    let least = report.profile.limits.min_examples;
    let found = dataset.records;
    if dataset.is_countable() && (1..least).contains(&found) {
        let noun = if found == 1 { "record" } else { "records" };
        let because = if report.profile.speaks_openai() {
            format!(
                "the job fails with `Training file has {found} example(s), but must have at least {least} examples`"
            )
        } else {
            "the provider asks for more".to_owned()
        };
        report
            .error_at(
                Place::nowhere(),
                format!("the file holds {found} {noun}; at least {least} are needed"),
            )
            .because(because)
            .help("add examples; improvement is usually seen from 50 on");
    }
}
