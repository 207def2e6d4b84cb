//! Takes a file apart into lines or values as its bytes arrive, and finds out how it is laid out.
//!
//! Invariant: what comes out depends on the bytes, never on how they were cut into pieces; memory is bounded by the longest record.

use std::ops::Range;

use memchr::{memchr, memrchr};

use crate::dataset::Container;
use crate::json::Kind;
use crate::record::{LONGEST_RECORD, Record};
use crate::report::Origin;
use crate::values::{Found, Values};

/// How much of an overlong record is kept.
pub(crate) const HEAD: usize = 1024;

/// A first line that opens an array and is longer than this is taken for a file that is one array.
const LONG_ARRAY: u64 = 1 << 20;

pub(crate) const BOM: &[u8] = b"\xef\xbb\xbf";

/// What is done with the parts of a file.
pub(crate) trait Sink {
    /// Hears of byte order marks before the first record that are passed over.
    fn marks(&mut self, _bytes: Range<u64>) {}
    /// Takes whole lines with their breaks; only the last line of a file may lack its own.
    fn lines(&mut self, bytes: &[u8], origin: Origin);
    /// Takes a value of a file that is not one record a line.
    fn value(&mut self, bytes: &[u8], origin: Origin);
    /// Takes the head of a record that is too long to be read; `length` is its true length, without a line break.
    fn overlong(&mut self, head: &[u8], length: u64, origin: Origin);
}

/// Where the reading of a file stands.
pub(crate) struct Splitter {
    longest: u32,
    /// Whether every byte order mark before the first record is passed over; else only the one at the start of the file.
    every_mark: bool,
    /// The line that has begun in an earlier piece; only its head if it is too long.
    begun: Vec<u8>,
    /// How long that line is by now.
    begun_length: u64,
    /// Where the next line starts.
    here: Origin,
    layout: Layout,
    /// How the records are laid out, as far as is known.
    pub(crate) container: Container,
    /// Whether the file begins with a byte order mark.
    pub(crate) byte_order_mark: bool,
    /// Whether a file that is an array ended without its bracket.
    pub(crate) array_unclosed: bool,
}

enum Layout {
    /// No record was seen yet.
    Unknown,
    /// One record a line.
    Lines,
    /// An array, or values that run over many lines.
    Values(Box<Values>),
    /// Nothing can be told apart.
    Utf16,
}

impl Splitter {
    pub(crate) fn new() -> Self {
        Self::reading(LONGEST_RECORD, false)
    }

    /// Why every mark: a file that is written without its blank lines and its first mark would begin with the next one, and be read
    /// in another way than before.
    pub(crate) fn for_rewriting(longest: u32) -> Self {
        Self::reading(longest, true)
    }

    fn reading(longest: u32, every_mark: bool) -> Self {
        let here = Origin {
            line: 1,
            column: 1,
            offset: 0,
        };
        Self {
            longest,
            every_mark,
            begun: Vec::new(),
            begun_length: 0,
            here,
            layout: Layout::Unknown,
            container: Container::Lines,
            byte_order_mark: false,
            array_unclosed: false,
        }
    }

    /// Whether the file is known to be one record a line and no line has begun.
    pub(crate) fn is_between_lines(&self) -> bool {
        matches!(self.layout, Layout::Lines) && self.begun_length == 0
    }

    /// Where the file ended: its length and the line after the last break.
    pub(crate) fn end(&self) -> (u64, u64) {
        match &self.layout {
            Layout::Values(values) => values.position(),
            _ => (self.here.offset, self.here.line),
        }
    }

    /// Passes over whole lines that are taken in elsewhere; returns where they begin.
    pub(crate) fn skip(&mut self, lines: u64, bytes: u64) -> Origin {
        let origin = self.here;
        self.here.line += lines;
        self.here.offset += bytes;
        origin
    }

    pub(crate) fn push(&mut self, bytes: &[u8], sink: &mut impl Sink) {
        let mut rest = bytes;
        while !rest.is_empty() {
            rest = match &mut self.layout {
                Layout::Utf16 => &[],
                Layout::Values(values) => {
                    values.push(rest, &mut |found| take(&found, self.longest, sink));
                    &[]
                }
                Layout::Lines if self.begun_length == 0 => {
                    let whole = memrchr(b'\n', rest).map_or(0, |last| last + 1);
                    if whole > 0 {
                        self.lines(&rest[..whole], sink);
                    }
                    self.begin(&rest[whole..], sink);
                    &[]
                }
                _ => match memchr(b'\n', rest) {
                    None => {
                        self.begin(rest, sink);
                        &[]
                    }
                    Some(end) => {
                        self.begin(&rest[..=end], sink);
                        // The line may have shown that the file is one array; then it is gone already.
                        if self.begun_length > 0 {
                            self.end_line(sink);
                        }
                        &rest[end + 1..]
                    }
                },
            };
        }
    }

    pub(crate) fn finish(&mut self, sink: &mut impl Sink) {
        if self.begun_length > 0 {
            self.end_line(sink);
        }
        if let Layout::Values(values) = &mut self.layout {
            values.finish(&mut |found| take(&found, self.longest, sink));
            self.array_unclosed = values.is_open();
        }
    }

