//! What was found: mark, severity and words; and the one score made of it.

use serde_json::{Map, Value};
use tunesmith_plugin_sdk::Score;

/// Mark and how much of the score it takes. Information takes nothing.
pub(crate) const SEVERITIES: [(&str, f64); 16] = [
    ("unknown-tool", 1.0),
    ("bad-arguments-json", 1.0),
    ("unexpected-call", 1.0),
    ("missing-call", 1.0),
    ("wrong-call", 0.9),
    ("arguments-invalid", 0.8),
    ("call-in-text", 0.7),
    ("unanswered-call", 0.6),
    ("orphan-result", 0.6),
    ("duplicate-call-id", 0.6),
    ("bad-tool-definition", 0.4),
    ("no-question", 0.4),
    ("repeated-call", 0.3),
    ("invented-argument", 0.0),
    ("schema-unchecked", 0.0),
    ("no-tools", 0.0),
];

/// One thing worth telling.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Finding {
    pub(crate) mark: &'static str,
    pub(crate) severity: f64,
    pub(crate) words: String,
}

impl Finding {
    /// A finding of the usual severity.
    pub(crate) fn new(mark: &'static str, words: String) -> Self {
        let known = SEVERITIES.iter().find(|(name, _)| *name == mark);
        Self {
            mark,
            severity: known.map_or(1.0, |(_, severity)| *severity),
            words,
        }
    }
}

/// The product of (1 - severity) over the worst finding of each mark; the worst one speaks.
pub(crate) fn total(found: Vec<Finding>, extra: Map<String, Value>) -> Score {
    let mut worst: Vec<Finding> = Vec::new();
    for finding in found {
        if !worst.iter().any(|known| known.mark == finding.mark) {
            worst.push(finding);
        }
    }
    // Stable: findings of equal severity stay in the order of the checks.
    worst.sort_by(|left, right| right.severity.total_cmp(&left.severity));
    let value: f64 = worst.iter().map(|finding| 1.0 - finding.severity).product();
    Score {
        value: (value * 10_000.0).round() / 10_000.0,
        marks: worst
            .iter()
            .map(|finding| finding.mark.to_owned())
            .collect(),
        note: worst.into_iter().next().map(|finding| finding.words),
        extra,
    }
}
