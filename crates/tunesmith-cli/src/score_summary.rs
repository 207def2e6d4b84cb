//! How the values of one scorer spread over the rows of a run: least, greatest, mean and a histogram.

use std::collections::BTreeMap;

use tunesmith_core::Score;

use crate::run_report::{HistogramBar, ScoreSummary};

/// Bars of a histogram.
const BARS: usize = 10;

/// Of each score and whether its row was kept, in the order of the rows; nothing without a finite value.
pub(crate) fn score_summary<'a>(scores: &[(&'a Score, bool)]) -> Option<ScoreSummary<'a>> {
    let mut marks: BTreeMap<&str, u64> = BTreeMap::new();
    for mark in scores.iter().flat_map(|(score, _)| &score.marks) {
        *marks.entry(mark).or_default() += 1;
    }
    let finite: Vec<(f64, bool)> = scores
        .iter()
        .map(|(score, kept)| (score.value, *kept))
        .filter(|(value, _)| value.is_finite())
        .collect();
    let values = || finite.iter().map(|(value, _)| *value);
    let min = values().reduce(f64::min)?;
    let max = values().reduce(f64::max)?;
    // Each is divided before it is added: a sum of large values may be infinite.
    let number = finite.len() as f64;
    let mean = values().map(|value| value / number).sum();
    Some(ScoreSummary {
        count: finite.len() as u64,
        mean,
        min,
        max,
        histogram: histogram(&finite, min, max),
        marks,
    })
}

fn histogram(values: &[(f64, bool)], min: f64, max: f64) -> Vec<HistogramBar> {
    let (from, to) = if min >= 0.0 && max <= 1.0 {
        (0.0, 1.0)
    } else {
        (min, max)
    };
    let width = to - from;
    // All are equal, or so far apart that no number can say how far.
    let bars = if width > 0.0 && width.is_finite() {
        BARS
    } else {
        1
    };
    let edge = |index: usize| {
        if index == bars {
            to
        } else {
            from + width * index as f64 / bars as f64
        }
    };
    let mut histogram: Vec<HistogramBar> = (0..bars)
        .map(|index| HistogramBar {
            from: if index == 0 { from } else { edge(index) },
            to: edge(index + 1),
            count: 0,
            kept: 0,
        })
        .collect();
    for (value, kept) in values {
        // The bars say themselves where they begin, so what is drawn is what was counted.
        let after = histogram.partition_point(|bar| bar.from <= *value);
        let bar = &mut histogram[after.saturating_sub(1)];
        bar.count += 1;
        bar.kept += u64::from(*kept);
    }
    histogram
}

#[cfg(test)]
mod tests {
    use tunesmith_core::Score;

    use super::score_summary;

    fn counts(values: &[f64]) -> Option<Vec<(f64, f64, u64, u64)>> {
        let scores: Vec<Score> = values
            .iter()
            .map(|value| Score {
                value: *value,
                ..Score::default()
            })
            .collect();
        let scores: Vec<(&Score, bool)> = scores
            .iter()
            .map(|score| (score, score.value > 0.5))
            .collect();
        let summary = score_summary(&scores)?;
        let finite = values.iter().filter(|value| value.is_finite()).count();
        let counted: u64 = summary.histogram.iter().map(|bar| bar.count).sum();
        assert_eq!(
            (summary.count, counted),
            (finite as u64, finite as u64),
            "every value stands in one bar"
        );
        let bars = summary.histogram.iter();
        Some(
            bars.map(|bar| (bar.from, bar.to, bar.count, bar.kept))
                .collect(),
        )
    }

    #[test]
    fn values_between_0_and_1_are_drawn_from_0_to_1() {
        let bars = counts(&[0.0, 0.3, 0.35, 0.6, 0.7, 1.0]).unwrap();
        assert_eq!(bars.len(), 10);
        let counted: Vec<u64> = bars.iter().map(|bar| bar.2).collect();
        assert_eq!(counted, [1, 0, 0, 2, 0, 0, 1, 1, 0, 1]);
        let kept: Vec<u64> = bars.iter().map(|bar| bar.3).collect();
        assert_eq!(kept, [0, 0, 0, 0, 0, 0, 1, 1, 0, 1]);
        assert_eq!((bars[3].0, bars[3].1, bars[9].1), (0.3, 0.4, 1.0));
    }

    #[test]
    fn other_values_are_drawn_from_the_least_to_the_greatest() {
        let bars = counts(&[-10.0, 0.0, 90.0]).unwrap();
        assert_eq!(bars[0], (-10.0, 0.0, 1, 0));
        assert_eq!(bars[1], (0.0, 10.0, 1, 0));
        assert_eq!(bars[9], (80.0, 90.0, 1, 1));
    }

    #[test]
    fn no_values_break_it() {
        assert_eq!(counts(&[]), None);
        assert_eq!(counts(&[f64::INFINITY]), None);
        assert_eq!(counts(&[7.0, 7.0]), Some(vec![(7.0, 7.0, 2, 2)]));
        assert_eq!(
            counts(&[-f64::MAX, f64::MAX]),
            Some(vec![(-f64::MAX, f64::MAX, 2, 1)])
        );
        assert_eq!(counts(&[5e-324, 2.0]).unwrap().len(), 10);
    }
}
