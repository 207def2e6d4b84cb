//! Checks the records of a piece of a file: pure, so that pieces can be checked side by side.
//!
//! A piece begins and ends between lines. Places are counted from its start; [`Checker`](crate::Checker) moves them when it takes the
//! piece in. Invariant: what is found in a record depends on that record alone.

use std::collections::BTreeMap;
use std::sync::Arc;

use memchr::memchr;
use tunesmith_core::Diagnostic;
use xxhash_rust::xxh3::xxh3_64;

use crate::check::ActiveRules;
use crate::conversation::Conversation;
use crate::counting::Tally;
use crate::dataset::{ContentKinds, Facts};
use crate::earlier::Earlier;
use crate::excerpt::Excerpt;
use crate::file_report::{Counts, Reported, fingerprint};
use crate::fingerprint::Fingerprint;
use crate::plain::PlainReader;
use crate::record::Record;
use crate::report::{Origin, Report};
use crate::split::is_blank;

/// How many diagnostics of one rule are kept for a file; the others are only counted.
pub const KEPT_PER_RULE: u64 = 1000;

/// Checks pieces of one file. Each thread has its own clone.
#[derive(Clone)]
pub struct ChunkChecker {
    pub(crate) rules: Arc<[ActiveRules]>,
    pub(crate) tally: Option<Tally>,
    plain: PlainReader,
    /// How many records the fullest piece had, so that the next needs no more room than it is given at first.
    most_records: usize,
    /// Whether no profile has anything to say about a plain record alone.
    plain_is_clean: bool,
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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Findings {
    /// Records without an error.
    pub(crate) examples: u64,
    pub(crate) kept: Vec<Reported>,
    pub(crate) counts: BTreeMap<&'static str, Counts>,
    /// By rule, the records it speaks of, by their place among all, in order.
    pub(crate) records: BTreeMap<&'static str, Vec<u32>>,
}

impl Chunk {
    /// The tokens of its examples, all of them and those within the limit; 0 where they are not counted.
    pub fn tokens(&self) -> (u64, u64) {
        let counted = self.facts.iter().filter_map(|facts| facts.tokens);
        counted.fold((0, 0), |(total, within), example| {
            let limit = example.limit.unwrap_or(u64::MAX);
            (total + example.total, within + example.total.min(limit))
        })
    }
}

impl Findings {
    /// Remembers that rules speak of a record.
    fn speak_of(&mut self, report: &Report<'_>, record: usize) {
        // Why: files of more than four milliards of records do not fit into a viewer's memory.
        let record = u32::try_from(record).unwrap_or(u32::MAX);
        for (rule, _) in report.rules() {
            let records = self.records.entry(rule).or_default();
            if records.last() != Some(&record) {
                records.push(record);
            }
        }
    }

    /// `hash` is that of the record's bytes; 0 for what is about the whole file.
    pub(crate) fn keep(&mut self, diagnostic: Diagnostic, line: Option<(&[u8], u64)>, hash: u64) {
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

    /// Whether more diagnostics of these rules would only be counted.
    pub(crate) fn has_enough_of(&self, report: &Report<'_>) -> bool {
        let kept = |rule| self.counts.get(rule).map_or(0, |counts| counts.total());
        report.rules().all(|(rule, _)| kept(rule) >= KEPT_PER_RULE)
    }

    /// Counts diagnostics that are not kept.
    pub(crate) fn count(&mut self, report: &Report<'_>, record: Option<usize>) {
        for (rule, severity) in report.rules() {
            self.counts.entry(rule).or_default().add(severity);
        }
        if let Some(record) = record {
            self.speak_of(report, record);
        }
    }

    /// Takes what comes later in the file. `records_before` is how many records came before, if those that rules speak of are to be remembered.
    pub(crate) fn append(&mut self, later: Self, records_before: Option<u64>) {
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
        let Some(shift) = records_before.map(|before| u32::try_from(before).unwrap_or(u32::MAX))
        else {
            return;
        };
        for (rule, records) in later.records {
            let all = self.records.entry(rule).or_default();
            all.extend(
                records
                    .into_iter()
                    .map(|record| record.saturating_add(shift)),
            );
        }
    }
}

impl ChunkChecker {
    pub(crate) fn new(rules: Arc<[ActiveRules]>) -> Self {
        Self {
            plain_is_clean: rules.iter().all(|rules| rules.profile.plain_chat),
            plain: PlainReader::new(),
            most_records: 0,
            tally: None,
            rules,
        }
    }

