//! What holds for the views of every input, and for places that no rule would give.

use proptest::prelude::*;
use tunesmith_core::{Label, Location, Severity};
use tunesmith_validate::{
    Baseline, Checker, Excerpt, FileReport, HumanStyle, MarkdownStyle, Reported, RuleSettings,
    profile, render_github, render_human, render_jsonl, render_markdown, render_sarif,
};

use crate::made_up::{add, empty, finding};

fn check(path: &str, bytes: &[u8]) -> FileReport {
    let openai = profile("openai").unwrap();
    let mut checker = Checker::new(path, openai, &RuleSettings::default());
    checker.push(bytes);
    checker.finish()
}

fn any_file() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        2 => Just(br#"{"messages":[{"role":"bot","content":"```"},"#.to_vec()),
        2 => Just(br#"{"role":"assistant","content":[{"type":"text"}]}]}"#.to_vec()),
        2 => Just(b"\n".to_vec()),
        1 => "[`\\[\\](){}|@%:,<>!é東😀\u{200d}\u{301}]{0,8}".prop_map(String::into_bytes),
        1 => prop::collection::vec(any::<u8>(), 0..6),
    ];
    prop::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat())
}

/// A finding whose places and excerpt have nothing to do with each other.
fn any_finding() -> impl Strategy<Value = Reported> {
    let text = "[a`é東😀\u{fffd}\t\u{200d} ]{0,40}";
    let places = prop::collection::vec((0_u64..60, 0_u64..60, 0_u64..3), 1..4);
    (
        text,
        places,
        any::<[bool; 2]>(),
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
    )
        .prop_map(|(text, places, [cut_left, cut_right], from, to)| {
            let ends: Vec<usize> = (0..=text.len())
                .filter(|at| text.is_char_boundary(*at))
                .collect();
            let (from, to) = (ends[from.index(ends.len())], ends[to.index(ends.len())]);
            let highlight = from.min(to)..from.max(to);
            let mut locations = places.into_iter().map(|(start, end, line)| Location {
                line,
                column: start,
                bytes: start..end,
                pointer: text.clone(),
            });
            let location = locations.next().unwrap();
            let mut found = finding(
                "json-syntax",
                Severity::Error,
                &text,
                Location::default(),
                "",
            );
            found.diagnostic.location = location;
            let labels = locations.map(|location| Label {
                location,
                message: text.clone(),
            });
            found.diagnostic.related = labels.collect();
            found.excerpt = Some(Excerpt {
                text,
                highlight,
                cut_left,
                cut_right,
            });
            found
        })
}

fn show(reports: &[FileReport]) -> Result<(), TestCaseError> {
    for width in [0, 41, 200] {
        let style = HumanStyle {
            width,
            ..HumanStyle::default()
        };
        prop_assert!(!render_human(reports, &style).is_empty());
    }
    let github = render_github(reports);
    let mut lines = github.lines().rev();
    prop_assert!(lines.next().unwrap().starts_with(['p', 'f']));
    for line in lines {
        prop_assert!(
            ["::error ", "::warning ", "::notice "]
                .iter()
                .any(|start| line.starts_with(start)),
            "{}",
            line
        );
    }
    for longest in [300, 2000, 60_000] {
        let style = MarkdownStyle {
            longest,
            ..MarkdownStyle::default()
        };
        let markdown = render_markdown(reports, &style);
        prop_assert!(markdown.len() <= longest);
        prop_assert_eq!(
            markdown.matches("<details>").count(),
            markdown.matches("</details>").count()
        );
    }
    for line in reports.iter().flat_map(|report| {
        render_jsonl(report)
            .lines()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    }) {
        prop_assert!(serde_json::from_str::<serde_json::Value>(&line).is_ok());
    }
    let sarif: serde_json::Value = serde_json::from_str(&render_sarif(reports)).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    prop_assert_eq!(
        results.len(),
        reports
            .iter()
            .map(|report| report.diagnostics.len())
            .sum::<usize>()
    );
    Ok(())
}

proptest! {
    #[test]
    fn every_file_is_shown_and_accepted(bytes in any_file(), path in "[a-z`:,%\n/\\\\é]{0,6}") {
        let mut reports = vec![check(&path, &bytes)];
        show(&reports)?;
        let total = reports[0].totals().total();
        let baseline = Baseline::of(&reports);
        let baseline = Baseline::parse(&baseline.render()).unwrap();
        prop_assert_eq!(baseline.apply(&mut reports).count, total);
        prop_assert!(reports[0].diagnostics.is_empty() && reports[0].counts.is_empty());
    }

    #[test]
    fn every_place_is_shown(found in any_finding()) {
        let mut report = empty("a.jsonl", 1);
        add(&mut report, found);
        show(&[report])?;
    }
}
