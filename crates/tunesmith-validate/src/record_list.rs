//! Where each record of a file lies, for a viewer that reads records again when they are looked at.
//!
//! 24 bytes a record.

use crate::dataset::Facts;

/// What is kept of one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListedRecord {
    /// Where it begins, absolute in the (decompressed) file.
    pub offset: u64,
    /// Its length in bytes.
    pub length: u32,
    /// The line it begins in, from 1.
    pub line: u32,
    /// Its tokens; 0 where they were not counted.
    pub tokens: u32,
    /// The profiles that found no error in it: a bit for each, in the order they were given.
    pub sound: u32,
}

impl ListedRecord {
    pub(crate) fn of(facts: &Facts, sound: u32) -> Self {
        let short = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        Self {
            offset: facts.origin.offset,
            length: short(facts.length),
            line: short(facts.origin.line),
            tokens: facts.tokens.map_or(0, |tokens| short(tokens.total)),
            sound,
        }
    }
}
