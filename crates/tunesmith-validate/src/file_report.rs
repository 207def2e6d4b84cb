//! What is said about one file: diagnostics with a piece of their line, and counts that stay exact where diagnostics are left out.

use std::collections::BTreeMap;

use tunesmith_core::{Diagnostic, Severity};
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::dataset::Container;
use crate::excerpt::Excerpt;
use crate::token_report::TokenReport;

/// The outcome of checking one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileReport {
    /// The label the caller gave.
    pub path: String,
    /// The profile it was checked against.
    pub profile: &'static str,
    /// The format of its first record whose format is known; else the one the profile wants.
    pub format: &'static str,
    /// How its records are laid out.
    pub container: Container,
    /// How many tokens there are, if they were counted.
    pub tokens: Option<TokenReport>,
    /// Records, read or not; a UTF-16 file counts as one.
    pub records: u64,
    /// Records without an error.
    pub examples: u64,
    /// The diagnostics that were kept, sorted by place; those about the whole file come first.
    pub diagnostics: Vec<Reported>,
    /// Every diagnostic counted, by rule.
    pub counts: BTreeMap<&'static str, Counts>,
    /// By rule, every record it speaks of, by their place among all; empty unless records are listed ([`Checker::listing`](crate::Checker::listing)).
    pub records_of: BTreeMap<&'static str, Vec<u32>>,
}

/// A diagnostic and what its place looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reported {
    /// What is wrong.
    pub diagnostic: Diagnostic,
    /// A piece of the line; `None` if it is about the whole file.
    pub excerpt: Option<Excerpt>,
    /// XXH3 (64 bits) of the rule, the pointer and the record's bytes: the same when the record moves to another line, another when the record
    /// changes. Equal findings in equal records share it.
    pub fingerprint: u64,
}

/// The fingerprint of a finding; `record` is the hash of its record's bytes, which is taken once for all findings of a record.
pub(crate) fn fingerprint(rule: &str, pointer: &str, record: u64) -> u64 {
    // Why: rules have no zero byte in their names, so the pair is told apart whatever the pointer holds.
    xxh3_64_with_seed(format!("{rule}\0{pointer}").as_bytes(), record)
}

/// How many diagnostics there are of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Errors.
    pub errors: u64,
    /// Warnings.
    pub warnings: u64,
    /// Infos.
    pub infos: u64,
}

impl Counts {
    /// All of them.
    pub fn total(self) -> u64 {
        self.errors + self.warnings + self.infos
    }

    /// Those of one severity.
    pub fn of(self, severity: Severity) -> u64 {
        match severity {
            Severity::Error => self.errors,
            Severity::Warning => self.warnings,
            Severity::Info => self.infos,
        }
    }

    /// Takes away up to `count` of one severity and says how many there were to take.
    pub(crate) fn take(&mut self, severity: Severity, count: u64) -> u64 {
        let mine = match severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
            Severity::Info => &mut self.infos,
        };
        let taken = count.min(*mine);
        *mine -= taken;
        taken
    }

    pub(crate) fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Info => self.infos += 1,
        }
    }
}

impl std::iter::Sum for Counts {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::default(), |sum, one| Self {
            errors: sum.errors + one.errors,
            warnings: sum.warnings + one.warnings,
            infos: sum.infos + one.infos,
        })
    }
}

impl FileReport {
    /// The sum over all rules.
    pub fn totals(&self) -> Counts {
        self.counts.values().copied().sum()
    }

    /// Whether there is no error.
    pub fn passed(&self) -> bool {
        self.totals().errors == 0
    }

    /// How many diagnostics were counted but not kept.
    pub fn left_out(&self) -> u64 {
        self.totals().total() - self.diagnostics.len() as u64
    }
}
