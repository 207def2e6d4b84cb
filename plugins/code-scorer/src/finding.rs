//! What was found: mark, severity and words; and the one score made of it.

/// Mark and how much of the score it takes. `syntax-error` takes the share of blocks that have one; information takes nothing.
pub(crate) const SEVERITIES: [(&str, f64); 8] = [
    ("no-code", 1.0),
    ("syntax-error", 0.0),
    ("disallowed-language", 0.5),
    ("unclosed-fence", 0.3),
    ("placeholder", 0.3),
    ("empty-block", 0.2),
    ("unknown-language", 0.1),
    ("unchecked", 0.0),
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
    pub(crate) fn new(mark: &'static str, words: impl Into<String>) -> Self {
        let known = SEVERITIES.iter().find(|(name, _)| *name == mark);
        Self {
            mark,
            severity: known.map_or(1.0, |(_, severity)| *severity),
            words: words.into(),
        }
    }

    /// The same, taking nothing.
    pub(crate) fn free(mark: &'static str, words: impl Into<String>) -> Self {
        Self {
            mark,
            severity: 0.0,
            words: words.into(),
        }
    }
}

/// The first finding of each mark, the most severe first; those of equal severity in the order of the checks.
pub(crate) fn ordered(found: Vec<Finding>) -> Vec<Finding> {
    let mut first: Vec<Finding> = Vec::new();
    for finding in found {
        if !first.iter().any(|known| known.mark == finding.mark) {
            first.push(finding);
        }
    }
    let weight = |finding: &Finding| match finding.mark {
        "syntax-error" => 0.9,
        _ => finding.severity,
    };
    first.sort_by(|left, right| weight(right).total_cmp(&weight(left)));
    first
}
