//! Tells from the bytes of a record that a text is not in it, without reading the record.
//!
//! A part of the text is looked for that stands in the bytes as it is, unless it is written with an escape. Invariant: a record is ruled out
//! only if that part is not in its bytes and no escape in it could stand for a letter of the part.

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use memchr::memmem::Finder;

use crate::record_search::simple_lowercase;

/// The longest part, in letters: as many as there are bits.
const MOST: usize = 64;
/// The shortest part that is taken before a longer one with letters beyond ASCII.
const ENOUGH: usize = 3;

/// Looks for a part of a text.
pub(crate) struct Prefilter {
    needle: Needle,
    /// The letters of the part, each once.
    letters: Vec<char>,
    /// The codes by which an escape may stand for a letter of the part, sorted, with a bit for that letter.
    escapes: Vec<(u32, u64)>,
}

enum Needle {
    /// No part of the text is sure to stand in the bytes.
    None,
    /// These very bytes.
    Exact(Box<Finder<'static>>),
    /// A part of ASCII, whatever the case of its letters, or a letter beyond ASCII that is lowercased into it.
    AnyCase(AhoCorasick),
}

/// Letters beyond ASCII whose simple lowercase is in ASCII: the Kelvin sign, and the capital I with a dot.
pub(crate) const INTO_ASCII: [char; 2] = ['\u{212a}', '\u{130}'];

impl Prefilter {
    /// `text` is in small letters, unless the case matters.
    pub(crate) fn new(text: &str, match_case: bool) -> Self {
        let part = part(text, match_case);
        let end = part
            .char_indices()
            .nth(MOST)
            .map_or(part.len(), |(end, _)| end);
        let part = &part[..end];
        let is_cased = part.bytes().any(|byte| byte.is_ascii_lowercase());
        let needle = if part.is_empty() {
            Needle::None
        } else if match_case || !is_cased {
            Needle::Exact(Box::new(Finder::new(part).into_owned()))
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
        let mut letters: Vec<char> = part.chars().collect();
        letters.sort_unstable();
        letters.dedup();
        let bits = letters.iter().zip(0..);
        let codes = bits.flat_map(|(letter, bit)| codes(*letter).map(move |code| (code, 1 << bit)));
        let mut escapes: Vec<_> = codes.collect();
        escapes.sort_unstable();
        Self {
            needle,
            letters,
            escapes,
        }
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

    /// Whether the part could stand in the record with escapes for some of its letters: each letter is there, one of them escaped. A backslash that
    /// is escaped itself may be taken for the start of an escape here, which costs time, never a record.
    fn may_be_escaped(&self, record: &[u8]) -> bool {
        let mut seen = 0;
        for at in memchr::memchr_iter(b'\\', record) {
            match record.get(at + 1) {
                None | Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {}
                Some(b'u') => match read_code(&record[at + 2..]) {
                    Some(code) => seen |= self.letters_of(code),
                    None => return true,
                },
                // Why: the reader takes a letter without meaning for itself.
                Some(_) => return true,
            }
        }
        let is_there = |(letter, bit): (&char, u32)| {
            let mut bytes = [0; 4];
            letter.is_ascii()
                || seen & 1 << bit != 0
                || memchr::memmem::find(record, letter.encode_utf8(&mut bytes).as_bytes()).is_some()
        };
        seen != 0 && self.letters.iter().zip(0..).all(is_there)
    }

    /// The letters of the part that an escape of this code may stand for.
    fn letters_of(&self, code: u32) -> u64 {
        let from = self.escapes.partition_point(|(known, _)| *known < code);
        let known = self.escapes[from..]
            .iter()
            .take_while(|(known, _)| *known == code);
        known.fold(0, |letters, (_, letter)| letters | letter)
    }
}

/// The codes of escapes for a letter, in either case: of a pair of escapes the first.
fn codes(letter: char) -> impl Iterator<Item = u32> {
    let strange = INTO_ASCII.into_iter();
    let strange = strange.filter(move |strange| simple_lowercase(*strange) == letter);
    let all = strange.chain([letter, letter.to_ascii_uppercase()]);
    all.map(|letter| u32::from(letter.encode_utf16(&mut [0; 2])[0]))
}

fn read_code(digits: &[u8]) -> Option<u32> {
    let digits = digits.first_chunk::<4>()?;
    digits.iter().try_fold(0, |code, digit| {
        Some(code << 4 | char::from(*digit).to_digit(16)?)
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
