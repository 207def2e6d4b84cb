//! What a record or the space between records turns into, told as replaced bytes of the original.
//!
//! Invariant: carrying the changes out on the original gives the new file, byte for byte; bytes that are not UTF-8 are kept or taken out,
//! never written.

use std::ops::Range;

use crate::report::Origin;

/// One change of the original file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The line of the original.
    pub line: u64,
    /// The bytes of the original that are replaced.
    pub bytes: Range<u64>,
    /// What comes there. Nobody writes bytes that are not UTF-8, so this is text.
    pub replacement: String,
    /// The rules whose fixes it carries out, sorted; empty for line ends, white space between records and
    /// edits by hand.
    pub rules: Vec<&'static str>,
}

/// The edits that turn the one into the other: one for all that differs, or where bytes that are not UTF-8 stand in it, one for each part
/// between them.
pub(crate) fn changes(
    original: &[u8],
    text: &[u8],
    origin: Origin,
    rules: &[&'static str],
) -> Vec<Change> {
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
        // No fix and no edit writes such bytes, so those of the new text are among those of the old one, in the same order.
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
