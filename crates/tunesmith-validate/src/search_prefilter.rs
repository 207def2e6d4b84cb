//! Tells from the bytes of a record that a text is not in it, without reading the record.
//!
//! A part of the text is looked for that stands in the bytes as it is, unless it is written with an escape. Invariant: a record is ruled out
//! only if that part is not in its bytes and no escape in it could stand for a letter of the part.

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use memchr::memmem::Finder;

use crate::record_search::simple_lowercase;

/// The shortest part that is taken before a longer one with letters beyond ASCII.
const ENOUGH: usize = 3;

/// Looks for a part of a text.
pub(crate) struct Prefilter {
    needle: Needle,
    /// The part has no letters beyond ASCII.
    ascii: bool,
}

enum Needle {
    /// No part of the text is sure to stand in the bytes.
    None,
    /// These very bytes.
    Exact(Finder<'static>),
    /// A part of ASCII, whatever the case of its letters, or a letter beyond ASCII that is lowercased into it.
    AnyCase(AhoCorasick),
}

/// Letters beyond ASCII whose simple lowercase is in ASCII: the Kelvin sign, and the capital I with a dot.
pub(crate) const INTO_ASCII: [char; 2] = ['\u{212a}', '\u{130}'];

impl Prefilter {
    /// `text` is in small letters, unless the case matters.
    pub(crate) fn new(text: &str, match_case: bool) -> Self {
        let part = part(text, match_case);
        let ascii = part.is_ascii();
        let letters = part.bytes().any(|byte| byte.is_ascii_lowercase());
        let needle = if part.is_empty() {
            Needle::None
        } else if match_case || !letters {
            Needle::Exact(Finder::new(part).into_owned())
        } else {
            let strange = INTO_ASCII
                .into_iter()
                .filter(|letter| part.contains(simple_lowercase(*letter)));
            let strange = strange.map(String::from);
            let wanted: Vec<_> = [part.to_owned()].into_iter().chain(strange).collect();
            let built = AhoCorasick::builder()
                .ascii_case_insensitive(true)
                .kind(Some(AhoCorasickKind::DFA))
                .build(wanted);
            // Why: it fails for gigabytes of needles only, and then every record is read.
            built.map_or(Needle::None, Needle::AnyCase)
        };
        Self { needle, ascii }
    }

    /// Whether the text is certain not to be in the record.
    pub(crate) fn rules_out(&self, record: &[u8]) -> bool {
        let found = match &self.needle {
            Needle::None => true,
            Needle::Exact(finder) => finder.find(record).is_some(),
            Needle::AnyCase(finder) => finder.is_match(record),
        };
        !found && !self.may_be_escaped(record)
    }

    /// Whether any escape could stand for a letter of the part. Why not only those of strings: a backslash that is escaped itself may be taken
    /// for the start of an escape, which costs time, never a record.
    fn may_be_escaped(&self, record: &[u8]) -> bool {
        memchr::memchr_iter(b'\\', record).any(|at| match record.get(at + 1) {
            None | Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => false,
            Some(b'u') => !self.ascii || !is_beyond_ascii(&record[at + 2..]),
            // Why: the reader takes a letter without meaning for itself.
            Some(_) => true,
        })
    }
}

/// Whether four digits say a letter that is not in ASCII, nor lowercased into it.
fn is_beyond_ascii(digits: &[u8]) -> bool {
    let Some(digits) = digits.first_chunk::<4>() else {
        return false;
    };
    let code = digits.iter().try_fold(0, |code, digit| {
        Some(code << 4 | char::from(*digit).to_digit(16)?)
    });
    code.is_some_and(|code| {
        code >= 0x80 && INTO_ASCII.iter().all(|letter| u32::from(*letter) != code)
    })
}

/// The longest part of the text whose letters have one spelling without escapes; one in ASCII, if it is long enough.
fn part(text: &str, match_case: bool) -> &str {
    let plain = |letter: char| {
        let escaped = matches!(letter, '"' | '\\' | '/' | '\u{fffd}') || letter < ' ';
        !escaped && (match_case || letter.is_ascii() || has_one_case(letter))
    };
    let longest = |plain: &dyn Fn(char) -> bool| {
        let part = text
            .split(|letter| !plain(letter))
            .max_by_key(|part| part.len());
        part.unwrap_or("")
    };
    let ascii = longest(&|letter| letter.is_ascii() && plain(letter));
    if ascii.len() >= ENOUGH {
        ascii
    } else {
        longest(&plain)
    }
}

/// Whether no other letter is lowercased into this one.
fn has_one_case(letter: char) -> bool {
    simple_lowercase(letter) == letter && letter.to_uppercase().eq([letter])
}
