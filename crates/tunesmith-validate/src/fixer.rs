//! Rewrites a file with what rules offer and what was changed by hand, record by record.
//!
//! What comes out is JSON Lines: no byte order mark, plain line ends, no blank lines, one record a line. An edit by hand comes first; fixes
//! that are switched on are made in what it says too. Invariants: no record is lost (what is taken out is handed over as it was); rewriting
//! what was rewritten changes nothing; every change is told as an edit of the original; a record that neither a fix nor an edit names keeps
//! its bytes, even those that are not UTF-8, but for the white space of values that stood on several lines or in an array.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use tunesmith_core::Safety;

use crate::change::{Change, changes};
use crate::check::ActiveRules;
use crate::conversation::Conversation;
use crate::dataset::Container;
use crate::edits::{Edited, Edits, on_one_line, one_line};
use crate::fingerprint::{self, Already};
use crate::fix::apply_and_tell;
use crate::profile::Profile;
use crate::record::Record;
use crate::report::Origin;
use crate::settings::{RuleSettings, SettingError, known};
use crate::split::{BOM, Sink, Splitter, is_blank};

/// The longest record that is rewritten, in bytes.
const LONGEST: u32 = u32::MAX - 2;

/// How often the fixes of one record may make room for others.
const MOST_ROUNDS: u32 = 16;

/// Rewrites one file that arrives in pieces.
pub struct Fixer {
    splitter: Splitter,
    rewriting: Rewriting,
}

/// What came out since the last time it was taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fixed {
    /// Bytes of the new file.
    pub bytes: Vec<u8>,
    /// Records that were taken out, as they were, one a line.
    pub rejected: Vec<u8>,
    /// What was changed, in order.
    pub changes: Vec<Change>,
}

/// Says why a file can not be rewritten.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FixError {
    /// It is UTF-16.
    #[error("the file is UTF-16; save it as UTF-8 first")]
    Utf16,
    /// A record is too long to be held.
    #[error("line {line} is longer than {LONGEST} bytes; split the file before fixing it")]
    Overlong {
        /// The line, from 1.
        line: u64,
    },
    /// An edit by hand names a place where no record begins.
    #[error(
        "no record begins at byte {offset}, where one was edited; the edits were made in another file"
    )]
    NoSuchRecord {
        /// What the edit names.
        offset: u64,
    },
}

/// A fix that was carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppliedFix {
    /// The rule that offered it.
    pub rule: &'static str,
    /// What it does, imperative.
    pub title: String,
    /// Whether it keeps the meaning.
    pub safety: Safety,
}

/// A record as it would be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixedRecord {
    /// Its bytes, on one line.
    pub bytes: Vec<u8>,
    /// The fixes that made it so, in the order they were carried out.
    pub applied: Vec<AppliedFix>,
    /// Whether it is taken out, because it can not be read.
    pub taken_out: bool,
}

/// Which records are taken out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Removal {
    /// Those that can not be read.
    pub unreadable: bool,
    /// Those that say the same as one before them.
    pub repeated: bool,
}

struct Rewriting {
    rules: ActiveRules,
    allowed: Safety,
    /// Whose fixes are made, and which; nothing stands for every rule and what is allowed.
    chosen: Option<BTreeMap<&'static str, Safety>>,
    removal: Removal,
    edits: Edits,
    /// The byte order marks that were passed over last.
    marks: Range<u64>,
    /// Up to where the original is accounted for.
    done: u64,
    /// A record was written.
    any: bool,
    seen: HashSet<u64, Already>,
    overlong: Option<u64>,
    fixed: Fixed,
}

impl Fixer {
    /// Begins a file. With [`Safety::Unsafe`], fixes that may alter the meaning are made too, and records that can not be read or repeat
    /// another are taken out, unless [`Fixer::only`] and [`Fixer::removing`] say otherwise.
    pub fn new(profile: &'static Profile, settings: &RuleSettings, allowed: Safety) -> Self {
        Self {
            splitter: Splitter::for_rewriting(LONGEST),
            rewriting: Rewriting {
                rules: ActiveRules::of(profile, settings),
                allowed,
                chosen: None,
                removal: Removal {
                    unreadable: allowed == Safety::Unsafe,
                    repeated: allowed == Safety::Unsafe,
                },
                edits: Edits::default(),
                marks: 0..0,
                done: 0,
                any: false,
                seen: HashSet::default(),
                overlong: None,
                fixed: Fixed::default(),
            },
        }
    }

    /// Makes the fixes of these rules only; those that may alter the meaning only where [`Safety::Unsafe`] stands.
    pub fn only<'n>(
        mut self,
        rules: impl IntoIterator<Item = (&'n str, Safety)>,
    ) -> Result<Self, SettingError> {
        let rules = rules.into_iter();
        let chosen = rules.map(|(rule, allowed)| Ok((known(rule)?, allowed)));
        let chosen: BTreeMap<_, _> = chosen.collect::<Result<_, _>>()?;
        let rules = &mut self.rewriting.rules;
        rules.retain(|rule| chosen.contains_key(rule));
        self.rewriting.chosen = Some(chosen);
        Ok(self)
    }

