//! Rewrites a file with what rules offer, record by record.
//!
//! What comes out is JSON Lines: no byte order mark, plain line ends, no blank lines, one record a line. Invariants: no record is lost (what
//! is taken out is handed over as it was); rewriting what was rewritten changes nothing; every change is told as an edit of the original.

use std::collections::HashSet;
use std::ops::Range;

use tunesmith_core::Safety;

use crate::check::ActiveRules;
use crate::conversation::Conversation;
use crate::dataset::Container;
use crate::fingerprint::{self, Already};
use crate::fix::apply_fixes;
use crate::json::compact;
use crate::profile::Profile;
use crate::record::Record;
use crate::report::Origin;
use crate::settings::RuleSettings;
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

/// One change of the original file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The line of the original.
    pub line: u64,
    /// The bytes of the original that are replaced.
    pub bytes: Range<u64>,
    /// What comes there. Bytes that are not UTF-8 never change, so this is text.
    pub replacement: String,
    /// The rules whose fixes it carries out, sorted; empty for line ends and white space between records.
    pub rules: Vec<&'static str>,
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
}

struct Rewriting {
    rules: ActiveRules,
    allowed: Safety,
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
    /// another are taken out.
    pub fn new(profile: &'static Profile, settings: &RuleSettings, allowed: Safety) -> Self {
        Self {
            splitter: Splitter::for_rewriting(LONGEST),
            rewriting: Rewriting {
                rules: ActiveRules::of(profile, settings),
                allowed,
                done: 0,
                any: false,
                seen: HashSet::default(),
                overlong: None,
                fixed: Fixed::default(),
            },
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
        let (end, line) = self.splitter.end();
        self.rewriting.close(end, line);
        Ok(self.rewriting.fixed)
    }
}

impl Sink for Rewriting {
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
                match self.record(line, line.to_vec(), start) {
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
        let (bytes, origin) = self.without_mark(bytes, origin);
        self.gap(origin);
        // Why: what is still open at the end of the file has the last line break in it, which would come again each time.
        let bytes = bytes.trim_ascii_end();
        let end = origin.offset + bytes.len() as u64;
        match self.record(bytes, on_one_line(bytes), origin) {
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
    fn record(&mut self, original: &[u8], text: Vec<u8>, origin: Origin) -> Option<()> {
        let (text, rules) = self.fix(text);
        if self.allowed == Safety::Unsafe && self.is_rejected(&text) {
            self.fixed.rejected.extend_from_slice(&text);
            self.fixed.rejected.push(b'\n');
            return None;
        }
        self.fixed
            .changes
            .extend(changes(original, &text, origin, &rules));
        self.fixed.bytes.extend_from_slice(&text);
        self.any = true;
        Some(())
    }

    /// Applies fixes until none is left. If they never end, the record stays as it is.
    fn fix(&self, text: Vec<u8>) -> (Vec<u8>, Vec<&'static str>) {
        let mut current = text.clone();
        let mut rules: Vec<&'static str> = Vec::new();
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
                let may = fix.safety == Safety::Safe || self.allowed == Safety::Unsafe;
                let one_line = fix
                    .edits
                    .iter()
                    .all(|edit| !edit.replacement.contains('\n'));
                (may && one_line).then_some((finding.rule, fix))
            });
            let offered: Vec<_> = offered.collect();
            let (next, applied) = apply_fixes(&current, 0, offered.iter().map(|(_, fix)| *fix));
            if applied == 0 || next == current {
                rules.sort_unstable();
                rules.dedup();
                return (current, rules);
            }
            rules.extend(offered.iter().map(|(rule, _)| rule));
            current = next;
        }
        (text, Vec::new())
    }

    /// Whether a record can not be read, or says the same as one before it.
    fn is_rejected(&mut self, text: &[u8]) -> bool {
        let record = Record::parse(text);
        match record.object() {
            None => true,
            Some(root) => !self
                .seen
                .insert(fingerprint::fold(fingerprint::value(root))),
        }
    }
}

/// The edits that turn the one into the other: one for all that differs, or where bytes that are not UTF-8 stand in it, one for each part
/// between them.
fn changes(original: &[u8], text: &[u8], origin: Origin, rules: &[&'static str]) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut add = |old: Range<usize>, new: Range<usize>| {
        let (head, tail) = alike(&original[old.clone()], &text[new.clone()]);
        let (old, new) = (
            old.start + head..old.end - tail,
            new.start + head..new.end - tail,
        );
        if !old.is_empty() || !new.is_empty() {
            changes.push(Change {
                line: origin.line,
                bytes: origin.offset + old.start as u64..origin.offset + old.end as u64,
                replacement: String::from_utf8_lossy(&text[new]).into_owned(),
                rules: rules.to_vec(),
            });
        }
    };
    let (head, tail) = alike(original, text);
    let (mut old, mut new) = (head..original.len() - tail, head..text.len() - tail);
    if std::str::from_utf8(&text[new.clone()]).is_err() {
        // No fix writes such bytes, so those of the new text are among those of the old one, in the same order.
        let mut there = broken_bytes(original, old.clone());
        for at in broken_bytes(text, new.clone()) {
            let Some(same) = there.find(|same| original[*same] == text[at]) else {
                break;
            };
            add(old.start..same, new.start..at);
            (old.start, new.start) = (same + 1, at + 1);
        }
    }
    add(old, new);
    changes
}

/// How many bytes the two have in common at their beginning, and behind that at their end, up to where a character begins.
fn alike(old: &[u8], new: &[u8]) -> (usize, usize) {
    let same = |a: &mut dyn Iterator<Item = (&u8, &u8)>| a.take_while(|(a, b)| a == b).count();
    let mut head = same(&mut old.iter().zip(new));
    while head > 0 && (is_inside(old, head) || is_inside(new, head)) {
        head -= 1;
    }
    let (old, new) = (&old[head..], &new[head..]);
    let mut tail = same(&mut old.iter().rev().zip(new.iter().rev()));
    while tail > 0 && (is_inside(old, old.len() - tail) || is_inside(new, new.len() - tail)) {
        tail -= 1;
    }
    (head, tail)
}

/// The places of bytes that are not UTF-8.
fn broken_bytes(bytes: &[u8], within: Range<usize>) -> impl Iterator<Item = usize> {
    let mut at = within.start;
    bytes[within].utf8_chunks().flat_map(move |chunk| {
        let start = at + chunk.valid().len();
        at = start + chunk.invalid().len();
        start..at
    })
}

/// Whether the byte at this place continues a character.
fn is_inside(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_some_and(|byte| byte & 0xc0 == 0x80)
}

/// A value that runs over several lines, on one line. What is not understood keeps every byte but its breaks.
pub fn on_one_line(bytes: &[u8]) -> Vec<u8> {
    let record = Record::parse(bytes);
    if record.is_complete() && record.syntax_errors().is_empty() {
        return compact(bytes);
    }
    // Why: what is not understood keeps every byte but its breaks.
    let plain = |byte: &u8| {
        if matches!(byte, b'\n' | b'\r') {
            b' '
        } else {
            *byte
        }
    };
    bytes.iter().map(plain).collect()
}
