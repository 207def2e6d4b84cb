//! The changes that turn what is nearly JSON into JSON, for all places of a record at once.
//!
//! Each function gives edits in bytes of the record. Invariant: the record is complete, so strings and the space between them are known.

use std::ops::Range;

use memchr::memchr;

use crate::json::{Escape, Kind, Value, read_escape};
use crate::record::Record;

/// A change: the bytes, and what takes their place.
pub(crate) type Change = (Range<u32>, String);

/// Most edits of one fix; what is left is changed in the next round.
const MOST_EDITS: usize = 4096;

/// Escapes the raw control characters inside strings, except NUL.
pub(crate) fn escape_controls(record: &Record<'_>) -> Vec<Change> {
    let places = record.strings().flat_map(|string| {
        let bytes = record.bytes[string.clone()].iter().enumerate();
        bytes
            .filter(|(_, byte)| (1..0x20).contains(*byte))
            .map(move |(at, byte)| (string.start + at, *byte))
    });
    let change = |(at, byte): (usize, u8)| {
        // Why: after a backslash that stands alone the escape would begin with two.
        let after_backslash = preceding_backslashes(record.bytes, at) % 2 == 1;
        let at = at - usize::from(after_backslash);
        let length = 1 + usize::from(after_backslash);
        (span(at, at + length), escaped(byte))
    };
    places.take(MOST_EDITS).map(change).collect()
}

fn preceding_backslashes(bytes: &[u8], at: usize) -> usize {
    let before = bytes[..at].iter().rev();
    before.take_while(|byte| **byte == b'\\').count()
}

fn escaped(byte: u8) -> String {
    match byte {
        0x08 => r"\b".to_owned(),
        b'\t' => r"\t".to_owned(),
        b'\n' => r"\n".to_owned(),
        0x0c => r"\f".to_owned(),
        b'\r' => r"\r".to_owned(),
        _ => format!(r"\u{byte:04x}"),
    }
}

/// Puts a space in the place of each control character between values, except NUL.
pub(crate) fn blank_controls(record: &Record<'_>) -> Vec<Change> {
    let strange = |byte: u8| (1..0x20).contains(&byte) && !matches!(byte, b'\t' | b'\n' | b'\r');
    let places = gaps(record).flatten();
    let places = places.filter(|at| strange(record.bytes[*at]));
    let changes = places.map(|at| (span(at, at + 1), " ".to_owned()));
    changes.take(MOST_EDITS).collect()
}

/// Takes all NUL bytes out.
pub(crate) fn remove_nuls(record: &Record<'_>) -> Vec<Change> {
    let places = memchr::memchr_iter(0, record.bytes);
    let changes = places.map(|at| (span(at, at + 1), String::new()));
    changes.take(MOST_EDITS).collect()
}

/// Takes the halves of surrogate pairs out.
pub(crate) fn remove_lone_surrogates(record: &Record<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for string in record.strings() {
        let mut at = string.start;
        while let Some(found) = memchr(b'\\', &record.bytes[at..string.end]) {
            at += found;
            let (escape, length) = read_escape(&record.bytes[at..string.end]);
            if matches!(escape, Escape::Lone(_)) && changes.len() < MOST_EDITS {
                changes.push((span(at, at + length), String::new()));
            }
            at += length;
        }
    }
    changes
}

/// Writes `null` for every word that stands for no finite number.
pub(crate) fn null_for_non_finite(record: &Record<'_>) -> Vec<Change> {
    let values = record.values().filter(|value| {
        let word = value.raw();
        let word = word
            .strip_prefix(b"-")
            .or(word.strip_prefix(b"+"))
            .unwrap_or(word);
        value.kind() == Kind::Number && matches!(word, b"NaN" | b"nan" | b"Infinity" | b"inf")
    });
    let changes = values.map(|value| (value.range(), "null".to_owned()));
    changes.take(MOST_EDITS).collect()
}

/// Takes out the last comma of lists and objects; `known` is one of them.
pub(crate) fn remove_trailing_commas(record: &Record<'_>) -> Vec<Change> {
    let comma = |value: Value<'_>| {
        let inner = value
            .raw()
            .strip_suffix(b"]")
            .or(value.raw().strip_suffix(b"}"))?;
        let before = inner.trim_ascii_end().strip_suffix(b",")?;
        let last = before.trim_ascii_end().last()?;
        let at = value.range().start + u32::try_from(before.len()).ok()?;
        (!matches!(last, b',' | b'[' | b'{')).then_some((at..at + 1, String::new()))
    };
    let values = record.values();
    let lists = values.filter(|value| matches!(value.kind(), Kind::Array | Kind::Object));
    lists.filter_map(comma).take(MOST_EDITS).collect()
}

