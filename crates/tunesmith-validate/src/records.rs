//! Hands out the records of a file, however it is laid out: for those who read records and check nothing.

use crate::dataset::Container;
use crate::report::Origin;
use crate::split::{Sink, Splitter, is_blank};

/// One record of a file, as it stands there.
#[derive(Clone, Copy, Debug)]
pub struct RawRecord<'a> {
    /// The line it begins on, from 1.
    pub line: u64,
    /// Its bytes, without the line break; only the first kilobyte if it is too long to be read.
    pub bytes: &'a [u8],
    /// Whether it is longer than what is read.
    pub overlong: bool,
}

/// Reads the records of one file that arrives in pieces: lines, the elements of an array, or values over many lines. Blank lines are
/// passed over.
pub struct RecordReader {
    splitter: Splitter,
}

impl Default for RecordReader {
    fn default() -> Self {
        Self::new()
    }
}

impl RecordReader {
    /// Begins a file.
    pub fn new() -> Self {
        Self {
            splitter: Splitter::new(),
        }
    }

    /// Takes the next bytes and hands out the records that are complete.
    pub fn push(&mut self, bytes: &[u8], visit: &mut dyn FnMut(RawRecord<'_>)) {
        self.splitter.push(bytes, &mut Visit(visit));
    }

    /// Ends the file and hands out what is left. Says how the file was laid out; of a UTF-16 file nothing was handed out but its first line.
    pub fn finish(mut self, visit: &mut dyn FnMut(RawRecord<'_>)) -> Container {
        self.splitter.finish(&mut Visit(visit));
        self.splitter.container
    }
}

struct Visit<'v>(&'v mut dyn FnMut(RawRecord<'_>));

impl Sink for Visit<'_> {
    fn lines(&mut self, bytes: &[u8], origin: Origin) {
        let lines = bytes.split_inclusive(|byte| *byte == b'\n');
        for (line, whole) in (origin.line..).zip(lines) {
            let text = whole.strip_suffix(b"\n").unwrap_or(whole);
            let text = match text.strip_suffix(b"\r") {
                Some(record) if text.len() < whole.len() => record,
                _ => text,
            };
            if !is_blank(text) {
                (self.0)(RawRecord {
                    line,
                    bytes: text,
                    overlong: false,
                });
            }
        }
    }

    fn value(&mut self, bytes: &[u8], origin: Origin) {
        (self.0)(RawRecord {
            line: origin.line,
            bytes,
            overlong: false,
        });
    }

    fn overlong(&mut self, head: &[u8], _length: u64, origin: Origin) {
        (self.0)(RawRecord {
            line: origin.line,
            bytes: head,
            overlong: true,
        });
    }
}
