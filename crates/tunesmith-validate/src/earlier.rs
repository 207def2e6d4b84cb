//! The records of a file so far, as hashes: whether one says the same as an earlier one, or asks the same and answers otherwise.
//!
//! One table for both questions and for all profiles, keyed by the prompt: a record whose prompt is new is new itself. Only a further record
//! with the same prompt goes into the second table. 24 bytes and one of control for each, in tables that are seven eighths full at most.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::fingerprint::{Already, Fingerprint};

/// Earlier records that one has something in common with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Earlier {
    /// The line of the first record that says the same.
    pub(crate) same: Option<u32>,
    /// The line of the first record with the same prompt, if its answer differs.
    pub(crate) conflict: Option<u32>,
}

/// The tables.
#[derive(Default)]
pub(crate) struct EarlierRecords {
    by_prompt: HashMap<u64, First, Already>,
    /// Keyed by half of the record's hash.
    others: HashMap<u64, First, Already>,
}

struct First {
    /// The other half of the record's hash.
    check: u64,
    /// The answer, cut short.
    answer: u32,
    line: u32,
}

impl EarlierRecords {
    /// Compares a record with those before it and remembers it.
    pub(crate) fn take(&mut self, print: &Fingerprint, line: u64) -> Earlier {
        let (half, check) = ((print.record >> 64) as u64, print.record as u64);
        let first = First {
            check,
            answer: print.answer as u32,
            line: u32::try_from(line).unwrap_or(u32::MAX),
        };
        let answer = first.answer;
        let key = if print.prompt == 0 {
            half
        } else {
            print.prompt
        };
        let known = match self.by_prompt.entry(key) {
            Entry::Vacant(place) => {
                place.insert(first);
                return Earlier::default();
            }
            Entry::Occupied(known) => known.into_mut(),
        };
        let differs = print.prompt != 0 && known.answer != answer;
        let conflict = differs.then_some(known.line);
        if known.check == check {
            let same = Some(known.line);
            return Earlier { same, conflict };
        }
        let same = match self.others.entry(half) {
            Entry::Vacant(place) => {
                place.insert(first);
                None
            }
            Entry::Occupied(known) => (known.get().check == check).then(|| known.get().line),
        };
        Earlier { same, conflict }
    }
}
