//! Checks one file piece by piece: finds the lines, keeps count, collects what the rules say.
//!
//! It reads nothing itself; bytes are pushed in. Invariant: the report depends on the bytes, never on how they were cut into pieces.

use std::collections::BTreeMap;

use tunesmith_core::Diagnostic;
use xxhash_rust::xxh3::xxh3_64;

use crate::check::ActiveRules;
use crate::excerpt::Excerpt;
use crate::file_report::{Counts, FileReport, Reported, fingerprint};
use crate::profile::Profile;
use crate::record::{LONGEST_RECORD, Opens, Record};
use crate::report::Report;
use crate::rule::Totals;
use crate::settings::RuleSettings;

/// How many diagnostics of one rule are kept for a file; the others are only counted.
pub const KEPT_PER_RULE: u64 = 1000;

/// How much of an overlong line is kept.
const HEAD: usize = 1024;

const BOM: &[u8] = b"\xef\xbb\xbf";

/// Checks one file that arrives in pieces.
pub struct Checker {
    rules: ActiveRules,
    path: String,
    longest: u32,
    /// The line that has begun in an earlier piece; only its head if it is too long.
    begun: Vec<u8>,
    /// How long that line is by now.
    begun_length: u64,
    /// The line that comes next, from 1.
    line: u64,
    /// Where it starts.
    offset: u64,
    layout: Layout,
    records: u64,
    examples: u64,
    kept: Vec<Reported>,
    counts: BTreeMap<&'static str, Counts>,
}

/// How the file is laid out, as far as is known.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// No record was seen yet.
    Unknown,
    /// One record a line, as it should be.
    Lines,
    /// The first record is a whole array.
    ArrayOnOneLine,
    /// The first line opens an array; the next will show how it goes on.
    ArrayBegun,
    /// One array with an element a line: its elements are checked like records.
    ArrayOfLines,
    /// Values run over many lines: nothing more can be said of any of them.
    Spread,
    /// Not UTF-8 at all: likewise.
    Utf16,
}

impl Checker {
    /// Begins a file; `path` is only a label for the report.
    pub fn new(
        path: impl Into<String>,
        profile: &'static Profile,
        settings: &RuleSettings,
    ) -> Self {
        Self {
            rules: ActiveRules::of(profile, settings),
            path: path.into(),
            longest: LONGEST_RECORD,
            begun: Vec::new(),
            begun_length: 0,
            line: 1,
            offset: 0,
            layout: Layout::Unknown,
            records: 0,
            examples: 0,
            kept: Vec::new(),
            counts: BTreeMap::new(),
        }
    }

    /// Takes the next bytes of the file, any number of them.
    pub fn push(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        while let Some(end) = rest.iter().position(|&byte| byte == b'\n') {
            let (line, after) = (&rest[..end], &rest[end + 1..]);
            if self.begun_length == 0 {
                self.end_line(line, line.len() as u64, true);
            } else {
                self.begin_line(line);
                self.end_begun_line(true);
            }
            rest = after;
        }
        self.begin_line(rest);
    }

    /// Ends the file.
    pub fn finish(mut self) -> FileReport {
        if self.begun_length > 0 {
            self.end_begun_line(false);
        }
        let countable = matches!(
            self.layout,
            Layout::Unknown | Layout::Lines | Layout::ArrayOfLines
        );
        let totals = Totals {
            records: self.records,
            countable,
        };
        let about_file = self.rules.check_totals(&totals).in_file();
        for diagnostic in about_file {
            self.keep(diagnostic, None, 0);
        }
        // The sort is stable and records come in order, so only what is about the whole file moves.
        self.kept
            .sort_by_key(|reported| reported.diagnostic.location.line);
        let profile = self.rules.profile;
        FileReport {
            path: self.path,
            profile: profile.name,
            format: profile.format,
            records: self.records,
            examples: self.examples,
            diagnostics: self.kept,
            counts: self.counts,
        }
    }

    fn begin_line(&mut self, bytes: &[u8]) {
        self.begun_length += bytes.len() as u64;
        if self.begun_length > self.limit() {
            // Only the head is needed from now on; whatever was kept is given back.
            let missing = HEAD.saturating_sub(self.begun.len()).min(bytes.len());
            self.begun.extend_from_slice(&bytes[..missing]);
            self.begun.truncate(HEAD);
            self.begun.shrink_to_fit();
        } else {
            self.begun.extend_from_slice(bytes);
        }
    }

    fn end_begun_line(&mut self, has_break: bool) {
        let mut line = std::mem::take(&mut self.begun);
        let length = std::mem::take(&mut self.begun_length);
        self.end_line(&line, length, has_break);
        // The buffer serves the next line.
        line.clear();
        self.begun = line;
    }

    /// The longest line that is read, with the bytes that do not belong to its record.
    fn limit(&self) -> u64 {
        u64::from(self.longest)
    }