    /// Checks a piece that begins at the start of a line and ends after a line break or at the end of the file.
    pub fn check(&mut self, bytes: &[u8]) -> Chunk {
        let mut chunk = self.empty();
        chunk.facts.reserve(self.most_records);
        // Why: checked for the whole piece at once, this costs next to nothing; where it fails, each record is checked for itself.
        let text = simdutf8::basic::from_utf8(bytes).ok();
        let mut at = 0;
        while at < bytes.len() {
            let found = memchr(b'\n', &bytes[at..]);
            let end = found.map_or(bytes.len(), |length| at + length);
            let plain = text.is_some_and(|text| {
                self.plain(&mut chunk, &text[at..end], at as u64, found.is_some())
            });
            if !plain {
                self.line(&mut chunk, &bytes[at..end], at as u64, found.is_some());
            }
            chunk.lines += 1;
            at = end + usize::from(found.is_some());
        }
        chunk.bytes = bytes.len() as u64;
        self.most_records = self.most_records.max(chunk.facts.len());
        chunk
    }

    pub(crate) fn empty(&self) -> Chunk {
        Chunk {
            findings: self.rules.iter().map(|_| Findings::default()).collect(),
            ..Chunk::default()
        }
    }

    /// Takes a line if it is a plain record that no profile has anything to say about.
    fn plain(&mut self, chunk: &mut Chunk, line: &str, start: u64, has_break: bool) -> bool {
        if !self.plain_is_clean {
            return false;
        }
        let read = match &mut self.tally {
            None => self.plain.read(line, |_, _| {}),
            Some(tally) => {
                tally.begin();
                self.plain.read(line, |role, text| tally.plain(role, text))
            }
        };
        let Some(print) = read else {
            return false;
        };
        let crlf = has_break && line.ends_with('\r');
        chunk.crlf_lines += u64::from(crlf);
        for findings in &mut chunk.findings {
            findings.examples += 1;
        }
        chunk.facts.push(Facts {
            origin: Origin {
                line: chunk.lines,
                column: 1,
                offset: start,
            },
            length: (line.len() - usize::from(crlf)) as u64,
            format: "openai-chat",
            tokens: self.tally.as_mut().map(Tally::end),
            leak: None,
            keys: self.plain.keys,
            has_tools: false,
            reinforcement: false,
            content_kinds: ContentKinds {
                text: true,
                parts: false,
            },
            print: Some(print),
            earlier: Earlier::default(),
            sound: u32::MAX,
        });
        true
    }

