//! One file against many profiles: a table of verdicts, each with its first reason.

use tunesmith_core::Severity;
use tunesmith_validate::FileReport;

use crate::text::table;

/// Shows the reports of one file, one line for each profile.
pub(crate) fn render(reports: &[FileReport]) -> String {
    let Some(first) = reports.first() else {
        return String::new();
    };
    let header = ["profile", "verdict", "errors", "warnings", "first reason"];
    let header = header.map(str::to_owned).to_vec();
    let rows: Vec<Vec<String>> = std::iter::once(header)
        .chain(reports.iter().map(row))
        .collect();
    let noun = if first.records == 1 {
        "record"
    } else {
        "records"
    };
    format!(
        "{}: {}, {} {noun}\n\n{}\n",
        first.path,
        first.format,
        first.records,
        table(&rows, &[false, false, true, true], "  ")
    )
}

fn row(report: &FileReport) -> Vec<String> {
    let totals = report.totals();
    let verdict = match (totals.errors, totals.warnings) {
        (0, 0) => "passes",
        (0, _) => "passes, with warnings",
        _ => "fails",
    };
    let worst = if totals.errors > 0 {
        Severity::Error
    } else {
        Severity::Warning
    };
    let mut found = report.diagnostics.iter().map(|kept| &kept.diagnostic);
    let reason = found
        .find(|found| found.severity == worst)
        .map_or(String::new(), |found| {
            let place = match found.location.line {
                0 => String::new(),
                line => format!("line {line}: "),
            };
            format!("{place}{} [{}]", found.message, found.rule)
        });
    vec![
        report.profile.to_owned(),
        verdict.to_owned(),
        totals.errors.to_string(),
        totals.warnings.to_string(),
        reason,
    ]
}
