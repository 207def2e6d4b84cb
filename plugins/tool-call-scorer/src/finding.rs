//! What can be found, and how much of the score it takes.

use tunesmith_plugin_sdk::Finding;

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

/// A finding of the usual severity.
pub(crate) fn finding(mark: &'static str, words: impl Into<String>) -> Finding {
    let known = SEVERITIES.iter().find(|(name, _)| *name == mark);
    Finding::new(mark, known.map_or(1.0, |(_, severity)| *severity), words)
}