    /// Takes these records out and no others.
    pub fn removing(mut self, removal: Removal) -> Self {
        self.rewriting.removal = removal;
        self
    }

    /// Carries out what was changed by hand. Records are named by where they begin in the original, as
    /// [`ListedRecord`](crate::ListedRecord) has it.
    pub fn editing(mut self, edits: impl IntoIterator<Item = (u64, Edited)>) -> Self {
        self.rewriting.edits = Edits::new(edits);
        self
    }

    /// What would become of a record, or of the text it was edited to. `container` is how its file is laid out.
    pub fn record(&self, bytes: &[u8], container: Container) -> FixedRecord {
        let text = match container {
            Container::Array | Container::Spread => on_one_line(bytes.trim_ascii_end()),
            // Why: a carriage return alone stays in a line as it is.
            Container::Lines | Container::Utf16 if !bytes.contains(&b'\n') => bytes.to_vec(),
            Container::Lines | Container::Utf16 => one_line(bytes).unwrap_or_default(),
        };
        let (bytes, applied) = self.rewriting.fix(text);
        FixedRecord {
            taken_out: self.rewriting.removal.unreadable
                && Record::parse(&bytes).object().is_none(),
            bytes,
            applied,
        }
    }

    /// Takes the next bytes of the original; returns what came out.
    pub fn push(&mut self, bytes: &[u8]) -> Fixed {
        self.splitter.push(bytes, &mut self.rewriting);
        std::mem::take(&mut self.rewriting.fixed)
    }

    /// Ends the original; returns the rest. After an error nothing of what came out may be used.
    pub fn finish(mut self) -> Result<Fixed, FixError> {
        self.splitter.finish(&mut self.rewriting);
        if self.splitter.container == Container::Utf16 {
            return Err(FixError::Utf16);
        }
        if let Some(line) = self.rewriting.overlong {
            return Err(FixError::Overlong { line });
        }
        if let Some(offset) = self.rewriting.edits.first() {
            return Err(FixError::NoSuchRecord { offset });
        }
        let (end, line) = self.splitter.end();
        self.rewriting.close(end, line);
        Ok(self.rewriting.fixed)
    }
}

impl Sink for Rewriting {
    fn marks(&mut self, bytes: Range<u64>) {
        self.marks = bytes;
    }

    fn lines(&mut self, bytes: &[u8], origin: Origin) {
        let mut here = origin;
        for whole in bytes.split_inclusive(|byte| *byte == b'\n') {
            let line = whole.strip_suffix(b"\n").unwrap_or(whole);
            let has_break = line.len() < whole.len();
            let line = match line.strip_suffix(b"\r") {
                Some(text) if has_break => text,
                _ => line,
            };
            if !is_blank(line) {
                let end = here.offset + line.len() as u64;
                let after = here.offset + whole.len() as u64;
                let (line, start) = self.without_mark(line, here);
                self.gap(start);
                let edited = self.edited(here, start);
                match self.record(line, line.to_vec(), edited, start) {
                    None => self.leave_out(start.offset..after, start.line),
                    Some(_) if !has_break => self.done = end,
                    Some(_) if after == end + 1 => {
                        self.done = after;
                        self.fixed.bytes.push(b'\n');
                    }
                    Some(_) => self.line_end(end..after, here.line),
                }
            }
            here.line += 1;
            here.offset += whole.len() as u64;
        }
    }

    fn value(&mut self, bytes: &[u8], origin: Origin) {
        let begins = origin;
        let (bytes, origin) = self.without_mark(bytes, origin);
        self.gap(origin);
        let edited = self.edited(begins, origin);
        // Why: what is still open at the end of the file has the last line break in it, which would come again each time.
        let bytes = bytes.trim_ascii_end();
        let end = origin.offset + bytes.len() as u64;
        match self.record(bytes, on_one_line(bytes), edited, origin) {
            None => self.leave_out(origin.offset..end, origin.line),
            Some(_) => self.line_end(end..end, origin.line),
        }
    }

    fn overlong(&mut self, _head: &[u8], _length: u64, origin: Origin) {
        self.overlong.get_or_insert(origin.line);
    }
}

