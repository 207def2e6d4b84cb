//! A record as text to look at: with line breaks and indents, or as it stands; with places of the record as places of the text.
//!
//! Nothing is parsed, so any bytes will do: brackets, commas and quotation marks decide where lines break, all else is copied. Invariant: the
//! text has the characters of the record in their order, but for white space between values; places lie between characters.

use std::ops::Range;

use crate::json::first_char;

/// How many brackets around a value are shown by indents; further in, the text is copied.
const DEEPEST: usize = 32;
const INDENT: &str = "  ";

/// A text and where places of the record are in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextView {
    /// The text. Broken characters are shown as U+FFFD.
    pub text: String,
    /// Where the places are, in the order they were asked for. They count UTF-16 code units, as strings of JavaScript do.
    pub highlights: Vec<Range<usize>>,
}

/// Shows a record with one value on each line. `places` are bytes of the record.
pub fn pretty_text(record: &[u8], places: &[Range<usize>]) -> TextView {
    let mut writer = Writer::new(record, places);
    let mut at = 0;
    let mut depth = 0_usize;
    let mut before = Before::Start;
    while at < record.len() {
        let end = token_end(record, at, before);
        let byte = record[at];
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => {
                // Why: between two words a space may be all that keeps them apart.
                let next = record.get(end).is_some_and(|next| !is_mark(*next));
                if next && before == Before::Value || depth > DEEPEST && before != Before::Start {
                    writer.copy(at..end);
                }
                at = end;
                continue;
            }
            b'}' | b']' => {
                if before != Before::Open && (1..=DEEPEST).contains(&depth) {
                    writer.new_line(depth - 1);
                }
                depth = depth.saturating_sub(1);
            }
            _ if depth <= DEEPEST && breaks(before, byte) => writer.new_line(depth),
            _ => {}
        }
        writer.copy(at..end);
        before = match byte {
            b'{' | b'[' => {
                depth += 1;
                Before::Open
            }
            b',' => Before::Comma,
            b':' => {
                if depth <= DEEPEST {
                    writer.add(" ");
                }
                Before::Colon
            }
            b'#' => Before::Comment,
            b'/' if record[at..].starts_with(b"//") => Before::Comment,
            _ => Before::Value,
        };
        at = end;
    }
    writer.finish(places)
}

/// Shows a record as it stands. `places` are bytes of the record.
pub fn raw_text(record: &[u8], places: &[Range<usize>]) -> TextView {
    let mut writer = Writer::new(record, places);
    writer.copy(0..record.len());
    writer.finish(places)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Start,
    Open,
    Comma,
    Colon,
    Value,
    /// One that goes on to the end of its line.
    Comment,
}

/// Whether a new line begins between what stands before and a token that begins with this byte.
fn breaks(before: Before, byte: u8) -> bool {
    match before {
        Before::Comment => true,
        Before::Open | Before::Comma => !matches!(byte, b',' | b':'),
        // Why: a value right behind another lacks a comma, or is another record.
        Before::Value => matches!(byte, b'{' | b'['),
        Before::Start | Before::Colon => false,
    }
}

/// Where what begins at `at` ends: white space, a string, a comment, a mark, or anything else up to the next of these.
fn token_end(record: &[u8], at: usize, before: Before) -> usize {
    let rest = &record[at..];
    let until = |found: Option<usize>| at + found.unwrap_or(rest.len());
    let begins = before != Before::Value;
    match rest[0] {
        b' ' | b'\t' | b'\r' | b'\n' => until(rest.iter().position(|byte| !is_space(*byte))),
        b'"' => at + string_end(rest, b'"'),
        b'\'' if begins => at + string_end(rest, b'\''),
        b'#' => until(rest.iter().position(|byte| *byte == b'\n')),
        b'/' if rest.starts_with(b"//") => until(rest.iter().position(|byte| *byte == b'\n')),
        b'/' if rest.starts_with(b"/*") => {
            let closing = memchr::memmem::find(&rest[2..], b"*/");
            until(closing.map(|found| found + 4))
        }
        byte if is_mark(byte) => at + 1,
        _ => {
            let ends = |byte: &u8| is_mark(*byte) || is_space(*byte) || *byte == b'"';
            until(rest[1..].iter().position(ends).map(|found| found + 1))
        }
    }
}

