//! What somebody changed by hand in the records of a file: a layer over it, by where records begin.
//!
//! Invariant: an edit is carried out on the record it names, or the file is not rewritten at all.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::json::compact;
use crate::record::Record;
use crate::split::is_blank;

/// What becomes of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edited {
    /// This is written in its place, on one line. A text with nothing in it takes the record out.
    Text(String),
    /// It is taken out.
    Removed,
}

/// The edits that were not carried out yet.
#[derive(Default)]
pub(crate) struct Edits(BTreeMap<u64, Edited>);

impl Edits {
    pub(crate) fn new(edits: impl IntoIterator<Item = (u64, Edited)>) -> Self {
        let edits = edits.into_iter().map(|(offset, edited)| match edited {
            Edited::Text(text) => (offset, written(&text)),
            Edited::Removed => (offset, Edited::Removed),
        });
        Self(edits.collect())
    }

    /// The edit of the record that begins at the end of this range. Why a range: byte order marks before the first record belong to it for
    /// one reader and not for another.
    pub(crate) fn take(&mut self, begins: Range<u64>) -> Option<Edited> {
        let (offset, _) = self.0.range(begins.start..=begins.end).next()?;
        let offset = *offset;
        self.0.remove(&offset)
    }

    /// Where an edit is that named no record.
    pub(crate) fn first(&self) -> Option<u64> {
        self.0.keys().next().copied()
    }
}

/// A text as it can stand in a file. Why no byte order mark: at the start of a file it would be passed over.
fn written(text: &str) -> Edited {
    let text = text.trim_start_matches('\u{feff}');
    let line = match one_line(text.as_bytes()) {
        Some(line) => String::from_utf8_lossy(&line).into_owned(),
        None => text.to_owned(),
    };
    if is_blank(line.as_bytes()) {
        Edited::Removed
    } else {
        Edited::Text(line)
    }
}

/// What has line breaks in it, on one line; nothing if it has none.
pub(crate) fn one_line(text: &[u8]) -> Option<Vec<u8>> {
    let is_break = |byte: &u8| matches!(byte, b'\n' | b'\r');
    text.iter().any(is_break).then(|| {
        let text = text.trim_ascii();
        if text.iter().any(is_break) {
            on_one_line(text)
        } else {
            text.to_vec()
        }
    })
}

/// A value that may run over several lines, on one line and without white space around its parts.
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

#[cfg(test)]
mod tests {
    use super::{Edited, Edits};

    fn written(text: &str) -> Option<String> {
        let mut edits = Edits::new([(0, Edited::Text(text.to_owned()))]);
        match edits.take(0..0) {
            Some(Edited::Text(text)) => Some(text),
            Some(Edited::Removed) => None,
            None => panic!("the edit is gone"),
        }
    }

    #[test]
    fn texts_are_written_on_one_line() {
        let cases = [
            (r#"{"a": 1}"#, Some(r#"{"a": 1}"#)),
            ("{\"a\": 1}\r\n", Some(r#"{"a": 1}"#)),
            ("{\n  \"a\": [1,\r\n 2]\n}\n", Some(r#"{"a":[1,2]}"#)),
            ("{\n  a: 1\n}", Some("{   a: 1 }")),
            ("\u{feff}\u{feff}{}", Some("{}")),
            ("", None),
            (" \t\r\n", None),
            ("\u{feff}", None),
        ];
        for (text, expected) in cases {
            assert_eq!(written(text).as_deref(), expected, "{text:?}");
        }
    }

    #[test]
    fn an_edit_is_taken_once_and_only_by_its_record() {
        let mut edits = Edits::new([(3, Edited::Removed), (9, Edited::Removed)]);
        assert_eq!(edits.take(4..8), None);
        assert_eq!(edits.take(0..3), Some(Edited::Removed));
        assert_eq!(edits.take(0..3), None);
        assert_eq!(edits.first(), Some(9));
    }
}
