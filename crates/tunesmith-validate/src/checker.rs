//! Checks one file piece by piece: takes in what was found in its pieces and compares records.
//!
//! It reads nothing itself; bytes are pushed in, or pieces that were checked elsewhere are taken in. Invariant: the reports depend on the
//! bytes, never on how they were cut into pieces.

use std::sync::Arc;

use tunesmith_core::Diagnostic;

use crate::check::{ActiveRules, Followers};
use crate::chunk::{Chunk, ChunkChecker, Findings, take};
use crate::counting::{Counting, Tally};
use crate::dataset::{Dataset, Facts, Seen};
use crate::earlier::EarlierRecords;
use crate::file_report::{FileReport, Reported};
use crate::known::KnownExamples;
use crate::profile::Profile;
use crate::record::{LONGEST_RECORD, Record};
use crate::report::Origin;
use crate::settings::RuleSettings;
use crate::split::{Sink, Splitter};
use crate::token_report::TokenReport;

/// Checks one file that arrives in pieces, against one profile or several at once.
pub struct Checker {
    splitter: Splitter,
    fold: Fold,
}

/// All that is known of the file so far.
struct Fold {
    path: String,
    profiles: Vec<&'static Profile>,
    chunks: ChunkChecker,
    dataset: Dataset,
    findings: Vec<Findings>,
    followers: Vec<Followers>,
    /// If a rule wants to know of earlier records.
    earlier: Option<EarlierRecords>,
    known: Option<KnownExamples>,
    tokens: Option<TokenReport>,
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

    /// Begins a file that is checked against several profiles in one pass, 32 at most.
    pub fn for_profiles(
        path: impl Into<String>,
        profiles: &[&'static Profile],
        settings: &RuleSettings,
    ) -> Self {
        let rules: Arc<[ActiveRules]> = profiles
            .iter()
            .map(|profile| ActiveRules::of(profile, settings))
            .collect();
        let fold = Fold {
            path: path.into(),
            profiles: profiles.to_vec(),
            findings: profiles.iter().map(|_| Findings::default()).collect(),
            followers: rules.iter().map(ActiveRules::followers).collect(),
            earlier: rules
                .iter()
                .any(ActiveRules::compare_with_earlier)
                .then(EarlierRecords::default),
            chunks: ChunkChecker::new(rules),
            dataset: Dataset::default(),
            known: None,
            tokens: None,
        };
        Self {
            splitter: Splitter::new(),
            fold,
        }
    }

    /// Compares each record with those of other files. To be called before the first byte.
    #[must_use]
    pub fn against(mut self, others: impl IntoIterator<Item = Arc<KnownExamples>>) -> Self {
        self.fold.chunks.against = others.into_iter().collect();
        self
    }

    /// Counts the tokens of each example. To be called before the first byte.
    #[must_use]
    pub fn counting(mut self, counting: Counting) -> Self {
        self.fold.tokens = Some(TokenReport::new(&counting));
        self.fold.chunks.tally = Some(Tally::new(counting));
        self
    }

    /// Remembers the records, so that another file can be compared with this one. To be called before the first byte.
    #[must_use]
    pub fn remembering(mut self) -> Self {
        self.fold.known = Some(KnownExamples::new(&self.fold.path));
        self
    }

    /// Ends the file; the records that were remembered, none unless asked for by [`Checker::remembering`].
    pub fn into_known_examples(mut self) -> KnownExamples {
        self.splitter.finish(&mut self.fold);
        let none = || KnownExamples::new(&self.fold.path);
        self.fold.known.take().unwrap_or_else(none)
    }

    /// Takes the next bytes of the file, any number of them.
    pub fn push(&mut self, bytes: &[u8]) {
        self.fold.dataset.bytes += bytes.len() as u64;
        self.splitter.push(bytes, &mut self.fold);
    }

    /// What checks further pieces of this file side by side, once the file is known to be one record a line and no line has begun.
    /// What it finds goes to [`Checker::take`].
    pub fn chunk_checker(&self) -> Option<ChunkChecker> {
        let ready = self.splitter.is_between_lines();
        ready.then(|| self.fold.chunks.clone())
    }

    /// Takes in the next piece of the file and what [`ChunkChecker::check`] found in it.
    pub fn take(&mut self, bytes: &[u8], chunk: Chunk) {
        self.fold.dataset.bytes += bytes.len() as u64;
        let origin = self.splitter.skip(chunk.lines, chunk.bytes);
        self.fold.take_lines(bytes, chunk, origin);
    }

    /// Ends a file that is checked against one profile.
    pub fn finish(self) -> FileReport {
        let mut reports = self.finish_all();
        reports.swap_remove(0)
    }

    /// Ends the file. One report for each profile, in the order they were given.
    pub fn finish_all(mut self) -> Vec<FileReport> {
        self.splitter.finish(&mut self.fold);
        let Fold {
            path,
            profiles,
            chunks,
            mut dataset,
            findings,
            followers,
            tokens,
            ..
        } = self.fold;
        dataset.container = self.splitter.container;
        dataset.byte_order_mark = self.splitter.byte_order_mark;
        dataset.array_unclosed = self.splitter.array_unclosed;
        let known = dataset.formats.iter().filter(|(name, _)| !name.is_empty());
        let first = known.min_by_key(|(_, seen)| seen.first_line);
        let format = first.map(|(name, _)| *name);
        let finished = profiles.iter().zip(findings).zip(&*chunks.rules);
        finished
            .zip(followers)
            .map(|(((profile, mut findings), rules), mut followers)| {
                let whole = rules.check_dataset(&dataset).in_file();
                for diagnostic in whole.into_iter().chain(followers.finish().in_file()) {
                    findings.keep(diagnostic, None, 0);
                }
                // The sort is stable and records come in order, so only what is about the whole file moves.
                let line = |reported: &Reported| reported.diagnostic.location.line;
                findings.kept.sort_by_key(line);
                FileReport {
                    path: path.clone(),
                    profile: profile.name,
                    format: format.unwrap_or(profile.formats[0]),
                    container: dataset.container,
                    tokens: tokens.clone(),
                    records: dataset.records,
                    examples: findings.examples,
                    diagnostics: findings.kept,
                    counts: findings.counts,
                }
            })
            .collect()
    }
}

impl Sink for Fold {
    fn lines(&mut self, bytes: &[u8], origin: Origin) {
        let chunk = self.chunks.check(bytes);
        self.take_lines(bytes, chunk, origin);
    }