    /// Takes a line without its break, which begins at byte `start` of the piece.
    fn line(&mut self, chunk: &mut Chunk, line: &[u8], start: u64, has_break: bool) {
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
                take(findings, report, line, origin, None);
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
            take(
                findings,
                report,
                record.bytes,
                origin,
                Some(chunk.facts.len()),
            );
        }
        let print = conversation.as_ref().map(Fingerprint::of);
        chunk.facts.push(Facts {
            tokens: self.tally.as_mut().and_then(|tally| {
                let known = |conversation: &&Conversation<'_>| conversation.format_name() != "";
                Some(tally.conversation(conversation.as_ref().filter(known)?))
            }),
            leak: None,
            origin,
            length: record.bytes.len() as u64,
            format: conversation.as_ref().map_or("", Conversation::format_name),
            keys: conversation.as_ref().map_or(0, Conversation::keys),
            has_tools: conversation
                .as_ref()
                .is_some_and(|conversation| conversation.tools.is_some()),
            reinforcement: conversation
                .as_ref()
                .is_some_and(Conversation::is_reinforcement),
            content_kinds: conversation
                .as_ref()
                .map_or_else(ContentKinds::default, Conversation::content_kinds),
            print,
            earlier: Earlier::default(),
            sound,
        });
    }
}

/// Takes in what is said about one record, which begins at `origin`; `record` is its place among all, if it is a record.
pub(crate) fn take(
    findings: &mut Findings,
    report: Report<'_>,
    bytes: &[u8],
    origin: Origin,
    record: Option<usize>,
) {
    if report.is_empty() {
        return;
    }
    if let Some(record) = record {
        findings.speak_of(&report, record);
    }
    let hash = xxh3_64(bytes);
    for diagnostic in report.in_record(bytes, origin) {
        findings.keep(diagnostic, Some((bytes, origin.offset)), hash);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::{Chunk, ChunkChecker};
    use tunesmith_tokens::Encoding;

    use crate::check::ActiveRules;
    use crate::counting::{Counting, Tally};
    use crate::profile::profiles;
    use crate::settings::RuleSettings;

    /// A line that is plain, or nearly so.
    fn any_line() -> impl Strategy<Value = String> {
        let text = prop_oneof![
            "[ -~éß東😀]{0,20}",
            r#"[a-z ]{0,8}(\\[nrtbf/"\\]|\\u[0-9a-fD]{4}|\\ud83d\\ude00|[<{|"\\\t]){0,3}[a-z ]{0,8}"#,
            Just("I'm sorry, but I can't help with that.".to_owned()),
            Just("<|im_start|>".to_owned()),
        ];
        let role = prop_oneof![
            4 => Just("user"), 4 => Just("assistant"), 2 => Just("system"), 1 => Just("tool")
        ];
        let message = (role, text, 0_usize..4).prop_map(|(role, text, space)| {
            let space = ["", " ", "", "\t"][space];
            format!(r#"{{"role":{space}"{role}",{space}"content":"{text}"{space}}}"#)
        });
        let good = Just(
            r#"{"role":"user","content":"q\n"},{"role":"assistant","content":"a é 東"}"#.to_owned(),
        );
        let messages = prop_oneof![
            3 => prop::collection::vec(message, 0..5).prop_map(|list| list.join(",")),
            1 => good,
        ];
        let end = prop_oneof![4 => Just(""), 1 => Just(" "), 1 => Just("\r"), 1 => Just(",\"x\":1"), 1 => Just("x")];
        (messages, end).prop_map(|(messages, end)| match end {
            ",\"x\":1" => format!("{{\"messages\":[{messages}]{end}}}"),
            _ => format!("{{\"messages\":[{messages}]}}{end}"),
        })
    }

    fn check(text: &str, quick: bool) -> Vec<Chunk> {
        let mut chunks = Vec::new();
        for profile in profiles() {
            let rules: Arc<[ActiveRules]> =
                [ActiveRules::of(profile, &RuleSettings::default())].into();
            let mut checker = ChunkChecker::new(rules);
            checker.plain_is_clean &= quick;
            checker.tally = Some(Tally::new(Counting::exact(Encoding::O200kBase, None)));
            chunks.push(checker.check(text.as_bytes()));
        }
        chunks
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn the_quick_reader_says_what_the_other_says(lines in prop::collection::vec(any_line(), 1..4)) {
            let text = lines.join("\n");
            for (quick, slow) in check(&text, true).iter().zip(check(&text, false)) {
                prop_assert_eq!(&quick.findings, &slow.findings, "{}", text);
                let facts = |chunk: &Chunk| chunk.facts.iter().map(|facts| (facts.origin.offset, facts.length, facts.print, facts.tokens, facts.format, facts.sound & 1, facts.reinforcement, facts.content_kinds)).collect::<Vec<_>>();
                prop_assert_eq!(facts(quick), facts(&slow), "{}", text);
                for chunk in [quick, &slow] {
                    let again = Chunk::from_bytes(&chunk.to_bytes()).map(|again| format!("{again:?}"));
                    prop_assert_eq!(again, Ok(format!("{chunk:?}")));
                }
                prop_assert_eq!((quick.lines, quick.crlf_lines), (slow.lines, slow.crlf_lines));
            }
        }
    }

    #[test]
    fn plain_records_are_read_quickly() {
        let line = r#"{"messages": [{"role": "system", "content": "s"}, {"role": "user", "content": "q\u00e9\n"}, {"role": "assistant", "content": "a"}]}"#;
        assert!(
            crate::plain::PlainReader::new()
                .read(line, |_, _| {})
                .is_some()
        );
    }
}
