//! One raw line of a dataset: what could be understood of it, and its syntax errors.
//!
//! It knows its bytes only; where it stands in the file is the checker's business. Reading never fails.

use crate::json::{Kind, Parsed, Place, SyntaxError, SyntaxKind, Value, parse};

/// The longest record that is read, in bytes. Ten images of 10 MB as base64 fit; offsets of 32 bits suffice.
pub(crate) const LONGEST_RECORD: u32 = 256 << 20;

/// A line that is not blank.
pub(crate) struct Record<'a> {
    pub(crate) bytes: &'a [u8],
    parsed: Parsed,
}

impl<'a> Record<'a> {
    /// Reads a line, or a value that runs over several.
    pub(crate) fn parse(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            parsed: parse(bytes),
        }
    }

    /// A line that is longer than what is read; `head` is its beginning.
    pub(crate) fn overlong(head: &'a [u8], limit: u32) -> Self {
        let array = head.trim_ascii_start().starts_with(b"[");
        let kind = SyntaxKind::TooLong { limit, array };
        let error = SyntaxError {
            kind,
            start: 0,
            end: 0,
            node: u32::MAX,
            repeats: 0,
        };
        let parsed = Parsed {
            errors: vec![error],
            ..Parsed::default()
        };
        Self {
            bytes: head,
            parsed,
        }
    }

    /// Whether the shape of the record is certain.
    pub(crate) fn is_complete(&self) -> bool {
        self.parsed.complete
    }

    /// The outermost value, as far as it was understood.
    pub(crate) fn root(&self) -> Option<Value<'_>> {
        self.parsed.tree.root(self.bytes)
    }

    /// The outermost value if it is an object whose shape is certain.
    pub(crate) fn object(&self) -> Option<Value<'_>> {
        self.root()
            .filter(|root| self.is_complete() && root.kind() == Kind::Object)
    }

    /// All values, in the order of the text.
    pub(crate) fn values(&self) -> impl Iterator<Item = Value<'_>> {
        let tree = &self.parsed.tree;
        let count = u32::try_from(tree.nodes.len()).unwrap_or(0);
        (0..count).filter_map(|node| tree.value(self.bytes, node))
    }

    /// The bytes between the quotation marks of all keys and strings, in the order of the text.
    pub(crate) fn strings(&self) -> impl Iterator<Item = std::ops::Range<usize>> {
        let spans = self.parsed.tree.strings();
        spans.map(|span| span.start as usize..span.end as usize)
    }

    /// Whether the text ends inside a string, a list or an object.
    pub(crate) fn is_cut(&self) -> bool {
        let cut = |error: &SyntaxError| error.kind.rule() == "truncated-line";
        self.parsed.errors.iter().any(cut)
    }

    pub(crate) fn syntax_errors(&self) -> &[SyntaxError] {
        &self.parsed.errors
    }

    /// Where an error is.
    pub(crate) fn place_of(&self, error: &SyntaxError) -> Place {
        self.place(error.start, error.end, error.node)
    }

    /// Where something begins that an error refers to.
    pub(crate) fn place_of_opening(&self, error: &SyntaxError, at: u32) -> Place {
        self.place(at, at + 1, error.node)
    }

    fn place(&self, start: u32, end: u32, node: u32) -> Place {
        let value = self.parsed.tree.value(self.bytes, node);
        Place {
            bytes: start..end,
            pointer: value.map(Value::pointer).unwrap_or_default(),
        }
    }

    /// Whether the text ends while the outermost list or object is still open and no string is.
    pub(crate) fn ends_early(&self) -> bool {
        let unclosed = |error: &SyntaxError| matches!(error.kind, SyntaxKind::Unclosed { .. });
        self.parsed.errors.iter().any(unclosed)
    }
}
