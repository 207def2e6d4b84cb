//! No record of a file is in the file it is compared with: training and validation data are kept apart.

use tunesmith_core::Severity;

use crate::dataset::{Facts, Follow};
use crate::known::Leak;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "leaked-example",
    summary: "a record is in the other file too, or asks what a record there asks",
    page: include_str!("../../rules/leaked-example.md"),
    group: Group::Dataset,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::AcrossRecords(|| Box::new(Compare)),
};

struct Compare;

impl Follow for Compare {
    fn take(&mut self, facts: &Facts, report: &mut Report<'_>) {
        let because = "the validation loss measures what was learnt by heart; OpenAI's guide asks that the same data be not in both files";
        match &facts.leak {
            None => {}
            Some((Leak::Record, name)) => {
                report
                    .error_at(facts.whole(), format!("this record is in {name} too"))
                    .because(because)
                    .help("remove it from one of the files");
            }
            Some((Leak::Prompt, name)) => {
                report
                    .warning_at(
                        facts.whole(),
                        format!("a record of {name} asks the same and is answered otherwise"),
                    )
                    .because(because)
                    .help("keep records that ask the same in one file");
            }
        }
    }
}