    fn lines(&mut self, bytes: &[u8], sink: &mut impl Sink) {
        sink.lines(bytes, self.here);
        self.here.line += memchr::memchr_iter(b'\n', bytes).count() as u64;
        self.here.offset += bytes.len() as u64;
    }

    fn begin(&mut self, bytes: &[u8], sink: &mut impl Sink) {
        self.begun_length += bytes.len() as u64;
        // The line break is not part of the record.
        if self.begun_length > u64::from(self.longest) + 1 {
            // Only the head is needed from now on; whatever was kept is given back.
            let missing = HEAD.saturating_sub(self.begun.len()).min(bytes.len());
            let last = bytes.last().copied();
            self.begun.extend_from_slice(&bytes[..missing]);
            self.begun.truncate(HEAD);
            self.begun.shrink_to_fit();
            self.begun.extend(last.filter(|byte| *byte == b'\n'));
        } else {
            self.begun.extend_from_slice(bytes);
        }
        if matches!(self.layout, Layout::Unknown)
            && self.begun_length > LONG_ARRAY
            && self.begun[self.marks(&self.begun)..]
                .trim_ascii_start()
                .starts_with(b"[")
        {
            let first = std::mem::take(&mut self.begun);
            self.begun_length = 0;
            let from = self.pass_bom(&first, sink);
            self.begin_values(Container::Array);
            self.push(&first[from..], sink);
        }
    }

    /// Takes the line that has begun, with its break if it has one.
    fn end_line(&mut self, sink: &mut impl Sink) {
        let mut line = std::mem::take(&mut self.begun);
        let length = std::mem::take(&mut self.begun_length);
        let from = self.pass_bom(&line, sink);
        self.take_line(&line[from..], length - from as u64, sink);
        // The buffer serves the next line.
        line.clear();
        self.begun = line;
    }

    /// `length` is the true length if only the head of the line is here.
    fn take_line(&mut self, line: &[u8], length: u64, sink: &mut impl Sink) {
        // Why: a file that is nothing but a byte order mark has no line.
        if line.is_empty() {
            return;
        }
        let unknown = matches!(self.layout, Layout::Unknown);
        let text = line.strip_suffix(b"\n").unwrap_or(line);
        let breaks = (line.len() - text.len()) as u64;
        if length - breaks > u64::from(self.longest) {
            if unknown {
                self.layout = Layout::Lines;
            }
            let head = &text[..text.len().min(HEAD - BOM.len())];
            sink.overlong(head, length - breaks, self.here);
            self.skip(1, length);
            return;
        }
        if unknown && !is_blank(text) {
            if let Some(container) = container_of(text) {
                self.begin_values(container);
                self.push(line, sink);
                return;
            }
            self.layout = Layout::Lines;
            if text.starts_with(b"\xff\xfe") || text.starts_with(b"\xfe\xff") {
                self.layout = Layout::Utf16;
                self.container = Container::Utf16;
            }
        }
        self.lines(line, sink);
    }

    /// Passes over a byte order mark before the first record; returns its length.
    fn pass_bom(&mut self, line: &[u8], sink: &mut impl Sink) -> usize {
        let length = self.marks(line);
        let start = self.here.offset;
        self.here.offset += length as u64;
        if length > 0 {
            self.byte_order_mark = true;
            sink.marks(start..self.here.offset);
        }
        length
    }

    /// How many bytes of byte order marks are passed over at the start of this line.
    fn marks(&self, line: &[u8]) -> usize {
        let marks = line.chunks(BOM.len()).take_while(|chunk| *chunk == BOM);
        let all = marks.count() * BOM.len();
        let rest = &line[all..];
        // Why: a line with nothing else is no record; written at the start of a file it would be gone when that is read.
        let nothing_else = is_blank(rest.strip_suffix(b"\n").unwrap_or(rest));
        if matches!(self.layout, Layout::Unknown) && (self.every_mark || nothing_else) {
            all
        } else if self.here.offset == 0 {
            all.min(BOM.len())
        } else {
            0
        }
    }

    fn begin_values(&mut self, container: Container) {
        self.container = container;
        let values = Values::new(container == Container::Array, self.longest, self.here);
        self.layout = Layout::Values(Box::new(values));
    }
}

fn take(found: &Found<'_>, longest: u32, sink: &mut impl Sink) {
    if found.length > u64::from(longest) {
        let head = &found.bytes[..found.bytes.len().min(HEAD)];
        sink.overlong(head, found.length, found.origin);
    } else {
        sink.value(found.bytes, found.origin);
    }
}

pub(crate) fn is_blank(line: &[u8]) -> bool {
    line.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r'))
}

/// What the first line shows of a file that is not one record a line.
fn container_of(line: &[u8]) -> Option<Container> {
    let text = line.trim_ascii();
    match text.first()? {
        b'[' => {
            let record = Record::parse(line);
            let Some(root) = record.root().filter(|_| record.is_complete()) else {
                return record.ends_early().then_some(Container::Array);
            };
            // A list of messages on one line is a record that lacks its object.
            let records = root
                .children()
                .next()
                .is_some_and(|item| item.kind() == Kind::Object && item.get("role").is_none());
            (records && root.kind() == Kind::Array).then_some(Container::Array)
        }
        b'{' if matches!(text.last()?, b'{' | b'[' | b',' | b':') => {
            let record = Record::parse(line);
            record.ends_early().then_some(Container::Spread)
        }
        _ => None,
    }
}
