//! No single answer makes up more than half of a file of at least 20 records. Memory is bounded: answers are counted as in the algorithm of Misra
//! and Gries, so with more than 1024 different ones the count may be too low by one in a thousand of the records.

use std::collections::HashMap;

use tunesmith_core::{Location, Severity};

use crate::dataset::{Facts, Follow};
use crate::fingerprint::Already;
use crate::json::Place;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "repeated-answer",
    summary: "one answer makes up more than half of the records",
    page: include_str!("../../rules/repeated-answer.md"),
    group: Group::Dataset,
    severity: Severity::Warning,
    since: "0.2.0",
    check: Check::AcrossRecords(|| Box::new(Answers::new())),
};

/// Most answers that are counted at a time.
const MOST: usize = 1024;

/// Fewest records that say something about balance.
const FEWEST: u64 = 20;

/// For each answer how often it was seen and in which line first.
struct Answers {
    counts: HashMap<u64, (u64, u64), Already>,
    records: u64,
}

impl Answers {
    fn new() -> Self {
        // Why: with room to spare the table never has to be put in order again.
        Self {
            counts: HashMap::with_capacity_and_hasher(2 * MOST, Already::default()),
            records: 0,
        }
    }
}

impl Follow for Answers {
    fn take(&mut self, facts: &Facts, _report: &mut Report<'_>) {
        let Some(print) = facts.print.filter(|print| print.answer != 0) else {
            return;
        };
        self.records += 1;
        if self.counts.len() < MOST || self.counts.contains_key(&print.answer) {
            let first = (0, facts.origin.line);
            self.counts.entry(print.answer).or_insert(first).0 += 1;
            return;
        }
        // Every answer that is counted gives way by one, and this one too: so the work is paid for by what was counted.
        self.counts.retain(|_, (count, _)| {
            *count -= 1;
            *count > 0
        });
    }

    fn finish(&mut self, report: &mut Report<'_>) {
        let most = self.counts.values().max();
        let Some((count, line)) = most.filter(|(count, _)| *count > self.records / 2) else {
            return;
        };
        if self.records < FEWEST {
            return;
        }
        let location = Location {
            line: *line,
            column: 1,
            ..Location::default()
        };
        report
            .warning_at(
                Place::nowhere(),
                format!("{count} of {} records have the same answer", self.records),
            )
            .because("the model learns to give this answer whatever it is asked")
            .help("take some of these records out, or add records with other answers")
            .elsewhere(location, "first here");
    }
}