impl Rewriting {
    /// A record without the byte order mark that it begins with, if it is the first of the new file, where the mark would be passed over.
    fn without_mark<'b>(&self, record: &'b [u8], origin: Origin) -> (&'b [u8], Origin) {
        let marks = record.chunks(BOM.len()).take_while(|chunk| *chunk == BOM);
        let marks = marks.count() * BOM.len();
        if self.any || is_blank(&record[marks..]) {
            return (record, origin);
        }
        let offset = origin.offset + marks as u64;
        (&record[marks..], Origin { offset, ..origin })
    }

    /// What was made by hand of the record that begins here, with or without its byte order marks.
    fn edited(&mut self, with_marks: Origin, without: Origin) -> Option<Edited> {
        let begins = if self.marks.end == with_marks.offset {
            self.marks.start
        } else {
            with_marks.offset
        };
        self.edits.take(begins..without.offset)
    }

    /// Leaves out what stands between the last record and this one.
    fn gap(&mut self, here: Origin) {
        if self.done < here.offset {
            self.leave_out(self.done..here.offset, here.line);
        }
    }

    fn leave_out(&mut self, bytes: Range<u64>, line: u64) {
        self.done = bytes.end;
        self.fixed.changes.push(Change {
            line,
            bytes,
            replacement: String::new(),
            rules: Vec::new(),
        });
    }

    fn line_end(&mut self, bytes: Range<u64>, line: u64) {
        self.done = bytes.end;
        self.fixed.bytes.push(b'\n');
        self.fixed.changes.push(Change {
            line,
            bytes,
            replacement: "\n".to_owned(),
            rules: Vec::new(),
        });
    }

    fn close(&mut self, end: u64, line: u64) {
        self.gap(Origin {
            line,
            column: 1,
            offset: end,
        });
    }

    /// Writes a record; `text` is what it is without breaks in it. Nothing if it is taken out.
    fn record(
        &mut self,
        original: &[u8],
        text: Vec<u8>,
        edited: Option<Edited>,
        origin: Origin,
    ) -> Option<()> {
        let text = match edited {
            None => text,
            Some(Edited::Text(text)) => text.into_bytes(),
            Some(Edited::Removed) => {
                self.reject(&text);
                return None;
            }
        };
        let (text, applied) = self.fix(text);
        if self.is_rejected(&text) {
            self.reject(&text);
            return None;
        }
        let mut rules: Vec<_> = applied.iter().map(|applied| applied.rule).collect();
        rules.sort_unstable();
        rules.dedup();
        self.fixed
            .changes
            .extend(changes(original, &text, origin, &rules));
        self.fixed.bytes.extend_from_slice(&text);
        self.any = true;
        Some(())
    }

    fn reject(&mut self, text: &[u8]) {
        self.fixed.rejected.extend_from_slice(text);
        self.fixed.rejected.push(b'\n');
    }

    /// Applies fixes until none is left. If they never end, the record stays as it is.
    fn fix(&self, text: Vec<u8>) -> (Vec<u8>, Vec<AppliedFix>) {
        if self.rules.is_empty() {
            return (text, Vec::new());
        }
        let mut current = text.clone();
        let mut applied: Vec<AppliedFix> = Vec::new();
        for _ in 0..MOST_ROUNDS {
            let record = Record::parse(&current);
            let conversation = Conversation::read(&record);
            let report = self.rules.check_record(&record, conversation.as_ref());
            let origin = Origin {
                line: 1,
                column: 1,
                offset: 0,
            };
            let found = report.in_record(&current, origin);
            let offered = found.iter().filter_map(|finding| {
                let fix = finding.fix.as_ref()?;
                let one_line = fix
                    .edits
                    .iter()
                    .all(|edit| !edit.replacement.contains('\n'));
                (one_line && self.may(finding.rule, fix.safety)).then_some((finding.rule, fix))
            });
            let offered: Vec<_> = offered.collect();
            let fixes = offered.iter().map(|(_, fix)| *fix);
            let (next, chosen) = apply_and_tell(&current, 0, fixes);
            if chosen.is_empty() || next == current {
                return (current, applied);
            }
            for (rule, fix) in chosen.into_iter().map(|index| offered[index]) {
                let fix = AppliedFix {
                    rule,
                    title: fix.title.clone(),
                    safety: fix.safety,
                };
                if !applied.contains(&fix) {
                    applied.push(fix);
                }
            }
            current = next;
        }
        (text, Vec::new())
    }

    fn may(&self, rule: &str, safety: Safety) -> bool {
        let allowed = match &self.chosen {
            None => Some(self.allowed),
            Some(chosen) => chosen.get(rule).copied(),
        };
        allowed.is_some_and(|allowed| safety == Safety::Safe || allowed == Safety::Unsafe)
    }

    /// Whether a record is taken out: it can not be read, or says the same as one before it.
    fn is_rejected(&mut self, text: &[u8]) -> bool {
        let Removal {
            unreadable,
            repeated,
        } = self.removal;
        if !unreadable && !repeated {
            return false;
        }
        let record = Record::parse(text);
        match record.object() {
            None => unreadable,
            Some(root) => {
                let print = fingerprint::fold(fingerprint::value(root));
                repeated && !self.seen.insert(print)
            }
        }
    }
}
