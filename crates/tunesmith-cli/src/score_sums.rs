//! What `tunesmith score` says of one scorer at the end: how many scores, their mean and range, how many failures and why.

use std::collections::BTreeMap;

use tunesmith_core::{Score, StageFailure};

use crate::text::{count, cut};

/// Letters of a reason that are shown.
const LONGEST: usize = 300;
/// How many reasons are counted, and how many of them are shown.
const REASONS: (usize, usize) = (100, 5);

/// What became of the records at one scorer, added up in their order.
#[derive(Default)]
pub(crate) struct ScoreSum {
    scored: u64,
    mean: f64,
    range: Option<(f64, f64)>,
    pub(crate) failed: u64,
    reasons: BTreeMap<String, u64>,
}

impl ScoreSum {
    /// Adds one record.
    pub(crate) fn take(&mut self, result: &Result<Score, StageFailure>) {
        match result {
            Ok(Score { value, .. }) => {
                self.scored += 1;
                // Each is divided before it is subtracted: a sum or a difference of large values may be infinite.
                let number = self.scored as f64;
                self.mean += value / number - self.mean / number;
                let (min, max) = self.range.unwrap_or((*value, *value));
                self.range = Some((min.min(*value), max.max(*value)));
            }
            Err(failure) => {
                self.failed += 1;
                let why = failure.to_string();
                // Why: the words of a failure may name what is in the data, so there is no end to them.
                if self.reasons.len() < REASONS.0 || self.reasons.contains_key(&why) {
                    *self.reasons.entry(why).or_default() += 1;
                }
            }
        }
    }

    /// The lines about it, the first with its name.
    pub(crate) fn told(&self, name: &str) -> String {
        let mut text = format!("{name}: {}", count(self.scored, "score", "scores"));
        if let Some((min, max)) = self.range {
            let mean = self.mean;
            text.push_str(&format!(", mean {mean:.3}, min {min:.3}, max {max:.3}"));
        }
        text.push('\n');
        if self.failed > 0 {
            let records = count(self.failed, "record", "records");
            text.push_str(&format!("  {records} failed\n"));
        }
        let mut reasons: Vec<(&String, &u64)> = self.reasons.iter().collect();
        reasons.sort_by_key(|(_, times)| std::cmp::Reverse(**times));
        for (why, times) in reasons.iter().take(REASONS.1) {
            text.push_str(&format!("    {times}  {}\n", cut(why, LONGEST)));
        }
        if let more @ 1.. = reasons.len().saturating_sub(REASONS.1) {
            text.push_str(&format!("    and for {more} more reasons\n"));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use tunesmith_core::{Score, StageFailure};

    use super::ScoreSum;

    fn sum(results: impl IntoIterator<Item = Result<f64, &'static str>>) -> String {
        let mut sum = ScoreSum::default();
        for result in results {
            let score = |value| Score {
                value,
                ..Score::default()
            };
            let result = result.map(score);
            sum.take(&result.map_err(|why| StageFailure::Reported(why.to_owned())));
        }
        sum.told("s")
    }

    #[test]
    fn scores_are_summed_up() {
        assert_eq!(sum([]), "s: 0 scores\n");
        assert_eq!(
            sum([Ok(0.0), Ok(0.25), Ok(-1.0), Ok(1.75)]),
            "s: 4 scores, mean 0.250, min -1.000, max 1.750\n"
        );
        let large = sum([Ok(f64::MAX), Ok(-f64::MAX)]);
        assert!(
            large.starts_with("s: 2 scores, mean 0.000, min -179"),
            "{large}"
        );
    }

    #[test]
    fn what_failed_most_is_told_first() {
        let all = ["a", "b", "b", "c", "d", "e", "f", "g"];
        assert_eq!(
            sum(all.map(Err)),
            "s: 0 scores\n  8 records failed\n    2  reported: b\n    1  reported: a\n    1  reported: c\n    1  reported: d\n    1  reported: e\n    and for 2 more reasons\n"
        );
    }
}
