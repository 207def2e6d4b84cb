//! What another file holds, so that training and validation data can be kept apart.

use std::sync::Arc;

use crate::earlier::EarlierRecords;
use crate::fingerprint::Fingerprint;

/// The records of a file as hashes: the table that its own records were compared with, so that nothing is kept twice.
#[derive(Clone, Debug)]
pub struct KnownExamples {
    /// The file, as its label in the report.
    pub name: Arc<str>,
    records: EarlierRecords,
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
    pub(crate) fn new(name: &str, records: EarlierRecords) -> Self {
        Self {
            name: name.into(),
            records,
        }
    }

    pub(crate) fn leak(&self, print: &Fingerprint) -> Option<Leak> {
        if self.records.has_record(print) {
            Some(Leak::Record)
        } else if self.records.has_prompt(print) {
            Some(Leak::Prompt)
        } else {
            None
        }
    }
}
