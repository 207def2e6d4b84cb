//! What another file holds, so that training and validation data can be kept apart.

use std::collections::HashSet;
use std::sync::Arc;

use crate::dataset::Facts;
use crate::fingerprint::{Already, Fingerprint, fold};

/// The records of a file as hashes: about 32 bytes for each.
#[derive(Clone, Debug)]
pub struct KnownExamples {
    /// The file, as its label in the report.
    pub name: Arc<str>,
    records: HashSet<u64, Already>,
    prompts: HashSet<u64, Already>,
}

/// What a record has in common with another file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Leak {
    /// It says the same.
    Record,
    /// It asks the same.
    Prompt,
}

impl KnownExamples {
    pub(crate) fn new(name: &str) -> Self {
        Self {
            name: name.into(),
            records: HashSet::default(),
            prompts: HashSet::default(),
        }
    }

    pub(crate) fn add(&mut self, facts: &Facts) {
        let Some(print) = facts.print else { return };
        self.records.insert(fold(print.record));
        if print.prompt != 0 {
            self.prompts.insert(print.prompt);
        }
    }

    pub(crate) fn leak(&self, print: &Fingerprint) -> Option<Leak> {
        if self.records.contains(&fold(print.record)) {
            Some(Leak::Record)
        } else if self.prompts.contains(&print.prompt) {
            Some(Leak::Prompt)
        } else {
            None
        }
    }
}
