//! The values of one JSON text as a flat list of nodes, and a handle to walk them.
//!
//! Invariant: every span lies inside the text the tree was read from, and starts and ends between characters.

use std::borrow::Cow;
use std::ops::Range;

use crate::json::string::{decode, raw_offset};

/// Stands for "no node" in the links.
pub(crate) const NONE: u32 = u32::MAX;

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Null,
    Bool,
    Number,
    String,
    Array,
    Object,
}

impl Kind {
    /// The words for messages.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool => "a boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "a list",
            Self::Object => "an object",
        }
    }
}

/// A piece of text between quotes, or a bare word. Offsets are those of the content.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TextSpan {
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Neither escapes nor broken characters: the bytes are the text.
    pub(crate) plain: bool,
    /// There are quotation marks around it.
    pub(crate) quoted: bool,
}

impl TextSpan {
    fn text<'a>(&self, bytes: &'a [u8]) -> Cow<'a, str> {
        let content = &bytes[self.start as usize..self.end as usize];
        match std::str::from_utf8(content) {
            Ok(text) if self.plain => Cow::Borrowed(text),
            _ => Cow::Owned(decode(content)),
        }
    }

    fn is(&self, bytes: &[u8], text: &str) -> bool {
        if self.plain {
            &bytes[self.start as usize..self.end as usize] == text.as_bytes()
        } else {
            self.text(bytes) == text
        }
    }

    fn range(&self) -> Range<u32> {
        let mark = u32::from(self.quoted);
        self.start - mark..self.end + mark
    }
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub(crate) kind: Kind,
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// The content, for strings.
    pub(crate) text: Option<TextSpan>,
    /// The key, for members of objects.
    pub(crate) key: Option<TextSpan>,
    pub(crate) parent: u32,
    /// First child.
    pub(crate) first: u32,
    /// Next sibling.
    pub(crate) next: u32,
    /// Position among the siblings.
    pub(crate) ordinal: u32,
}

/// All values of one text; the first node is the root.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    pub(crate) nodes: Vec<Node>,
}

impl Tree {
    /// The outermost value, if there is one.
    pub(crate) fn root<'a>(&'a self, bytes: &'a [u8]) -> Option<Value<'a>> {
        self.value(bytes, 0)
    }

    /// The contents of all quoted keys and strings that were read to their end, in the order of the text.
    pub(crate) fn strings(&self) -> impl Iterator<Item = Range<u32>> {
        let spans = self.nodes.iter().flat_map(|node| [node.key, node.text]);
        let quoted = spans.flatten().filter(|span| span.quoted);
        quoted.map(|span| span.start..span.end)
    }

    pub(crate) fn value<'a>(&'a self, bytes: &'a [u8], id: u32) -> Option<Value<'a>> {
        self.nodes.get(id as usize).map(|node| Value {
            tree: self,
            bytes,
            node,
        })
    }
}

/// A place in a record: bytes counted from the record's first, and an RFC 6901 pointer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) bytes: Range<u32>,
    pub(crate) pointer: String,
}

impl Place {
    /// No place in particular: for what is about a blank line or the whole file.
    pub(crate) fn nowhere() -> Self {
        Self {
            bytes: 0..0,
            pointer: String::new(),
        }
    }
}

/// One value of a tree.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Value<'a> {
    tree: &'a Tree,
    bytes: &'a [u8],
    node: &'a Node,
}

impl<'a> Value<'a> {
    pub(crate) fn kind(self) -> Kind {
        self.node.kind
    }

    pub(crate) fn is_null(self) -> bool {
        self.node.kind == Kind::Null
    }

