//! What is known of a whole file, and what is remembered of each record so that records can be compared.
//!
//! Invariant: nothing here grows with the file except what rules that compare records keep for themselves.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::counting::ExampleTokens;
use crate::earlier::Earlier;
use crate::fingerprint::Fingerprint;
use crate::json::Place;
use crate::known::Leak;
use crate::report::{Origin, Report};

/// How the records of a file are laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Container {
    /// One record a line.
    #[default]
    Lines,
    /// One JSON array whose elements are the records.
    Array,
    /// Records that run over several lines, one after the other.
    Spread,
    /// Not UTF-8, so nothing was read.
    Utf16,
}

impl Container {
    /// The words for reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lines => "lines",
            Self::Array => "array",
            Self::Spread => "pretty-printed",
            Self::Utf16 => "utf-16",
        }
    }
}

/// A whole file, as far as is known at its end.
#[derive(Clone, Debug, Default)]
pub(crate) struct Dataset {
    pub(crate) container: Container,
    /// Whether a file that is an array ends without its bracket.
    pub(crate) array_unclosed: bool,
    pub(crate) records: u64,
    /// Those of them that are for reinforcement.
    pub(crate) reinforcement: u64,
    /// Bytes of the (decompressed) file.
    pub(crate) bytes: u64,
    /// Whether it begins with a byte order mark.
    pub(crate) byte_order_mark: bool,
    /// Lines that end in carriage return and line feed.
    pub(crate) crlf_lines: u64,
    /// For each format how many records are in it and the line of the first; the empty name stands for "not known".
    pub(crate) formats: BTreeMap<&'static str, Seen>,
}

/// How often something was seen, and where first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) count: u64,
    pub(crate) first_line: u64,
}

impl Dataset {
    /// Whether the records could be told apart and counted.
    pub(crate) fn is_countable(&self) -> bool {
        self.container != Container::Utf16
    }
}

/// How the items of `messages` keep their content. Both are false where there is no such list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ContentKinds {
    /// Some as a string.
    pub(crate) text: bool,
    /// Some as a list of parts.
    pub(crate) parts: bool,
}

/// What is remembered of one record.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    /// Where it begins.
    pub(crate) origin: Origin,
    /// Its length in bytes.
    pub(crate) length: u64,
    /// Its format; empty if not known.
    pub(crate) format: &'static str,
    /// Which keys it has, as a hash that knows no order; 0 for a record that is no object.
    pub(crate) keys: u64,
    /// Whether it declares tools.
    pub(crate) has_tools: bool,
    /// Whether it is for reinforcement.
    pub(crate) reinforcement: bool,
    /// How its messages keep their content.
    pub(crate) content_kinds: ContentKinds,
    /// What it says; nothing for a record that could not be read.
    pub(crate) print: Option<Fingerprint>,
    /// Its tokens, if they are counted.
    pub(crate) tokens: Option<ExampleTokens>,
    /// What it has in common with another file, and that file's name; known once it is taken in.
    pub(crate) leak: Option<(Leak, Arc<str>)>,
    /// What it has in common with earlier records of its file; known once it is taken in, and only if a rule wants to know.
    pub(crate) earlier: Earlier,
    /// The profiles that found no error in it: a bit for each, in the order they were given.
    pub(crate) sound: u32,
}

impl Facts {
    /// The record as the place of a finding about it.
    pub(crate) fn whole(&self) -> Place {
        Place {
            bytes: 0..u32::try_from(self.length).unwrap_or(u32::MAX),
            pointer: String::new(),
        }
    }
}

/// A rule that compares records: told of each in the order of the file. It reports on the record it is told of.
pub(crate) trait Follow: Send {
    fn take(&mut self, facts: &Facts, report: &mut Report<'_>);

    /// Told at the end of the file, for what shows only then; it reports on the file as a whole.
    fn finish(&mut self, _report: &mut Report<'_>) {}
}