    /// Takes a line without its break; `length` is its true length if only the head of it is here.
    fn end_line(&mut self, line: &[u8], length: u64, has_break: bool) {
        let start = self.offset;
        let number = self.line;
        self.offset += length + u64::from(has_break);
        self.line += 1;
        let (bom, record) = match line.strip_prefix(BOM) {
            Some(record) if start == 0 => (BOM.len() as u64, record),
            _ => (0, line),
        };
        let start = start + bom;
        if matches!(self.layout, Layout::Spread | Layout::Utf16) {
            return;
        }
        if length > self.limit() {
            if self.layout == Layout::Unknown {
                let array = record.trim_ascii_start().starts_with(b"[");
                self.layout = if array {
                    Layout::ArrayOnOneLine
                } else {
                    Layout::Lines
                };
            }
            let head = &record[..record.len().min(HEAD - BOM.len())];
            self.take_record(&Record::overlong(head, self.longest), number, start);
            return;
        }
        let record = match record.strip_suffix(b"\r") {
            Some(record) if has_break => record,
            _ => record,
        };
        // Why: a file that is nothing but a byte order mark has no line.
        if record.is_empty() && !has_break {
            return;
        }
        if record
            .iter()
            .all(|byte| matches!(byte, b' ' | b'\t' | b'\r'))
        {
            let report = self.rules.check_blank_line();
            self.take(report, record, number, start);
            return;
        }
        let mut parsed = Record::parse(record, self.layout == Layout::Unknown);
        if self.recognise(&mut parsed) {
            self.take_record(&parsed, number, start);
        }
    }

    /// Learns from a record how the file is laid out, and says whether the record is to be checked.
    fn recognise(&mut self, record: &mut Record<'_>) -> bool {
        let element = record.object().is_some();
        if self.layout == Layout::ArrayBegun {
            self.layout = if element {
                Layout::ArrayOfLines
            } else {
                Layout::Spread
            };
        }
        match self.layout {
            Layout::Unknown => {
                let array = record
                    .root()
                    .is_some_and(|root| !element && root.raw().starts_with(b"["));
                self.layout = match record.opens {
                    Opens::Array => Layout::ArrayBegun,
                    Opens::Object => Layout::Spread,
                    Opens::Nothing if record.is_utf16() => Layout::Utf16,
                    Opens::Nothing if array => Layout::ArrayOnOneLine,
                    Opens::Nothing => Layout::Lines,
                };
                true
            }
            Layout::ArrayOfLines => {
                record.forget_array_punctuation();
                element
            }
            Layout::Spread => false,
            _ => true,
        }
    }

    fn take_record(&mut self, record: &Record<'_>, number: u64, start: u64) {
        let report = self.rules.check_record(record);
        self.records += 1;
        if !report.has_error() {
            self.examples += 1;
        }
        self.take(report, record.bytes, number, start);
    }

    fn take(&mut self, report: Report<'_>, bytes: &[u8], number: u64, start: u64) {
        if report.is_empty() {
            return;
        }
        let hash = xxh3_64(bytes);
        for diagnostic in report.in_record(bytes, number, start) {
            self.keep(diagnostic, Some((bytes, start)), hash);
        }
    }

    /// `hash` is that of the record's bytes; 0 for what is about the whole file.
    fn keep(&mut self, diagnostic: Diagnostic, line: Option<(&[u8], u64)>, hash: u64) {
        let counts = self.counts.entry(diagnostic.rule).or_default();
        counts.add(diagnostic.severity);
        if counts.total() > KEPT_PER_RULE {
            return;
        }
        let excerpt = line.map(|(bytes, start)| {
            let within = |at: u64| usize::try_from(at - start).unwrap_or(usize::MAX);
            let place = &diagnostic.location.bytes;
            Excerpt::cut(bytes, within(place.start)..within(place.end))
        });
        self.kept.push(Reported {
            fingerprint: fingerprint(diagnostic.rule, &diagnostic.location.pointer, hash),
            diagnostic,
            excerpt,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::Checker;
    use crate::profile::profile;
    use crate::settings::RuleSettings;

    fn check(longest: u32, pieces: &[&[u8]]) -> crate::file_report::FileReport {
        let settings = RuleSettings::only(&["json-syntax", "missing-messages"]).unwrap();
        let mut checker = Checker::new("f", profile("openai").unwrap(), &settings);
        checker.longest = longest;
        for piece in pieces {
            checker.push(piece);
        }
        checker.finish()
    }

    #[test]
    fn a_line_that_is_too_long_is_not_read() {
        let long = [b"[".repeat(3000), b"\n{}\n".to_vec()].concat();
        let whole = check(2000, &[&long]);
        let shown: Vec<_> = whole
            .diagnostics
            .iter()
            .map(|reported| {
                (
                    reported.diagnostic.location.bytes.start,
                    &*reported.diagnostic.message,
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                (0, "the line is longer than 2000 bytes"),
                (3001, "`messages` is missing")
            ]
        );
        for size in [1, 7, 999, 1024, 2000, 2999] {
            let pieces: Vec<&[u8]> = long.chunks(size).collect();
            assert_eq!(check(2000, &pieces), whole, "pieces of {size}");
        }
        assert_eq!(
            check(3000, &[&long]).counts.len(),
            2,
            "at the limit it is read"
        );
    }
}