/// The length of the string at the start of `rest`; all of it where the string is never closed.
fn string_end(rest: &[u8], mark: u8) -> usize {
    let mut at = 1;
    while let Some(found) = memchr::memchr2(mark, b'\\', &rest[at..]) {
        at += found + 1;
        if rest[at - 1] == mark {
            return at;
        }
        // Why: a character of several bytes after the backslash must not be cut; at the end there is none.
        at += first_char(&rest[at..]).1;
    }
    rest.len()
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

fn is_mark(byte: u8) -> bool {
    matches!(byte, b'{' | b'}' | b'[' | b']' | b',' | b':')
}

/// Writes the text and notes where the ends of the places come to stand.
struct Writer<'r> {
    record: &'r [u8],
    text: String,
    /// The length of the text in UTF-16 code units.
    units: usize,
    /// What it was after the last byte of the record.
    after_copied: usize,
    starts: Ends,
    ends: Ends,
}

/// One end of every place, in the order of the record.
struct Ends {
    /// The byte, and which place it belongs to.
    sorted: Vec<(usize, usize)>,
    /// How many of them were passed.
    passed: usize,
    /// Where they are in the text.
    units: Vec<usize>,
}

impl Ends {
    fn new(bytes: impl Iterator<Item = usize>) -> Self {
        let mut sorted: Vec<_> = bytes
            .enumerate()
            .map(|(place, byte)| (byte, place))
            .collect();
        sorted.sort_unstable();
        Self {
            units: vec![0; sorted.len()],
            passed: 0,
            sorted,
        }
    }

    fn next(&self) -> Option<usize> {
        self.sorted.get(self.passed).map(|(byte, _)| *byte)
    }

    /// Notes those up to byte `at`.
    fn pass(&mut self, at: usize, units: usize) {
        while let Some(&(byte, place)) = self.sorted.get(self.passed)
            && byte <= at
        {
            self.units[place] = units;
            self.passed += 1;
        }
    }
}

impl<'r> Writer<'r> {
    fn new(record: &'r [u8], places: &[Range<usize>]) -> Self {
        Self {
            record,
            text: String::with_capacity(record.len() + record.len() / 4),
            units: 0,
            after_copied: 0,
            starts: Ends::new(places.iter().map(|place| place.start)),
            ends: Ends::new(places.iter().map(|place| place.end)),
        }
    }

    /// Writes what is not in the record.
    fn add(&mut self, text: &str) {
        self.text.push_str(text);
        self.units += units(text);
    }

    fn new_line(&mut self, depth: usize) {
        self.add("\n");
        for _ in 0..depth {
            self.add(INDENT);
        }
    }

    /// Writes bytes of the record.
    fn copy(&mut self, bytes: Range<usize>) {
        let mut at = bytes.start;
        self.ends.pass(at, self.after_copied);
        for chunk in self.record[bytes].utf8_chunks() {
            self.copy_valid(at, chunk.valid());
            at += chunk.valid().len();
            let broken = chunk.invalid().len();
            if broken > 0 {
                self.starts.pass(at + broken - 1, self.units);
                self.add("\u{fffd}");
                at += broken;
                self.ends.pass(at, self.units);
            }
        }
        self.after_copied = self.units;
    }

    fn copy_valid(&mut self, start: usize, text: &str) {
        let mut from = 0;
        while from < text.len() {
            self.starts.pass(start + from, self.units);
            let rest = text.len() - from;
            // A place begins before the character its first byte is in, and ends behind the one its last byte is in.
            let within =
                |next: Option<usize>| next.map_or(rest, |byte| byte - start - from).min(rest);
            let first = text[from..].floor_char_boundary(within(self.starts.next()));
            if first == 0 {
                self.starts
                    .pass(self.starts.next().unwrap_or(0), self.units);
                continue;
            }
            let last = text[from..].ceil_char_boundary(within(self.ends.next()));
            let until = from + first.min(last);
            self.add(&text[from..until]);
            from = until;
            self.ends.pass(start + from, self.units);
        }
    }

    fn finish(mut self, places: &[Range<usize>]) -> TextView {
        self.starts.pass(usize::MAX, self.units);
        self.ends.pass(usize::MAX, self.after_copied);
        let ends = self.starts.units.iter().zip(&self.ends.units);
        let highlights = ends.zip(places).map(|((&start, &end), place)| {
            let end = if place.is_empty() { start } else { end };
            start..end.max(start)
        });
        TextView {
            highlights: highlights.collect(),
            text: self.text,
        }
    }
}

fn units(text: &str) -> usize {
    // Characters of four bytes take two units: one for every byte that begins a character, one more for those.
    let begins = |byte: &&u8| **byte & 0xc0 != 0x80;
    let long = |byte: &&u8| **byte >= 0xf0;
    text.as_bytes().iter().filter(begins).count() + text.as_bytes().iter().filter(long).count()
}
