//! Findings, for scorers that look for defects: each has a mark, takes a share of the score and says why.

use serde_json::{Map, Value};

use crate::Score;

/// A defect of an example.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What a filter can ask for: `too-long`.
    pub mark: &'static str,
    /// How much of the score it takes, 0 (only worth knowing) to 1 (nothing is left).
    pub severity: f64,
    /// One sentence for people, without its final period.
    pub words: String,
}

impl Finding {
    /// One finding.
    pub fn new(mark: &'static str, severity: f64, words: impl Into<String>) -> Self {
        Self {
            mark,
            severity,
            words: words.into(),
        }
    }

    /// One score of all findings: the product of (1 - severity) over the worst finding of each mark, rounded to four digits. Marks come
    /// the worst first, of equal severity in the order given; the note is the worst one's words.
    pub fn score(found: Vec<Self>, extra: Map<String, Value>) -> Score {
        let mut worst: Vec<Self> = Vec::new();
        for finding in found {
            match worst.iter_mut().find(|known| known.mark == finding.mark) {
                Some(known) if known.severity < finding.severity => *known = finding,
                Some(_) => {}
                None => worst.push(finding),
            }
        }
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
}

#[cfg(test)]
mod tests {
    use serde_json::Map;

    use super::Finding;

    #[test]
    fn the_worst_of_each_mark_counts() {
        let found = vec![
            Finding::new("fenced", 0.1, "it is fenced"),
            Finding::new("long", 0.25, "it is long"),
            Finding::new("long", 0.5, "it is very long"),
            Finding::new("known", 0.0, "it is known"),
        ];
        let score = Finding::score(found, Map::new());
        assert_eq!(score.value, 0.45);
        assert_eq!(score.marks, ["long", "fenced", "known"]);
        assert_eq!(score.note.as_deref(), Some("it is very long"));
        assert_eq!(Finding::score(Vec::new(), Map::new()).value, 1.0);
    }
}
