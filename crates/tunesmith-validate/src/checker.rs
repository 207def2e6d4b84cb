//! Checks one file piece by piece: finds out how it is laid out, takes in what was found in its pieces, compares records.
//!
//! It reads nothing itself; bytes are pushed in, or pieces that were checked elsewhere are taken in. Invariant: the reports depend on the
//! bytes, never on how they were cut into pieces.

use std::sync::Arc;

use memchr::memrchr;
use tunesmith_core::Diagnostic;

use crate::check::{ActiveRules, Followers};
use crate::chunk::{Chunk, ChunkChecker, Findings, is_blank};
use crate::dataset::{Container, Dataset, Facts, Seen};
use crate::file_report::{FileReport, Reported};
use crate::json::Kind;
use crate::profile::Profile;
use crate::record::{LONGEST_RECORD, Record};
use crate::report::Origin;
use crate::settings::RuleSettings;
use crate::values::{Found, Values};

/// How much of an overlong line is kept.
pub(crate) const HEAD: usize = 1024;

/// A first line that opens an array and is longer than this is taken for a file that is one array.
const LONG_ARRAY: u64 = 1 << 20;

const BOM: &[u8] = b"\xef\xbb\xbf";

/// Checks one file that arrives in pieces, against one profile or several at once.
pub struct Checker {
    profiles: Vec<&'static Profile>,
    chunks: ChunkChecker,
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
    dataset: Dataset,
    findings: Vec<Findings>,
    followers: Vec<Followers>,
}

/// How the file is laid out, as far as is known.
enum Layout {
    /// No record was seen yet.
    Unknown,
    /// One record a line, as it should be.
    Lines,
    /// An array, or values that run over many lines.
    Values(Values),
    /// Not UTF-8 at all: nothing more can be said.
    Utf16,
}

impl Checker {
    /// Begins a file; `path` is only a label for the report.
    pub fn new(
        path: impl Into<String>,
        profile: &'static Profile,
        settings: &RuleSettings,
    ) -> Self {
        Self::for_profiles(path, &[profile], settings)
    }

    /// Begins a file that is checked against several profiles in one pass.
    pub fn for_profiles(
        path: impl Into<String>,
        profiles: &[&'static Profile],
        settings: &RuleSettings,
    ) -> Self {
        let rules: Arc<[ActiveRules]> = profiles
            .iter()
            .map(|profile| ActiveRules::of(profile, settings))
            .collect();
        Self {
            profiles: profiles.to_vec(),
            findings: profiles.iter().map(|_| Findings::default()).collect(),
            followers: rules.iter().map(ActiveRules::followers).collect(),
            chunks: ChunkChecker { rules },
            path: path.into(),
            longest: LONGEST_RECORD,
            begun: Vec::new(),
            begun_length: 0,
            line: 1,
            offset: 0,
            layout: Layout::Unknown,
            dataset: Dataset::default(),
        }
    }

    /// Takes the next bytes of the file, any number of them.
    pub fn push(&mut self, bytes: &[u8]) {
        self.dataset.bytes += bytes.len() as u64;
        let mut rest = bytes;
        while !rest.is_empty() {
            rest = match &mut self.layout {
                Layout::Utf16 => &[],
                Layout::Values(_) => {
                    self.push_values(rest);
                    &[]
                }
                Layout::Lines if self.begun_length == 0 => {
                    let whole = memrchr(b'\n', rest).map_or(0, |last| last + 1);
                    if whole > 0 {
                        let chunk = self.chunks.check(&rest[..whole]);
                        self.take_lines(&rest[..whole], chunk);
                    }
                    self.begin_line(&rest[whole..]);
                    &[]
                }
                _ => self.push_line(rest),
            };
        }
    }

    /// What checks further pieces of this file side by side, once the file is known to be one record a line and no line has begun.
    /// What it finds goes to [`Checker::take`].
    pub fn chunk_checker(&self) -> Option<ChunkChecker> {
        let ready = matches!(self.layout, Layout::Lines) && self.begun_length == 0;
        ready.then(|| self.chunks.clone())
    }

    /// Takes in the next piece of the file and what [`ChunkChecker::check`] found in it.
    pub fn take(&mut self, bytes: &[u8], chunk: Chunk) {
        self.dataset.bytes += bytes.len() as u64;
        self.take_lines(bytes, chunk);
    }

    /// Ends the file. One report for each profile, in the order they were given.
    pub fn finish_all(mut self) -> Vec<FileReport> {
        if self.begun_length > 0 {
            self.end_begun_line(false);
        }
        if let Layout::Values(mut values) = std::mem::replace(&mut self.layout, Layout::Unknown) {
            values.finish(&mut |found| self.take_value(&found));
            self.dataset.array_unclosed = values.is_open();
        }
        let (path, dataset, chunks) = (self.path, self.dataset, self.chunks);
        let known = dataset.formats.iter().filter(|(name, _)| !name.is_empty());
        let first = known.min_by_key(|(_, seen)| seen.first_line);
        let format = first.map(|(name, _)| *name);
        let finished = self.profiles.iter().zip(self.findings).zip(&*chunks.rules);
        finished
            .zip(self.followers)
            .map(|(((profile, mut findings), rules), mut followers)| {
                let whole = rules.check_dataset(&dataset).in_file();
                for diagnostic in whole.into_iter().chain(followers.finish().in_file()) {
                    findings.keep(diagnostic, None);
                }
                // The sort is stable and records come in order, so only what is about the whole file moves.
                let line = |reported: &Reported| reported.diagnostic.location.line;
                findings.kept.sort_by_key(line);
                FileReport {
                    path: path.clone(),
                    profile: profile.name,
                    format: format.unwrap_or(profile.formats[0]),
                    container: dataset.container,
                    records: dataset.records,
                    examples: findings.examples,
                    diagnostics: findings.kept,
                    counts: findings.counts,
                }
            })
            .collect()
    }

    /// Ends a file that is checked against one profile.
    pub fn finish(self) -> FileReport {
        let mut reports = self.finish_all();
        reports.swap_remove(0)
    }

    /// Takes the next line, as long as every line has to be looked at on its own; returns what follows it.
    fn push_line<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        let Some(end) = memchr::memchr(b'\n', bytes) else {
            self.begin_line(bytes);
            return &[];
        };
        self.begin_line(&bytes[..end]);
        if self.begun_length == 0 {
            self.end_line(&[], 0, true);
        } else {
            self.end_begun_line(true);
        }
        &bytes[end + 1..]
    }