    fn value(&mut self, bytes: &[u8], origin: Origin) {
        self.take_record(&Record::parse(bytes), origin);
    }

    fn overlong(&mut self, head: &[u8], _length: u64, origin: Origin) {
        self.take_record(&Record::overlong(head, LONGEST_RECORD), origin);
    }
}

impl Fold {
    fn take_record(&mut self, record: &Record<'_>, origin: Origin) {
        let mut chunk = self.chunks.empty();
        self.chunks.record(&mut chunk, record, origin);
        self.merge(record.bytes, origin.offset, chunk);
    }

    /// Takes in what was found in lines that begin at `origin`.
    fn take_lines(&mut self, bytes: &[u8], mut chunk: Chunk, origin: Origin) {
        let Origin { line, offset, .. } = origin;
        for findings in &mut chunk.findings {
            for reported in &mut findings.kept {
                shift(&mut reported.diagnostic, line, offset);
            }
        }
        for facts in &mut chunk.facts {
            facts.origin.line += line;
            facts.origin.offset += offset;
        }
        self.merge(bytes, offset, chunk);
    }

    /// Takes in what was found; places are those of the file, and `bytes` begins at `start` in it.
    fn merge(&mut self, bytes: &[u8], start: u64, chunk: Chunk) {
        let Chunk {
            mut facts,
            findings,
            crlf_lines,
            ..
        } = chunk;
        self.dataset.crlf_lines += crlf_lines;
        self.dataset.records += facts.len() as u64;
        for (all, findings) in self.findings.iter_mut().zip(findings) {
            all.append(findings);
        }
        if let Some(earlier) = &mut self.earlier {
            // Why: in a loop of its own the processor waits for several places of the table at once.
            for facts in &mut facts {
                if let Some(print) = &facts.print {
                    facts.earlier = earlier.take(print, facts.origin.line);
                }
            }
        }
        for facts in &facts {
            self.remember(facts, bytes, start);
        }
    }

    fn remember(&mut self, facts: &Facts, bytes: &[u8], start: u64) {
        if let (Some(tokens), Some(example)) = (&mut self.tokens, &facts.tokens) {
            tokens.add(example);
        }
        if let Some(known) = &mut self.known {
            known.add(facts);
        }
        let seen = self.dataset.formats.entry(facts.format).or_insert(Seen {
            count: 0,
            first_line: facts.origin.line,
        });
        seen.count += 1;
        self.dataset.reinforcement += u64::from(facts.reinforcement);
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
            take(findings, report, record, facts.origin);
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
