//! Checks one file piece by piece: takes in what was found in its pieces and compares records.
//!
//! It reads nothing itself; bytes are pushed in, or pieces that were checked elsewhere are taken in. Invariant: the reports depend on the
//! bytes, never on how they were cut into pieces.

use std::borrow::Cow;
use std::ops::Range;
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
use crate::record_list::ListedRecord;
use crate::report::Origin;
use crate::settings::RuleSettings;
use crate::split::{Sink, Splitter};
use crate::token_report::TokenReport;

/// Checks one file that arrives in pieces, against one profile or several at once.
pub struct Checker {
    splitter: Splitter,
    fold: Fold,
}

/// What is known of a file at its end.
#[derive(Debug)]
pub struct Finished {
    /// One for each profile, in the order they were given.
    pub reports: Vec<FileReport>,
    /// The records, for other files to be compared with; certain to be there only if asked for by [`Checker::remembering`].
    pub known: KnownExamples,
    /// The records that were taken in since the last [`Checker::take_list`], such as a last line without a break.
    pub list: Vec<ListedRecord>,
}

/// All that is known of the file so far.
struct Fold {
    path: String,
    profiles: Vec<&'static Profile>,
    chunks: ChunkChecker,
    dataset: Dataset,
    findings: Vec<Findings>,
    followers: Vec<Followers>,
    /// If a rule wants to know of earlier records, or another file is to be compared with this one.
    earlier: Option<EarlierRecords>,
    /// Other files whose records this one must not have.
    against: Vec<Arc<KnownExamples>>,
    tokens: Option<TokenReport>,
    list: Option<Vec<ListedRecord>>,
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
            against: Vec::new(),
            tokens: None,
            list: None,
        };
        Self {
            splitter: Splitter::new(),
            fold,
        }
    }

    /// Compares each record with those of other files. To be called before the first byte.
    #[must_use]
    pub fn against(mut self, others: impl IntoIterator<Item = Arc<KnownExamples>>) -> Self {
        self.fold.against = others.into_iter().collect();
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
        self.fold.earlier.get_or_insert_default();
        self
    }

    /// Keeps where each record lies, for [`Checker::take_list`]. To be called before the first byte.
    #[must_use]
    pub fn listing(mut self) -> Self {
        self.fold.list = Some(Vec::new());
        self
    }

    /// The records taken in since the last call, in the order of the file; none unless asked for by [`Checker::listing`].
    pub fn take_list(&mut self) -> Vec<ListedRecord> {
        self.fold
            .list
            .as_mut()
            .map(std::mem::take)
            .unwrap_or_default()
    }

    /// The tokens of the examples taken in so far; none unless they are counted.
    pub fn tokens(&self) -> Option<&TokenReport> {
        self.fold.tokens.as_ref()
    }

    /// Ends the file; its records, certain to be there only if asked for by [`Checker::remembering`].
    pub fn into_known_examples(self) -> KnownExamples {
        self.finish_and_remember().known
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

    /// What checks pieces of files that are known to be one record a line.
    pub fn into_chunk_checker(self) -> ChunkChecker {
        self.fold.chunks
    }

    /// Takes in the next piece of the file and what [`ChunkChecker::check`] found in it.
    pub fn take(&mut self, bytes: &[u8], chunk: Chunk) {
        self.fold.dataset.bytes += bytes.len() as u64;
        let origin = self.splitter.skip(chunk.lines, chunk.bytes);
        self.fold.take_lines(bytes, chunk, origin);
    }

    /// The same where the bytes are not at hand: `read` is asked for those of a record that is spoken of, by their place in the file.
    pub fn take_unread(&mut self, chunk: Chunk, mut read: impl FnMut(Range<u64>) -> Vec<u8>) {
        self.fold.dataset.bytes += chunk.bytes;
        let origin = self.splitter.skip(chunk.lines, chunk.bytes);
        let mut read = |place: Range<u64>| Cow::Owned(read(place));
        self.fold.take_moved(chunk, origin, &mut read);
    }

    /// Ends a file that is checked against one profile.
    pub fn finish(self) -> FileReport {
        let mut reports = self.finish_all();
        reports.swap_remove(0)
    }

    /// Ends the file. One report for each profile, in the order they were given.
    pub fn finish_all(self) -> Vec<FileReport> {
        self.finish_and_remember().reports
    }

    /// Ends the file, with everything that was asked for.
    pub fn finish_and_remember(mut self) -> Finished {
        self.splitter.finish(&mut self.fold);
        let list = self.take_list();
        let records = self.fold.earlier.take().unwrap_or_default();
        let known = KnownExamples::new(&self.fold.path, records);
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
        let told = dataset.formats.iter().filter(|(name, _)| !name.is_empty());
        let first = told.min_by_key(|(_, seen)| seen.first_line);
        let format = first.map(|(name, _)| *name);
        let finished = profiles.iter().zip(findings).zip(&*chunks.rules);
        let reports = finished
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
                    records_of: findings.records,
                }
            })
            .collect();
        Finished {
            reports,
            known,
            list,
        }
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
        let mut read = |place: Range<u64>| Cow::Borrowed(part(record.bytes, origin.offset, &place));
        self.merge(chunk, &mut read);
    }

    /// Takes in what was found in these lines, which begin at `origin`.
    fn take_lines(&mut self, bytes: &[u8], chunk: Chunk, origin: Origin) {
        let mut read = |place: Range<u64>| Cow::Borrowed(part(bytes, origin.offset, &place));
        self.take_moved(chunk, origin, &mut read);
    }

    /// Takes in what was found in lines that begin at `origin`.
    fn take_moved(&mut self, mut chunk: Chunk, origin: Origin, read: &mut ReadRecord<'_>) {
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
        self.merge(chunk, read);
    }

    /// Takes in what was found; places are those of the file.
    fn merge(&mut self, chunk: Chunk, read: &mut ReadRecord<'_>) {
        let Chunk {
            mut facts,
            findings,
            crlf_lines,
            ..
        } = chunk;
        self.dataset.crlf_lines += crlf_lines;
        let before = self.dataset.records;
        self.dataset.records += facts.len() as u64;
        for (all, findings) in self.findings.iter_mut().zip(findings) {
            all.append(findings, self.list.as_ref().map(|_| before));
        }
        if let Some(earlier) = &mut self.earlier {
            // Why: in a loop of its own the processor waits for several places of the table at once.
            for facts in &mut facts {
                if let Some(print) = &facts.print {
                    facts.earlier = earlier.take(print, facts.origin.line);
                }
            }
        }
        for facts in &mut facts {
            let print = facts.print.as_ref();
            facts.leak = print.and_then(|print| {
                let mut others = self.against.iter();
                others.find_map(|other| Some((other.leak(print)?, Arc::clone(&other.name))))
            });
        }
        for (facts, place) in facts.iter().zip(before..) {
            self.remember(facts, place, read);
        }
    }

    /// Takes in one record; `place` is that among all records.
    fn remember(&mut self, facts: &Facts, place: u64, read: &mut ReadRecord<'_>) {
        let mut sound = facts.sound;
        if let (Some(tokens), Some(example)) = (&mut self.tokens, &facts.tokens) {
            tokens.add(example);
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
                sound &= !(1 << index);
            }
            let place = usize::try_from(place).ok().filter(|_| self.list.is_some());
            if findings.has_enough_of(&report) {
                // Why: to read a record again takes time, and a file may have a million duplicates.
                findings.count(&report, place);
                continue;
            }
            let Origin { offset, .. } = facts.origin;
            let record = read(offset..offset + facts.length);
            take(findings, report, &record, facts.origin, place);
        }
        if let Some(list) = &mut self.list {
            list.push(ListedRecord::of(facts, sound));
        }
    }
}

/// Gives the bytes of a record by their place in the file.
type ReadRecord<'a> = dyn FnMut(Range<u64>) -> Cow<'a, [u8]> + 'a;

/// The part of `bytes` at this place of the file, if they begin at `start` in it.
fn part<'a>(bytes: &'a [u8], start: u64, place: &Range<u64>) -> &'a [u8] {
    let within = |at: u64| usize::try_from(at.saturating_sub(start)).unwrap_or(usize::MAX);
    let end = within(place.end).min(bytes.len());
    &bytes[within(place.start).min(end)..end]
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
