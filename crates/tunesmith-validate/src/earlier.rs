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
#[derive(Clone, Debug, Default)]
pub(crate) struct EarlierRecords {
    by_prompt: HashMap<u64, First, Already>,
    /// Keyed by half of the record's hash.
    others: HashMap<u64, First, Already>,
}

#[derive(Clone, Debug)]
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
        let (half, check) = halves(print);
        let first = First {
            check,
            answer: print.answer as u32,
            line: u32::try_from(line).unwrap_or(u32::MAX),
        };
        let answer = first.answer;
        let known = match self.by_prompt.entry(key(print)) {
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

    /// Whether one of them says the same.
    pub(crate) fn has_record(&self, print: &Fingerprint) -> bool {
        let (half, check) = halves(print);
        let Some(first) = self.by_prompt.get(&key(print)) else {
            return false;
        };
        let further = || self.others.get(&half);
        first.check == check || further().is_some_and(|other| other.check == check)
    }

    /// Whether one of them asks the same.
    pub(crate) fn has_prompt(&self, print: &Fingerprint) -> bool {
        print.prompt != 0 && self.by_prompt.contains_key(&print.prompt)
    }
}

/// The two halves of the record's hash.
fn halves(print: &Fingerprint) -> (u64, u64) {
    ((print.record >> 64) as u64, print.record as u64)
}

/// What a record is found by: its prompt; without one, half of its hash.
fn key(print: &Fingerprint) -> u64 {
    if print.prompt == 0 {
        halves(print).0
    } else {
        print.prompt
    }
}