    fn begin_line(&mut self, bytes: &[u8]) {
        self.begun_length += bytes.len() as u64;
        if self.begun_length > u64::from(self.longest) {
            // Only the head is needed from now on; whatever was kept is given back.
            let missing = HEAD.saturating_sub(self.begun.len()).min(bytes.len());
            self.begun.extend_from_slice(&bytes[..missing]);
            self.begun.truncate(HEAD);
            self.begun.shrink_to_fit();
        } else {
            self.begun.extend_from_slice(bytes);
        }
        if matches!(self.layout, Layout::Unknown)
            && self.begun_length > LONG_ARRAY
            && without_bom(&self.begun)
                .trim_ascii_start()
                .starts_with(b"[")
        {
            let first = std::mem::take(&mut self.begun);
            self.begun_length = 0;
            if first.starts_with(BOM) {
                self.dataset.byte_order_mark = true;
                self.offset += BOM.len() as u64;
            }
            self.begin_values(Container::Array);
            self.push_values(without_bom(&first));
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

    /// Takes a line without its break; `length` is its true length if only the head of it is here.
    fn end_line(&mut self, line: &[u8], length: u64, has_break: bool) {
        let bom = if self.offset == 0 && line.starts_with(BOM) {
            self.dataset.byte_order_mark = true;
            BOM.len()
        } else {
            0
        };
        let (line, length) = (&line[bom..], length - bom as u64);
        self.offset += bom as u64;
        // Why: a file that is nothing but a byte order mark has no line.
        if line.is_empty() && !has_break {
            return;
        }
        let unknown = matches!(self.layout, Layout::Unknown);
        if length > u64::from(self.longest) {
            if unknown {
                self.layout = Layout::Lines;
            }
            let head = &line[..line.len().min(HEAD - BOM.len())];
            self.take_overlong(head, self.here());
            self.offset += length + u64::from(has_break);
            self.line += 1;
            return;
        }
        let first = unknown && !is_blank(line);
        if first && let Some(container) = container_of(line) {
            self.begin_values(container);
            self.push_values(line);
            if has_break {
                self.push_values(b"\n");
            }
            return;
        }
        if first {
            self.layout = Layout::Lines;
            if line.starts_with(b"\xff\xfe") || line.starts_with(b"\xfe\xff") {
                self.layout = Layout::Utf16;
                self.dataset.container = Container::Utf16;
            }
        }
        let mut chunk = self.chunks.empty();
        self.chunks.line(&mut chunk, line, 0, has_break);
        chunk.lines = 1;
        chunk.bytes = length + u64::from(has_break);
        self.take_lines(line, chunk);
    }

    fn here(&self) -> Origin {
        Origin {
            line: self.line,
            column: 1,
            offset: self.offset,
        }
    }

    fn begin_values(&mut self, container: Container) {
        self.dataset.container = container;
        let array = container == Container::Array;
        self.layout = Layout::Values(Values::new(array, self.longest, self.here()));
    }

    fn push_values(&mut self, bytes: &[u8]) {
        let Layout::Values(mut values) = std::mem::replace(&mut self.layout, Layout::Unknown)
        else {
            return;
        };
        values.push(bytes, &mut |found| self.take_value(&found));
        self.layout = Layout::Values(values);
    }

    fn take_value(&mut self, found: &Found<'_>) {
        if found.length > u64::from(self.longest) {
            self.take_overlong(found.bytes, found.origin);
            return;
        }
        self.take_record(&Record::parse(found.bytes), found.origin);
    }

    fn take_overlong(&mut self, head: &[u8], origin: Origin) {
        self.take_record(&Record::overlong(head, self.longest), origin);
    }

    fn take_record(&mut self, record: &Record<'_>, origin: Origin) {
        let mut chunk = self.chunks.empty();
        self.chunks.record(&mut chunk, record, origin);
        self.merge(record.bytes, origin.offset, chunk);
    }

    /// Takes in what was found in the lines that come next.
    fn take_lines(&mut self, bytes: &[u8], mut chunk: Chunk) {
        let (line, offset) = (self.line, self.offset);
        for findings in &mut chunk.findings {
            for reported in &mut findings.kept {
                shift(&mut reported.diagnostic, line, offset);
            }
        }
        for facts in &mut chunk.facts {
            facts.origin.line += line;
            facts.origin.offset += offset;
        }
        self.line += chunk.lines;
        self.offset += chunk.bytes;
        self.merge(bytes, offset, chunk);
    }

    /// Takes in what was found; places are those of the file, and `bytes` begins at `start` in it.
    fn merge(&mut self, bytes: &[u8], start: u64, chunk: Chunk) {
        let Chunk {
            facts,
            findings,
            crlf_lines,
            ..
        } = chunk;
        self.dataset.crlf_lines += crlf_lines;
        self.dataset.records += facts.len() as u64;
        for (all, findings) in self.findings.iter_mut().zip(findings) {
            all.append(findings);
        }
        for facts in &facts {
            self.remember(facts, bytes, start);
        }
    }

    fn remember(&mut self, facts: &Facts, bytes: &[u8], start: u64) {
        let seen = self.dataset.formats.entry(facts.format).or_insert(Seen {
            count: 0,
            first_line: facts.origin.line,
        });
        seen.count += 1;
        let followers = self.followers.iter_mut().zip(&mut self.findings);
        for (index, (followers, findings)) in followers.enumerate() {
            let report = followers.take(facts);
            if report.is_empty() {
                continue;
            }
            if report.has_error() && facts.sound & (1 << index) != 0 {
                findings.examples -= 1;
            }
            let from = usize::try_from(facts.origin.offset - start).unwrap_or(usize::MAX);
            let length = usize::try_from(facts.length).unwrap_or(usize::MAX);
            let record = bytes.get(from..).unwrap_or_default();
            let record = &record[..length.min(record.len())];
            for diagnostic in report.in_record(record, facts.origin) {
                findings.keep(diagnostic, Some((record, facts.origin.offset)));
            }
        }
    }
}

/// Moves places that are counted from the start of a piece.
fn shift(diagnostic: &mut Diagnostic, line: u64, offset: u64) {
    let places = diagnostic
        .related
        .iter_mut()
        .map(|label| &mut label.location);
    for place in places.chain([&mut diagnostic.location]) {
        place.line += line;
        place.bytes = place.bytes.start + offset..place.bytes.end + offset;
    }
    for edit in diagnostic.fix.iter_mut().flat_map(|fix| &mut fix.edits) {
        edit.bytes = edit.bytes.start + offset..edit.bytes.end + offset;
    }
}

fn without_bom(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(BOM).unwrap_or(bytes)
}

/// What the first line shows of a file that is not one record a line.
fn container_of(line: &[u8]) -> Option<Container> {
    let text = line.trim_ascii();
    match text.first()? {
        b'[' => {
            let record = Record::parse(line);
            let Some(root) = record.root().filter(|_| record.is_complete()) else {
                return record.ends_early().then_some(Container::Array);
            };
            // A list of messages on one line is a record that lacks its object.
            let records = root
                .children()
                .next()
                .is_some_and(|item| item.kind() == Kind::Object && item.get("role").is_none());
            (records && root.kind() == Kind::Array).then_some(Container::Array)
        }
        b'{' if matches!(text.last()?, b'{' | b'[' | b',' | b':') => Record::parse(line)
            .ends_early()
            .then_some(Container::Spread),
        _ => None,
    }
}
