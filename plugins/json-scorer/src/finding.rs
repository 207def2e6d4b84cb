//! What can be found, and how much of the score it takes.

use tunesmith_plugin_sdk::Finding;

/// Mark and how much of the score it takes. Information takes nothing.
pub(crate) const SEVERITIES: [(&str, f64); 14] = [
    ("not-json", 1.0),
    ("bad-json", 1.0),
    ("wrong-values", 1.0),
    ("schema-invalid", 0.8),
    ("placeholder", 0.6),
    ("duplicate-key", 0.5),
    ("extra-text", 0.4),
    ("null-heavy", 0.3),
    ("unknown-key", 0.3),
    ("fenced", 0.1),
    ("ungrounded", 0.0),
    ("schema-unchecked", 0.0),
    ("no-schema", 0.0),
    ("unchecked", 0.0),
];

/// A finding of the usual severity.
pub(crate) fn finding(mark: &'static str, words: impl Into<String>) -> Finding {
    let known = SEVERITIES.iter().find(|(name, _)| *name == mark);
    Finding::new(mark, known.map_or(1.0, |(_, severity)| *severity), words)
}