/// Takes out the comma after the outermost value.
pub(crate) fn remove_last_comma(record: &Record<'_>) -> Vec<Change> {
    let at = record
        .bytes
        .trim_ascii_end()
        .strip_suffix(b",")
        .map(<[u8]>::len);
    at.map(|at| (span(at, at + 1), String::new()))
        .into_iter()
        .collect()
}

/// Writes Python's words as JSON has them.
pub(crate) fn translate_python_words(record: &Record<'_>) -> Vec<Change> {
    let translate = |value: Value<'_>| {
        let word = match (value.kind(), value.raw()) {
            (Kind::Bool, b"True") => "true",
            (Kind::Bool, b"False") => "false",
            (Kind::Null, b"None") => "null",
            _ => return None,
        };
        Some((value.range(), word.to_owned()))
    };
    record
        .values()
        .filter_map(translate)
        .take(MOST_EDITS)
        .collect()
}

/// Puts double quotation marks around strings that stand in single ones.
pub(crate) fn double_quotes(record: &Record<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for string in record.strings() {
        if record.bytes[string.start - 1] != b'\'' || changes.len() >= MOST_EDITS {
            continue;
        }
        changes.push((span(string.start - 1, string.start), "\"".to_owned()));
        let mut at = string.start;
        while let Some(found) = memchr::memchr2(b'\\', b'"', &record.bytes[at..string.end]) {
            at += found;
            match &record.bytes[at..string.end] {
                [b'\\', b'\'', ..] => changes.push((span(at, at + 1), String::new())),
                [b'"', ..] => changes.push((span(at, at), "\\".to_owned())),
                _ => {}
            }
            at = string
                .end
                .min(at + 1 + usize::from(record.bytes[at] == b'\\'));
        }
        changes.push((span(string.end, string.end + 1), "\"".to_owned()));
    }
    changes
}

/// Takes comments out, unless one of them never ends.
pub(crate) fn remove_comments(record: &Record<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut seen = 0;
    for gap in gaps(record) {
        let mut at = gap.start.max(seen);
        while let Some(found) = memchr::memchr2(
            b'#',
            b'/',
            record.bytes.get(at..gap.end).unwrap_or_default(),
        ) {
            at += found;
            let rest = &record.bytes[at..];
            let length = match rest {
                [b'#', ..] | [b'/', b'/', ..] => memchr(b'\n', rest).unwrap_or(rest.len()),
                [b'/', b'*', after @ ..] => match memchr::memmem::find(after, b"*/") {
                    Some(length) => length + 4,
                    None => return Vec::new(),
                },
                _ => 1,
            };
            if length > 1 || rest[0] == b'#' {
                changes.push((span(at, at + length), String::new()));
            }
            at += length;
            seen = at;
        }
        if changes.len() >= MOST_EDITS {
            break;
        }
    }
    changes
}

/// Reads every broken byte as Windows-1252 has it; nothing where one is part of a character that was cut in two, or unknown there.
pub(crate) fn from_windows_1252(record: &Record<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut at = 0;
    for chunk in record.bytes.utf8_chunks() {
        at += chunk.valid().len();
        match chunk.invalid() {
            [] => {}
            [byte] => match windows_1252(*byte) {
                Some(letter) if changes.len() < MOST_EDITS => {
                    changes.push((span(at, at + 1), letter.to_string()));
                }
                Some(_) => return changes,
                None => return Vec::new(),
            },
            _ => return Vec::new(),
        }
        at += chunk.invalid().len();
    }
    changes
}

/// The upper half of Windows-1252; five bytes stand for nothing.
fn windows_1252(byte: u8) -> Option<char> {
    const CONTROLS: [char; 32] = [
        '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0',
        '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => Some(CONTROLS[usize::from(byte - 0x80)]).filter(|letter| *letter != '\0'),
        _ => Some(char::from(byte)),
    }
}

/// The bytes outside strings.
fn gaps(record: &Record<'_>) -> impl Iterator<Item = Range<usize>> {
    let length = record.bytes.len();
    let mut from = 0;
    let strings = record.strings().map(Some).chain([None]);
    strings.map(move |string| {
        let upto = string.as_ref().map_or(length, |string| string.start - 1);
        let gap = from..upto.max(from);
        from = string.map_or(length, |string| string.end + 1);
        gap
    })
}

fn span(start: usize, end: usize) -> Range<u32> {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    offset(start)..offset(end)
}
