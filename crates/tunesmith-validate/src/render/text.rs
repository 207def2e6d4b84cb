//! Small pieces of text that several views share: counts in words, the line that sums up, where a place ends.

use crate::file_report::{Counts, FileReport, Reported};

/// `1,234 records`.
pub(super) fn number(count: u64, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", grouped(count))
}

/// With a comma after each three digits.
pub(super) fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `2 errors; 1 warning`, and infos if there are any.
pub(super) fn counts_in_words(counts: Counts) -> String {
    let Counts {
        errors,
        warnings,
        infos,
    } = counts;
    let mut text = format!(
        "{}; {}",
        number(errors, "error"),
        number(warnings, "warning")
    );
    if infos > 0 {
        text = format!("{text}; {}", number(infos, "info"));
    }
    text
}

/// The verdict over all files in one line, without a line break.
pub(super) fn summary(reports: &[FileReport]) -> String {
    let counts: Counts = reports.iter().map(FileReport::totals).sum();
    let records: u64 = reports.iter().map(|report| report.records).sum();
    let examples: u64 = reports.iter().map(|report| report.examples).sum();
    let verdict = if counts.errors == 0 {
        "passed"
    } else {
        "failed"
    };
    format!(
        "{verdict}: {}; {}, {} without errors; {}",
        number(reports.len() as u64, "file"),
        number(records, "record"),
        grouped(examples),
        counts_in_words(counts),
    )
}

/// The column after the last character of a place; `None` where the excerpt does not reach so far, and for the whole file.
pub(super) fn end_column(reported: &Reported) -> Option<u64> {
    let excerpt = reported.excerpt.as_ref()?;
    let place = excerpt.text.get(excerpt.highlight.clone())?;
    let cut_short = excerpt.cut_right && excerpt.highlight.end == excerpt.text.len();
    (!cut_short).then(|| reported.diagnostic.location.column + place.chars().count() as u64)
}

/// What is wrong, why and what to do, a line each.
pub(super) fn in_full(reported: &Reported) -> String {
    let found = &reported.diagnostic;
    let mut text = found.message.clone();
    for (what, more) in [("why", &found.because), ("help", &found.help)] {
        if let Some(more) = more {
            text = format!("{text}\n{what}: {more}");
        }
    }
    text
}

/// The path without `./` before it: `./data.jsonl` and `data.jsonl` are one file.
pub(crate) fn plain_path(path: &str) -> &str {
    let mut path = path;
    while let Some(rest) = path.strip_prefix("./") {
        path = rest;
    }
    path
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn digits_stand_in_threes() {
        let cases = [
            (0, "0"),
            (999, "999"),
            (1000, "1,000"),
            (123_456, "123,456"),
            (u64::MAX, "18,446,744,073,709,551,615"),
        ];
        for (count, expected) in cases {
            assert_eq!(grouped(count), expected);
        }
    }
}
