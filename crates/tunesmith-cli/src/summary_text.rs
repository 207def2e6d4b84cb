//! The end of a run, for people.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use tunesmith_pipeline::{REPORT, Rows, Summary};

use crate::text::{count, cut, table};

/// Tables and files. `width` bounds the reasons.
pub(crate) fn summary_text(name: &str, summary: &Summary, width: usize) -> String {
    let mut text = String::new();
    // Writing to a string can not fail.
    let _ = writeln!(
        text,
        "{name}: {}\n",
        count(summary.rows.asked, "row asked", "rows asked")
    );
    text.push_str(&rows_table(summary));
    exclusions(&mut text, &summary.excluded_by, width);
    failures(&mut text, &summary.failed_by);
    if let Some(folder) = summary.files.first().and_then(|file| file.parent()) {
        let _ = writeln!(text, "\n  files in {}", folder.display());
        let records = |number| count(number, "record", "records");
        let gone = summary.rows.excluded + summary.rows.failed;
        let mut lines = vec![
            vec!["train.jsonl".to_owned(), records(summary.train)],
            vec!["validation.jsonl".to_owned(), records(summary.validation)],
            vec![
                "exclusions.jsonl".to_owned(),
                format!("{}, each with its reason", count(gone, "row", "rows")),
            ],
            vec![
                "manifest.json".to_owned(),
                "recipe, plugins, models, sums, hashes".to_owned(),
            ],
        ];
        if summary.files.iter().any(|file| file.ends_with(REPORT)) {
            let what = "everything above, to look at in a browser";
            lines.push(vec![REPORT.to_owned(), what.to_owned()]);
        }
        text.push_str(&table(&lines, &[], "    "));
    }
    for finding in &summary.file_findings {
        let _ = writeln!(text, "\n  {finding}");
    }
    let progress = &summary.progress;
    let replies = count(progress.requests, "reply", "replies");
    let _ = writeln!(
        text,
        "\n  {replies} from servers, {} from the journal; ${:.4} spent in this folder",
        progress.from_journal, progress.spent_usd
    );
    text
}

fn rows_table(summary: &Summary) -> String {
    let header = ["generator", "asked", "kept", "excluded", "failed"]
        .map(str::to_owned)
        .to_vec();
    let line = |name: &str, rows: &Rows| {
        let numbers =
            [rows.asked, rows.kept, rows.excluded, rows.failed].map(|number| number.to_string());
        std::iter::once(name.to_owned())
            .chain(numbers)
            .collect::<Vec<_>>()
    };
    let mut rows = vec![header];
    rows.extend(
        summary
            .generators
            .iter()
            .map(|generator| line(&generator.name, &generator.rows)),
    );
    if summary.generators.len() > 1 {
        rows.push(line("total", &summary.rows));
    }
    table(&rows, &[false, true, true, true, true], "  ")
}

/// How many rows of each stage, with the reason of the first.
type Reasons = BTreeMap<String, (u64, String)>;

/// The worst first.
fn sorted(reasons: &Reasons) -> Vec<(&str, u64, &str)> {
    let mut sorted: Vec<_> = reasons
        .iter()
        .map(|(stage, (number, reason))| (stage.as_str(), *number, reason.as_str()))
        .collect();
    sorted.sort_by_key(|(stage, number, _)| (std::cmp::Reverse(*number), *stage));
    sorted
}

fn exclusions(text: &mut String, reasons: &Reasons, width: usize) {
    if reasons.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n  taken out by");
    let longest = reasons.keys().map(|stage| stage.chars().count()).max();
    let room = width.saturating_sub(longest.unwrap_or(0) + 22).max(30);
    let rows = sorted(reasons).into_iter().map(|(stage, number, reason)| {
        let example = format!("e.g. {}", cut(reason, room));
        vec![number.to_string(), stage.to_owned(), example]
    });
    text.push_str(&table(&rows.collect::<Vec<_>>(), &[true], "    "));
}

/// Somebody must do something about these, and what that is stands at the end of a reason: so it is not cut to a line.
fn failures(text: &mut String, reasons: &Reasons) {
    if reasons.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n  failed (running again tries them again)");
    for (stage, number, reason) in sorted(reasons) {
        let _ = writeln!(
            text,
            "    {number}  {stage}\n       e.g. {}",
            cut(reason, 600)
        );
    }
}
