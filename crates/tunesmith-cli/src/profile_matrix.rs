//! One file against several profiles at a glance: who takes it, and the first reason of who does not.

use std::fmt::Write as _;

use tunesmith_core::Severity;
use tunesmith_validate::{FileReport, Reported};

use crate::text::{count, cut, grouped, table};

/// The narrowest a reason becomes.
const NARROWEST: usize = 40;

/// A table for each file. Reports of one file stand together.
pub(crate) fn profile_matrix(reports: &[FileReport], width: usize) -> String {
    let mut text = String::new();
    for of_file in reports.chunk_by(|a, b| a.path == b.path) {
        let first = &of_file[0];
        let records = count(first.records, "record", "records");
        // Writing to a string can not fail.
        let _ = writeln!(
            text,
            "{}: {records}, {}\n",
            cut(&first.path, usize::MAX),
            first.format
        );
        text.push_str(&of_one_file(of_file, width));
        text.push('\n');
    }
    let failed = reports.iter().filter(|report| !report.passed()).count();
    let verdict = if failed == 0 { "passed" } else { "failed" };
    let checks = count(reports.len() as u64, "check", "checks");
    let _ = writeln!(
        text,
        "{verdict}: {checks}, {failed} with errors; `--profile NAME` shows the findings of one"
    );
    text
}

fn of_one_file(reports: &[FileReport], width: usize) -> String {
    let header = ["profile", "verdict", "errors", "warnings", "first reason"];
    let mut rows = vec![header.map(str::to_owned).to_vec()];
    for report in reports {
        let totals = report.totals();
        rows.push(vec![
            report.profile.to_owned(),
            verdict(report).to_owned(),
            grouped(totals.errors),
            grouped(totals.warnings),
            String::new(),
        ]);
    }
    let widths = (0..header.len() - 1).map(|column| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.max().unwrap_or(0) + 2
    });
    let room = width
        .saturating_sub(widths.sum::<usize>() + 2)
        .max(NARROWEST);
    for (row, report) in rows[1..].iter_mut().zip(reports) {
        if let Some(first) = first_reason(report) {
            row[header.len() - 1] = cut(&reason(first), room);
        }
    }
    table(&rows, &[false, false, true, true], "  ")
}

fn verdict(report: &FileReport) -> &'static str {
    let totals = report.totals();
    if totals.errors > 0 {
        "fail"
    } else if totals.warnings > 0 {
        "warnings"
    } else {
        "pass"
    }
}

/// The first finding of the worst severity there is.
fn first_reason(report: &FileReport) -> Option<&Reported> {
    let first = |severity| {
        let mut found = report.diagnostics.iter();
        found.find(|reported| reported.diagnostic.severity == severity)
    };
    first(Severity::Error).or_else(|| first(Severity::Warning))
}

fn reason(reported: &Reported) -> String {
    let found = &reported.diagnostic;
    let place = match found.location.line {
        0 => String::new(),
        line => format!(" line {line}"),
    };
    format!(
        "{}[{}]{place}: {}",
        found.severity.name(),
        found.rule,
        found.message
    )
}