    /// The bytes as they stand in the record.
    pub(crate) fn raw(self) -> &'a [u8] {
        &self.bytes[self.node.start as usize..self.node.end as usize]
    }

    /// The text of a string.
    pub(crate) fn text(self) -> Option<Cow<'a, str>> {
        self.node.text.map(|span| span.text(self.bytes))
    }

    /// The key of a member; empty for other values.
    pub(crate) fn key(self) -> Cow<'a, str> {
        self.node
            .key
            .map_or(Cow::Borrowed(""), |span| span.text(self.bytes))
    }

    /// The members of an object or the items of a list; nothing for other values.
    pub(crate) fn children(self) -> impl Iterator<Item = Value<'a>> {
        let mut next = self.node.first;
        std::iter::from_fn(move || {
            let value = self.tree.value(self.bytes, next)?;
            next = value.node.next;
            Some(value)
        })
    }

    /// The value that comes after it in the same list or object.
    pub(crate) fn next_sibling(self) -> Option<Value<'a>> {
        self.tree.value(self.bytes, self.node.next)
    }

    pub(crate) fn is_empty(self) -> bool {
        self.node.first == NONE
    }

    /// The last member of this name, as every JSON reader takes it.
    pub(crate) fn get(self, name: &str) -> Option<Value<'a>> {
        let named = |value: &Value<'_>| value.node.key.is_some_and(|key| key.is(self.bytes, name));
        self.children().filter(named).last()
    }

    /// As [`Value::get`], where `null` counts as absent.
    pub(crate) fn get_some(self, name: &str) -> Option<Value<'a>> {
        self.get(name).filter(|value| !value.is_null())
    }

    /// The bytes of the record the value takes, quotation marks included.
    pub(crate) fn range(self) -> Range<u32> {
        self.node.start..self.node.end
    }

    /// Where a part of the text of a string stands in the record; `part` counts bytes of [`Value::text`].
    pub(crate) fn range_in_text(self, part: Range<usize>) -> Range<u32> {
        let Some(span) = self.node.text else {
            return self.range();
        };
        let content = &self.bytes[span.start as usize..span.end as usize];
        let raw = |at: usize| {
            let within = if span.plain {
                at.min(content.len())
            } else {
                raw_offset(content, at)
            };
            span.start + u32::try_from(within).unwrap_or(0)
        };
        raw(part.start)..raw(part.end)
    }

    /// As [`Value::range_in_text`], with the pointer of the string.
    pub(crate) fn place_in_text(self, part: Range<usize>) -> Place {
        Place {
            bytes: self.range_in_text(part),
            pointer: self.pointer(),
        }
    }

    /// Where the value is.
    pub(crate) fn place(self) -> Place {
        Place {
            bytes: self.node.start..self.node.end,
            pointer: self.pointer(),
        }
    }

    /// Where the value's key is; the value itself where it has none.
    pub(crate) fn key_place(self) -> Place {
        let bytes = self
            .node
            .key
            .map_or(self.node.start..self.node.end, |key| key.range());
        Place {
            bytes,
            pointer: self.pointer(),
        }
    }

    /// The bytes to cut out so that this member or item is gone together with one comma; `before` is its sibling before it.
    pub(crate) fn removal(self, before: Option<Value<'_>>) -> Range<u32> {
        let begin = |value: Value<'_>| {
            value
                .node
                .key
                .map_or(value.node.start, |key| key.range().start)
        };
        match (before, self.tree.value(self.bytes, self.node.next)) {
            (Some(before), _) => before.node.end..self.node.end,
            (None, Some(next)) => begin(self)..begin(next),
            (None, None) => begin(self)..self.node.end,
        }
    }

    /// The siblings before each member or item, with it.
    pub(crate) fn children_and_before(
        self,
    ) -> impl Iterator<Item = (Option<Value<'a>>, Value<'a>)> {
        let mut before = None;
        self.children()
            .map(move |child| (before.replace(child), child))
    }

    /// The place of bytes `from..to` of a string, where its bytes are its text; else the whole string.
    pub(crate) fn place_within(self, from: usize, to: usize) -> Place {
        let mut place = self.place();
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        if let Some(span) = self.node.text.filter(|span| span.plain) {
            let end = span.start.saturating_add(offset(to)).min(span.end);
            place.bytes = span.start.saturating_add(offset(from)).min(end)..end;
        }
        place
    }

    /// RFC 6901.
    pub(crate) fn pointer(self) -> String {
        let mut steps = Vec::new();
        let mut value = self;
        while let Some(parent) = self.tree.value(self.bytes, value.node.parent) {
            steps.push(match value.node.key {
                Some(key) => key.text(self.bytes).replace('~', "~0").replace('/', "~1"),
                None => value.node.ordinal.to_string(),
            });
            value = parent;
        }
        steps
            .iter()
            .rev()
            .fold(String::new(), |pointer, step| pointer + "/" + step)
    }
}
