//! The end of a run, for people.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use tunesmith_pipeline::{Rows, Summary};

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
    reasons(&mut text, "taken out by", &summary.excluded_by, width);
    reasons(
        &mut text,
        "failed (running again tries them again)",
        &summary.failed_by,
        width,
    );
    if let Some(folder) = summary.files.first().and_then(|file| file.parent()) {
        let _ = writeln!(text, "\n  files in {}", folder.display());
        let records = |number| count(number, "record", "records");
        let gone = summary.rows.excluded + summary.rows.failed;
        let lines = [
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

fn reasons(text: &mut String, title: &str, by: &BTreeMap<String, (u64, String)>, width: usize) {
    if by.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n  {title}");
    let mut sorted: Vec<_> = by.iter().collect();
    sorted.sort_by_key(|(stage, (number, _))| (std::cmp::Reverse(*number), stage.as_str()));
    let longest = sorted
        .iter()
        .map(|(stage, _)| stage.chars().count())
        .max()
        .unwrap_or(0);
    let room = width.saturating_sub(longest + 22).max(30);
    let rows = sorted.into_iter().map(|(stage, (number, reason))| {
        vec![
            number.to_string(),
            stage.clone(),
            format!("e.g. {}", cut(reason, room)),
        ]
    });
    text.push_str(&table(&rows.collect::<Vec<_>>(), &[true], "    "));
}
