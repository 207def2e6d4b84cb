//! Checks the records of a piece of a file: pure, so that pieces can be checked side by side.
//!
//! A piece begins and ends between lines. Places are counted from its start; [`Checker`](crate::Checker) moves them when it takes the
//! piece in. Invariant: what is found in a record depends on that record alone.

use std::collections::BTreeMap;
use std::sync::Arc;

use memchr::memchr;
use tunesmith_core::Diagnostic;

use crate::check::ActiveRules;
use crate::conversation::Conversation;
use crate::dataset::Facts;
use crate::excerpt::Excerpt;
use crate::file_report::{Counts, Reported};
use crate::fingerprint::Fingerprint;
use crate::record::Record;
use crate::report::{Origin, Report};

/// How many diagnostics of one rule are kept for a file; the others are only counted.
pub const KEPT_PER_RULE: u64 = 1000;

/// Checks pieces of one file. Each thread has its own clone.
#[derive(Clone)]
pub struct ChunkChecker {
    pub(crate) rules: Arc<[ActiveRules]>,
}

/// What was found in a piece. Lines and bytes are counted from its start.
#[derive(Clone, Debug, Default)]
pub struct Chunk {
    pub(crate) lines: u64,
    pub(crate) bytes: u64,
    pub(crate) crlf_lines: u64,
    /// What is remembered of each record.
    pub(crate) facts: Vec<Facts>,
    /// For each profile.
    pub(crate) findings: Vec<Findings>,
}

/// What one profile says about some records.
#[derive(Clone, Debug, Default)]
pub(crate) struct Findings {
    /// Records without an error.
    pub(crate) examples: u64,
    pub(crate) kept: Vec<Reported>,
    pub(crate) counts: BTreeMap<&'static str, Counts>,
}

impl Findings {
    pub(crate) fn keep(&mut self, diagnostic: Diagnostic, line: Option<(&[u8], u64)>) {
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
            diagnostic,
            excerpt,
        });
    }

    /// Takes what comes later in the file.
    pub(crate) fn append(&mut self, later: Self) {
        self.examples += later.examples;
        // What is kept of a rule is always its first findings, so the counts say how many are kept.
        let mut before = self.counts.clone();
        for reported in later.kept {
            let known = before.entry(reported.diagnostic.rule).or_default();
            if known.total() < KEPT_PER_RULE {
                known.add(reported.diagnostic.severity);
                self.kept.push(reported);
            }
        }
        for (rule, counts) in later.counts {
            let sum = self.counts.entry(rule).or_default();
            *sum = [*sum, counts].into_iter().sum();
        }
    }
}

impl ChunkChecker {
    /// Checks a piece that begins at the start of a line and ends after a line break or at the end of the file.
    pub fn check(&mut self, bytes: &[u8]) -> Chunk {
        let mut chunk = self.empty();
        let mut at = 0;
        while at < bytes.len() {
            let found = memchr(b'\n', &bytes[at..]);
            let end = found.map_or(bytes.len(), |length| at + length);
            self.line(&mut chunk, &bytes[at..end], at as u64, found.is_some());
            chunk.lines += 1;
            at = end + usize::from(found.is_some());
        }
        chunk.bytes = bytes.len() as u64;
        chunk
    }

    pub(crate) fn empty(&self) -> Chunk {
        Chunk {
            findings: self.rules.iter().map(|_| Findings::default()).collect(),
            ..Chunk::default()
        }
    }

    /// Takes a line without its break, which begins at byte `start` of the piece.
    pub(crate) fn line(&mut self, chunk: &mut Chunk, line: &[u8], start: u64, has_break: bool) {
        let line = match line.strip_suffix(b"\r") {
            Some(record) if has_break => {
                chunk.crlf_lines += 1;
                record
            }
            _ => line,
        };
        let origin = Origin {
            line: chunk.lines,
            column: 1,
            offset: start,
        };
        if is_blank(line) {
            for (rules, findings) in self.rules.iter().zip(&mut chunk.findings) {
                let report = rules.check_blank_line();
                take(findings, report, line, origin);
            }
            return;
        }
        self.record(chunk, &Record::parse(line), origin);
    }

    /// Checks one record.
    pub(crate) fn record(&mut self, chunk: &mut Chunk, record: &Record<'_>, origin: Origin) {
        let conversation = Conversation::read(record);
        let mut sound = 0;
        for (index, (rules, findings)) in self.rules.iter().zip(&mut chunk.findings).enumerate() {
            let report = rules.check_record(record, conversation.as_ref());
            if !report.has_error() {
                findings.examples += 1;
                sound |= 1 << index;
            }
            take(findings, report, record.bytes, origin);
        }
        chunk.facts.push(Facts {
            origin,
            length: record.bytes.len() as u64,
            format: conversation.as_ref().map_or("", Conversation::format_name),
            keys: conversation.as_ref().map_or(0, Conversation::keys),
            has_tools: conversation
                .as_ref()
                .is_some_and(|conversation| conversation.tools.is_some()),
            print: conversation.as_ref().map(Fingerprint::of),
            sound,
        });
    }
}

fn take(findings: &mut Findings, report: Report<'_>, bytes: &[u8], origin: Origin) {
    if report.is_empty() {
        return;
    }
    for diagnostic in report.in_record(bytes, origin) {
        findings.keep(diagnostic, Some((bytes, origin.offset)));
    }
}

pub(crate) fn is_blank(line: &[u8]) -> bool {
    line.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r'))
}
