//! All records of a file are in one format, as a warning where no provider is known to refuse others. Records whose format is not known do not count.

use tunesmith_core::{Location, Severity};

use crate::dataset::Dataset;
use crate::json::Place;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "mixed-formats",
    summary: "records of several formats are in one file",
    page: include_str!("../../rules/mixed-formats.md"),
    group: Group::Dataset,
    severity: Severity::Warning,
    since: "0.2.0",
    check: Check::WholeDataset(check),
};

fn check(dataset: &Dataset, report: &mut Report<'_>) {
    let mut seen: Vec<_> = dataset
        .formats
        .iter()
        .filter(|(name, _)| !name.is_empty())
        .collect();
    let first = seen.first().map(|(name, _)| family(name));
    if seen.iter().all(|(name, _)| Some(family(name)) == first) {
        return;
    }
    seen.sort_by_key(|(_, seen)| seen.first_line);
    let counts = seen
        .iter()
        .map(|(name, seen)| format!("{} `{name}`", seen.count));
    let counts = counts.collect::<Vec<_>>().join(", ");
    let because = if report.profile.speaks_openai() {
        "the format is told by the first records, and later ones with other keys are refused: `Example 536 contains an extra \"tools\"`"
    } else {
        "a file is read in one format; records of another are refused, or never trained"
    };
    let draft = report
        .error_at(
            Place::nowhere(),
            format!("the records are in {} formats: {counts}", seen.len()),
        )
        .because(because)
        .help("convert all records to one format, or split the file");
    for (name, seen) in seen {
        let location = Location {
            line: seen.first_line,
            column: 1,
            ..Location::default()
        };
        draft.elsewhere(location, format!("first `{name}` record"));
    }
}

/// Formats that differ by keys a record may have or lack are one: a conversation with `system` beside it among those without.
fn family(name: &str) -> &str {
    match name {
        "axolotl" | "bedrock-claude" | "bedrock-nova" | "mistral" | "trl-chat" => "openai-chat",
        "trl-prompt-completion" => "prompt-completion",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use tunesmith_core::Severity;

    use super::{RULE, check};
    use crate::dataset::{Dataset, Seen};
    use crate::profile::profiles;
    use crate::report::{Asked, Report};

    fn messages(formats: &[(&'static str, u64, u64)]) -> Vec<String> {
        let seen = |(name, count, first_line): &(&'static str, u64, u64)| {
            let (count, first_line) = (*count, *first_line);
            (*name, Seen { count, first_line })
        };
        let dataset = Dataset {
            formats: formats.iter().map(seen).collect(),
            ..Dataset::default()
        };
        let mut report = Report::new(profiles()[0]);
        let asked = Asked {
            severity: Severity::Warning,
            level: None,
        };
        report.begin(&RULE, asked);
        check(&dataset, &mut report);
        let found = report.in_file().into_iter();
        found.map(|diagnostic| diagnostic.message).collect()
    }

    #[test]
    fn only_known_formats_count() {
        assert!(messages(&[("openai-chat", 5, 1)]).is_empty());
        assert!(messages(&[("", 2, 1), ("openai-chat", 5, 2)]).is_empty());
        assert_eq!(
            messages(&[("alpaca", 1, 7), ("openai-chat", 5, 1)]),
            ["the records are in 2 formats: 5 `openai-chat`, 1 `alpaca`"]
        );
    }
}
