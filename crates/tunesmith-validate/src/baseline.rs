//! Accepts the findings of today, so that only new ones fail.
//!
//! A baseline is a JSON text of counts by path, profile, rule and fingerprint; it knows no line numbers, so moved records stay accepted. A second
//! equal defect is one too many and comes back. Invariant: applied to the reports it was made of, a baseline leaves nothing.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tunesmith_core::Severity;

use crate::file_report::{Counts, FileReport, Reported};
use crate::render::text::plain_path;

/// The version of the text.
const VERSION: u32 = 1;

const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Info];

/// Which findings are accepted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline(BTreeMap<String, ByProfile>);

type ByProfile = BTreeMap<String, ByRule>;
type ByRule = BTreeMap<String, Entry>;

/// What is accepted of one rule in one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Entry {
    /// So many of each fingerprint.
    Each(BTreeMap<Fingerprint, u64>),
    /// So many of each severity, whichever they are: more were found than are kept, so their fingerprints are not known.
    Any(Budget),
}

/// As 16 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
struct Fingerprint(u64);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Budget {
    #[serde(skip_serializing_if = "is_zero")]
    error: u64,
    #[serde(skip_serializing_if = "is_zero")]
    warning: u64,
    #[serde(skip_serializing_if = "is_zero")]
    info: u64,
}

/// How many findings were taken out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Accepted {
    /// Over all reports and severities.
    pub count: u64,
}

/// Says why a text is not a baseline.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// It is not JSON of the right shape.
    #[error(
        "the baseline can not be read: {0}; write a fresh one, or undo what was changed by hand"
    )]
    Malformed(#[from] serde_json::Error),
    /// It is of a version that is not known here.
    #[error(
        "the baseline has version {found}, and this release reads version {VERSION}; write a fresh one"
    )]
    UnknownVersion {
        /// The version it says.
        found: u64,
    },
}

#[derive(Deserialize)]
struct Head {
    version: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document<Findings> {
    version: u32,
    accepted: Findings,
}

impl Baseline {
    /// Accepts everything these reports hold. Where more of a rule was found in a file than a report keeps (`KEPT_PER_RULE`), its findings are
    /// accepted by number only.
    pub fn of(reports: &[FileReport]) -> Self {
        let mut baseline = Self::default();
        for report in reports {
            for (rule, counts) in &report.counts {
                if counts.total() > 0 {
                    baseline.accept(report, rule, *counts);
                }
            }
        }
        baseline
    }

    fn accept(&mut self, report: &FileReport, rule: &str, counts: Counts) {
        let kept: Vec<&Reported> = report
            .diagnostics
            .iter()
            .filter(|reported| reported.diagnostic.rule == rule)
            .collect();
        let found = if kept.len() as u64 == counts.total() {
            let mut each = BTreeMap::new();
            for reported in kept {
                *each.entry(Fingerprint(reported.fingerprint)).or_default() += 1;
            }
            Entry::Each(each)
        } else {
            Entry::Any(Budget {
                error: counts.errors,
                warning: counts.warnings,
                info: counts.infos,
            })
        };
        let by_profile = self
            .0
            .entry(plain_path(&report.path).to_owned())
            .or_default();
        let by_rule = by_profile.entry(report.profile.to_owned()).or_default();
        // Why: a file that is named twice is accepted once; it will be named twice again, and each report is looked at on its own.
        by_rule.insert(rule.to_owned(), found);
    }

    /// Reads what [`Baseline::render`] wrote.
    pub fn parse(text: &str) -> Result<Self, BaselineError> {
        let Head { version } = serde_json::from_str(text)?;
        if version != u64::from(VERSION) {
            return Err(BaselineError::UnknownVersion { found: version });
        }
        let document: Document<BTreeMap<String, ByProfile>> = serde_json::from_str(text)?;
        Ok(Self(document.accepted))
    }

    /// Writes it as JSON, sorted and with one fingerprint a line, so that a change shows as few changed lines. Ends with a line break.
    pub fn render(&self) -> String {
        let document = Document {
            version: VERSION,
            accepted: &self.0,
        };
        let text = serde_json::to_string_pretty(&document);
        text.expect("strings and numbers are always writable") + "\n"
    }

    /// Takes the accepted findings out of the reports and their counts. Severities do not matter to fingerprints: an accepted finding stays
    /// accepted when its rule is sharpened. Of findings accepted by number, the first ones of a file are taken out; if there are more than
    /// accepted, those that remain need not be the new ones. `FileReport::examples` stays as it is.
    pub fn apply(&self, reports: &mut [FileReport]) -> Accepted {
        let count = reports.iter_mut().map(|report| self.apply_to(report)).sum();
        Accepted { count }
    }

    fn apply_to(&self, report: &mut FileReport) -> u64 {
        let by_profile = self.0.get(plain_path(&report.path));
        let Some(by_rule) = by_profile.and_then(|profiles| profiles.get(report.profile)) else {
            return 0;
        };
        let mut left = by_rule.clone();
        let mut accepted = 0;
        // By number first: what was counted and not kept is in the numbers too.
        for (rule, entry) in &mut left {
            let (Entry::Any(budget), Some(counts)) = (entry, report.counts.get_mut(&**rule)) else {
                continue;
            };
            for severity in SEVERITIES {
                let taken = counts.take(severity, *budget.of(severity));
                accepted += taken;
                // From here on the budget says how many kept findings have to go: all that the count does not cover any more.
                let kept = report.diagnostics.iter().filter(|reported| {
                    let found = &reported.diagnostic;
                    found.rule == rule && found.severity == severity
                });
                *budget.of(severity) = (kept.count() as u64).saturating_sub(counts.of(severity));
            }
        }
        let counts = &mut report.counts;
        report.diagnostics.retain(|reported| {
            let found = &reported.diagnostic;
            match left.get_mut(found.rule) {
                None => true,
                Some(Entry::Any(budget)) => !take_one(budget.of(found.severity)),
                Some(Entry::Each(each)) => {
                    let known = each
                        .get_mut(&Fingerprint(reported.fingerprint))
                        .is_some_and(take_one);
                    if known && let Some(counts) = counts.get_mut(found.rule) {
                        accepted += counts.take(found.severity, 1);
                    }
                    !known
                }
            }
        });
        report.counts.retain(|_, counts| counts.total() > 0);
        accepted
    }
}

impl Budget {
    fn of(&mut self, severity: Severity) -> &mut u64 {
        match severity {
            Severity::Error => &mut self.error,
            Severity::Warning => &mut self.warning,
            Severity::Info => &mut self.info,
        }
    }
}

fn take_one(left: &mut u64) -> bool {
    let some = *left > 0;
    *left = left.saturating_sub(1);
    some
}

impl From<Fingerprint> for String {
    fn from(Fingerprint(bits): Fingerprint) -> Self {
        format!("{bits:016x}")
    }
}

impl TryFrom<String> for Fingerprint {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        // Why: `from_str_radix` takes a sign, and one fingerprint has one spelling.
        let plain = text.len() == 16
            && text
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let bits = u64::from_str_radix(&text, 16).ok().filter(|_| plain);
        bits.map(Self)
            .ok_or_else(|| format!("`{text}` is not a fingerprint of 16 hexadecimal digits"))
    }
}

fn is_zero(count: &u64) -> bool {
    *count == 0
}
