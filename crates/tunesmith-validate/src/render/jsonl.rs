//! One JSON object a line: the findings of a file, then its summary. Made file by file, so that a caller can write while it still checks.
//!
//! The keys are those of the JSON output, version 1, and the same promise.

use serde::Serialize;

use crate::file_report::{Counts, FileReport};
use crate::render::json_v1::DiagnosticV1;

/// The line of a finding.
#[derive(Serialize)]
struct FindingLine<'r> {
    path: &'r str,
    profile: &'r str,
    #[serde(flatten)]
    diagnostic: DiagnosticV1,
}

/// The last line of a file: the only one with the key `summary`.
#[derive(Serialize)]
struct SummaryLine<'r> {
    summary: FileSummary<'r>,
}

#[derive(Serialize)]
struct FileSummary<'r> {
    version: u32,
    path: &'r str,
    profile: &'r str,
    format: &'r str,
    records: u64,
    examples: u64,
    errors: u64,
    warnings: u64,
    infos: u64,
    /// Counted, but without a line of their own.
    left_out: u64,
}

/// Writes the lines of one report, each with its line break.
pub fn render_jsonl(report: &FileReport) -> String {
    let Counts {
        errors,
        warnings,
        infos,
    } = report.totals();
    let (path, profile) = (&*report.path, report.profile);
    let mut out = String::new();
    for reported in &report.diagnostics {
        let diagnostic = DiagnosticV1::of(&reported.diagnostic);
        push(
            &mut out,
            &FindingLine {
                path,
                profile,
                diagnostic,
            },
        );
    }
    let summary = FileSummary {
        version: 1,
        path,
        profile,
        format: report.format,
        records: report.records,
        examples: report.examples,
        errors,
        warnings,
        infos,
        left_out: report.left_out(),
    };
    push(&mut out, &SummaryLine { summary });
    out
}

fn push(out: &mut String, line: &impl Serialize) {
    out.push_str(&serde_json::to_string(line).expect("strings and numbers are always writable"));
    out.push('\n');
}
