//! All messages of a file keep their content in the same way: as strings, or as lists of parts. The first record that differs is reported.

use tunesmith_core::{Location, Severity};

use crate::dataset::{Facts, Follow};
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "inconsistent-content-kinds",
    summary: "content is a string in some messages of the file and a list of parts in others",
    page: include_str!("../../rules/inconsistent-content-kinds.md"),
    group: Group::Dataset,
    severity: Severity::Warning,
    since: "0.2.0",
    check: Check::AcrossRecords(|| Box::<Lines>::default()),
};

/// The lines of the first records with either kind.
#[derive(Default)]
struct Lines {
    text: Option<u64>,
    parts: Option<u64>,
    reported: bool,
}

impl Follow for Lines {
    fn take(&mut self, facts: &Facts, report: &mut Report<'_>) {
        if self.reported {
            return;
        }
        let (kinds, line) = (facts.content_kinds, facts.origin.line);
        if kinds.text {
            self.text.get_or_insert(line);
        }
        if kinds.parts {
            self.parts.get_or_insert(line);
        }
        let (Some(text), Some(parts)) = (self.text, self.parts) else {
            return;
        };
        self.reported = true;
        let message = if text == parts {
            "content is a string in some messages of this record and a list of parts in others"
        } else if parts > text {
            "content is a list of parts here and a string before"
        } else {
            "content is a string here and a list of parts before"
        };
        let draft = report.warning_at(facts.whole(), message);
        draft
            .because("the file is read into a table whose columns have one type: older readers fail, newer ones keep such a column as JSON")
            .help("write content in one way in the whole file; further records are not reported");
        if text != parts {
            let location = Location {
                line: text.min(parts),
                column: 1,
                ..Location::default()
            };
            draft.elsewhere(location, "the first record of the other kind");
        }
    }
}
