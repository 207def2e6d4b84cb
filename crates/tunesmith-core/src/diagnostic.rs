//! One thing worth telling the user about one place in their data, and a change we offer.

use std::ops::Range;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Probably not what was meant.
    Warning,
    /// A provider refuses it or training would be wrong.
    Error,
}

impl Severity {
    /// The word in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A place in a file. Findings about the whole file have line 0 and an empty pointer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Location {
    /// From 1.
    pub line: u64,
    /// Unicode scalar values from 1; 0 for the whole file.
    pub column: u64,
    /// Absolute in the (decompressed) file.
    pub bytes: Range<u64>,
    /// RFC 6901 pointer into the record; empty for the record itself.
    pub pointer: String,
}

/// A second place that helps to understand the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub location: Location,
    /// What is there.
    pub message: String,
}

/// Whether a change keeps the meaning of the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Safety {
    /// The meaning stays.
    Safe,
    /// It may not; needs a flag.
    Unsafe,
}

/// Replaces bytes of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Absolute in the (decompressed) file.
    pub bytes: Range<u64>,
    /// What comes there.
    pub replacement: String,
}

/// A change we offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, imperative.
    pub title: String,
    /// Whether it needs a flag.
    pub safety: Safety,
    /// The edits, sorted, not overlapping.
    pub edits: Vec<Edit>,
}

/// One finding. What is wrong, where, why it matters, what to do, and who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule's name, which is its code.
    pub rule: &'static str,
    /// How bad.
    pub severity: Severity,
    /// One phrase, lower case, no final period.
    pub message: String,
    /// Where.
    pub location: Location,
    /// Other places that belong to it.
    pub related: Vec<Label>,
    /// Why it matters.
    pub because: Option<String>,
    /// What to do.
    pub help: Option<String>,
    /// Profiles that ask for it.
    pub profiles: Vec<&'static str>,
    /// A change we offer.
    pub fix: Option<Fix>,
}
