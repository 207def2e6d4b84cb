//! Commands for a GitHub workflow: each line becomes an annotation beside the file in a pull request.
//!
//! GitHub shows 10 annotations of a level for one step and drops the others in silence, so only so many are written, and a last notice says how
//! many more there are.

use std::collections::BTreeMap;

use tunesmith_core::Severity;

use crate::file_report::{Counts, FileReport, Reported};
use crate::render::text::{counts_in_words, end_column, in_full, plain_path, summary};

/// How many annotations of each level are written. One of the notices is the one that says what is missing.
pub const ANNOTATIONS_PER_LEVEL: usize = 10;

/// Writes workflow commands, a line each, and the summary as a plain last line. Where there are more findings than annotations, the first of
/// each rule go before the second of any.
pub fn render_github(reports: &[FileReport]) -> String {
    let mut out = String::new();
    let mut hidden: Counts = reports.iter().map(FileReport::totals).sum();
    for level in [Severity::Error, Severity::Warning, Severity::Info] {
        // One notice is kept free for the last word.
        let room = ANNOTATIONS_PER_LEVEL - usize::from(level == Severity::Info);
        for (report, reported) in chosen(reports, level, room) {
            hidden.take(level, 1);
            out.push_str(&command(report, reported));
            out.push('\n');
        }
    }
    if hidden.total() > 0 {
        let text = format!("more that are not shown here: {}", counts_in_words(hidden));
        out.push_str(&format!(
            "::notice title=tunesmith::{}\n",
            escape_data(&text)
        ));
    }
    out.push_str(&summary(reports));
    out.push('\n');
    out
}

/// The findings of a level that are shown, in the order of the reports.
fn chosen(reports: &[FileReport], level: Severity, room: usize) -> Vec<(&FileReport, &Reported)> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut found = Vec::new();
    for report in reports {
        for reported in &report.diagnostics {
            if reported.diagnostic.severity == level {
                let nth = seen.entry(reported.diagnostic.rule).or_default();
                found.push((*nth, found.len(), report, reported));
                *nth += 1;
            }
        }
    }
    found.sort_by_key(|(nth, index, ..)| (*nth, *index));
    found.truncate(room);
    found.sort_by_key(|(_, index, ..)| *index);
    found
        .into_iter()
        .map(|(_, _, report, reported)| (report, reported))
        .collect()
}

fn command(report: &FileReport, reported: &Reported) -> String {
    let found = &reported.diagnostic;
    let name = match found.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let mut properties = format!("file={}", escape_property(plain_path(&report.path)));
    let place = &found.location;
    if place.line > 0 {
        properties.push_str(&format!(",line={},col={}", place.line, place.column));
        // Why: an annotation of no width is not drawn.
        if let Some(end) = end_column(reported).filter(|end| *end > place.column) {
            properties.push_str(&format!(",endColumn={end}"));
        }
    }
    let title = escape_property(found.rule);
    let message = escape_data(&in_full(reported));
    format!("::{name} {properties},title={title}::{message}")
}

/// What stands after the second `::`.
fn escape_data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// What stands after a `=`.
fn escape_property(text: &str) -> String {
    escape_data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{escape_data, escape_property};

    #[test]
    fn nothing_ends_a_command_early() {
        let text = "100%: a,b\r\n::error::x";
        assert_eq!(escape_data(text), "100%25: a,b%0D%0A::error::x");
        assert_eq!(
            escape_property(text),
            "100%25%3A a%2Cb%0D%0A%3A%3Aerror%3A%3Ax"
        );
    }
}
