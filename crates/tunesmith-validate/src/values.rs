//! Finds the JSON values of a file that is not one record a line: the elements of an array, or values spread over many lines.
//!
//! It looks at brackets and quotation marks only; what a value holds is read later. Invariant: however the bytes are cut into pieces,
//! the same values come out; memory is bounded by the longest record. Byte order marks before the first value are passed over.

use crate::report::Origin;
use crate::split::{BOM, HEAD};

/// How many brackets around a place are remembered; further in, values are found by depth alone.
const REMEMBERED: u32 = 1024;

/// Takes bytes one after the other and hands out whole values.
pub(crate) struct Values {
    /// Whether the values are the elements of an array.
    array: Array,
    longest: u32,
    depth: u32,
    /// The innermost open bracket, and those around it as far as they are remembered.
    innermost: Option<u8>,
    outer: Vec<u8>,
    /// The last byte that is neither white space nor in a string.
    last: u8,
    /// A string of the value holds a line break.
    broken: bool,
    in_string: bool,
    escaped: bool,
    /// A word or number outside brackets has begun.
    in_word: bool,
    /// Nothing but white space came since the last line break.
    line_begun: bool,
    /// The column of the first value, if it is the first thing on its line.
    first_column: Option<u64>,
    /// A value was handed out.
    any: bool,
    value: Vec<u8>,
    /// The true length of the value, which may be longer than what is kept of it.
    length: u64,
    begun: Origin,
    /// Where the next byte stands.
    at: Origin,
}

/// Where a file of values stands in its array.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Array {
    /// There is none.
    None,
    Before,
    Inside,
    After,
}

/// A value that was found.
pub(crate) struct Found<'v> {
    /// Its bytes; only the head if it is too long.
    pub(crate) bytes: &'v [u8],
    /// Its true length.
    pub(crate) length: u64,
    pub(crate) origin: Origin,
}

impl Values {
    pub(crate) fn new(array: bool, longest: u32, at: Origin) -> Self {
        Self {
            array: if array { Array::Before } else { Array::None },
            longest,
            depth: 0,
            innermost: None,
            outer: Vec::new(),
            last: 0,
            broken: false,
            in_string: false,
            escaped: false,
            in_word: false,
            line_begun: at.column == 1,
            first_column: None,
            any: false,
            value: Vec::new(),
            length: 0,
            begun: at,
            at,
        }
    }

    /// Whether an array was opened and not closed again.
    pub(crate) fn is_open(&self) -> bool {
        self.array == Array::Inside
    }

    /// Where the next byte would stand: offset and line.
    pub(crate) fn position(&self) -> (u64, u64) {
        (self.at.offset, self.at.line)
    }

    pub(crate) fn push(&mut self, bytes: &[u8], found: &mut impl FnMut(Found<'_>)) {
        for &byte in bytes {
            self.byte(byte, found);
            self.at.offset += 1;
            if byte == b'\n' {
                self.at.line += 1;
                self.at.column = 1;
            } else if byte & 0xc0 != 0x80 {
                self.at.column += 1;
            }
        }
    }

    /// Ends the file: a value that is still open is handed out as it is.
    pub(crate) fn finish(&mut self, found: &mut impl FnMut(Found<'_>)) {
        if self.length > 0 {
            self.end(found);
        }
    }

    fn byte(&mut self, byte: u8, found: &mut impl FnMut(Found<'_>)) {
        let first_on_line = self.line_begun;
        if byte == b'\n' {
            // Why: no string holds a line break, so a broken string ends here.
            let in_string = std::mem::take(&mut self.in_string);
            self.broken |= in_string;
            self.escaped = false;
            self.line_begun = true;
            // Why: outside brackets the break is no part of a value, and what comes after it would seem to stand one byte before its place.
            if in_string && self.depth == 0 {
                self.end(found);
            }
        } else if self.line_begun && !matches!(byte, b' ' | b'\t' | b'\r') {
            self.line_begun = false;
            // Why: a bracket that can not stand there and is at the column where a value began before begins the next one; the one before
            // was never closed.
            let misplaced = self.broken || self.innermost == Some(b'{') && self.last != b':';
            if byte == b'{' && misplaced && self.first_column == Some(self.at.column) {
                self.depth = 0;
                self.outer.clear();
                self.innermost = None;
                self.end(found);
            }
        }
        if self.in_string {
            self.keep(byte);
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => {
                    self.in_string = false;
                    if self.depth == 0 {
                        self.end(found);
                    }
                }
                _ => {}
            }
            return;
        }
        let outside = self.depth == 0;
        if self.in_word
            && matches!(
                byte,
                b' ' | b'\t' | b'\r' | b'\n' | b',' | b']' | b'[' | b'{' | b'"'
            )
        {
            self.end(found);
        }
        if !matches!(byte, b' ' | b'\t' | b'\r' | b'\n') {
            self.last = byte;
        }
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' if outside => {}
            b',' if outside => {}
            b'[' if outside && self.array == Array::Before => self.array = Array::Inside,
            b']' if outside && self.array == Array::Inside => self.array = Array::After,
            b'"' => {
                self.keep(byte);
                self.in_string = true;
            }
            b'{' | b'[' => {
                if outside && first_on_line && self.first_column.is_none() {
                    self.first_column = Some(self.at.column);
                }
                self.keep(byte);
                self.depth += 1;
                if self.depth <= REMEMBERED {
                    self.outer.extend(self.innermost.replace(byte));
                }
            }
            b'}' | b']' => {
                self.keep(byte);
                if self.depth <= REMEMBERED {
                    self.innermost = self.outer.pop();
                }
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 {
                    self.end(found);
                }
            }
            _ => {
                self.keep(byte);
                self.in_word = outside;
                // Why: written on a line of its own, the first value would lose its mark when the file is read again.
                if outside && !self.any && self.value == BOM {
                    self.value.clear();
                    self.length = 0;
                    self.in_word = false;
                }
            }
        }
    }

    fn keep(&mut self, byte: u8) {
        if self.length == 0 {
            self.begun = self.at;
        }
        self.length += 1;
        if self.length <= u64::from(self.longest) {
            self.value.push(byte);
        } else if self.value.len() > HEAD {
            self.value.truncate(HEAD);
            self.value.shrink_to_fit();
        }
    }

    fn end(&mut self, found: &mut impl FnMut(Found<'_>)) {
        found(Found {
            bytes: &self.value,
            length: self.length,
            origin: self.begun,
        });
        self.any = true;
        self.value.clear();
        self.length = 0;
        self.in_word = false;
        self.escaped = false;
        self.broken = false;
    }
}
