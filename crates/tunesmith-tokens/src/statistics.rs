//! Statistics of token counts: count, sum, extremes, percentiles and a histogram, in bounded memory.
//!
//! Invariant: the result depends on the numbers alone, not on their order or on how accumulators were merged. Numbers below 65,536 are kept
//! exactly; larger ones fall into buckets no wider than 1/32,768 of their value.

use std::collections::BTreeMap;

/// Bits of a number that are kept.
const KEPT_BITS: u32 = 16;

/// Adds up token counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TokenStatistics {
    /// How often each number was seen, by the lowest number of its bucket.
    seen: BTreeMap<u64, u64>,
    count: u64,
    sum: u128,
    extremes: Option<(u64, u64)>,
}

/// One bar of a histogram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HistogramBar {
    /// Lowest number of the bar.
    pub from: u64,
    /// Highest number of the bar.
    pub to: u64,
    /// How many numbers it holds.
    pub count: u64,
}

impl TokenStatistics {
    /// Begins with nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one number.
    pub fn add(&mut self, tokens: u64) {
        *self.seen.entry(bucket(tokens)).or_default() += 1;
        self.count += 1;
        self.sum += u128::from(tokens);
        self.widen(tokens, tokens);
    }

    /// Adds everything another accumulator saw.
    pub fn merge(&mut self, other: &Self) {
        for (&bucket, &count) in &other.seen {
            *self.seen.entry(bucket).or_default() += count;
        }
        self.count += other.count;
        self.sum += other.sum;
        if let Some((least, most)) = other.extremes {
            self.widen(least, most);
        }
    }

    fn widen(&mut self, least: u64, most: u64) {
        let (low, high) = self.extremes.unwrap_or((least, most));
        self.extremes = Some((low.min(least), high.max(most)));
    }

    /// How many numbers there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Their sum; `u64::MAX` where it is larger.
    #[must_use]
    pub fn sum(&self) -> u64 {
        u64::try_from(self.sum).unwrap_or(u64::MAX)
    }

    /// The least of them; nothing where there are none.
    #[must_use]
    pub fn min(&self) -> Option<u64> {
        self.extremes.map(|(least, _)| least)
    }

    /// The most of them; nothing where there are none.
    #[must_use]
    pub fn max(&self) -> Option<u64> {
        self.extremes.map(|(_, most)| most)
    }

    /// Their mean; nothing where there are none.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum as f64 / self.count as f64)
    }

    /// The least number that at least `percent` of a hundred numbers do not exceed (the nearest rank): `percentile(50)` is the lower median.
    ///
    /// `percent` above 100 counts as 100. Exact below 65,536, else too low by less than 1/32,768.
    #[must_use]
    pub fn percentile(&self, percent: u8) -> Option<u64> {
        let (least, most) = self.extremes?;
        let percent = u128::from(percent.min(100));
        let rank = (u128::from(self.count) * percent).div_ceil(100).max(1);
        if rank >= u128::from(self.count) {
            return Some(most);
        }
        let mut below = 0;
        for (&bucket, &count) in &self.seen {
            below += u128::from(count);
            if below >= rank {
                return Some(bucket.max(least));
            }
        }
        Some(most)
    }

    /// Bars of equal width from the least number to the most, at most `bars` of them; the last may be narrower. Empty where there is nothing to show.
    #[must_use]
    pub fn histogram(&self, bars: usize) -> Vec<HistogramBar> {
        let Some((least, most)) = self.extremes else {
            return Vec::new();
        };
        if bars == 0 {
            return Vec::new();
        }
        // Why: in 128 bits nothing overflows, whatever the numbers.
        let span = u128::from(most - least) + 1;
        let width = span.div_ceil(bars as u128);
        let mut shown: Vec<HistogramBar> = (0..span.div_ceil(width))
            .map(|bar| {
                let from = u128::from(least) + bar * width;
                HistogramBar {
                    from: from as u64,
                    to: (from + width - 1).min(u128::from(most)) as u64,
                    count: 0,
                }
            })
            .collect();
        for (&bucket, &count) in &self.seen {
            let place = u128::from(bucket.max(least) - least) / width;
            if let Some(bar) = shown.get_mut(place as usize) {
                bar.count += count;
            }
        }
        shown
    }
}

/// The lowest number of the bucket a number falls into.
fn bucket(number: u64) -> u64 {
    let length = u64::BITS - number.leading_zeros();
    let dropped = length.saturating_sub(KEPT_BITS);
    number >> dropped << dropped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(numbers: &[u64]) -> TokenStatistics {
        let mut statistics = TokenStatistics::new();
        for &number in numbers {
            statistics.add(number);
        }
        statistics
    }

    #[test]
    fn nothing_has_no_extremes() {
        let none = TokenStatistics::new();
        assert_eq!(
            (none.count(), none.sum(), none.min(), none.max()),
            (0, 0, None, None)
        );
        assert_eq!((none.percentile(50), none.mean()), (None, None));
        assert!(none.histogram(5).is_empty());
    }

    #[test]
    fn buckets_begin_where_exactness_ends() {
        for (number, lowest) in [
            (0, 0),
            (1, 1),
            (65_535, 65_535),
            (65_536, 65_536),
            (131_071, 131_070),
            (131_072, 131_072),
            (u64::MAX, u64::MAX >> 48 << 48),
        ] {
            assert_eq!(bucket(number), lowest, "{number}");
        }
    }

    #[test]
    fn percentiles_are_nearest_ranks() {
        let ten = of(&[10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
        for (percent, wanted) in [
            (0, 10),
            (10, 10),
            (11, 20),
            (50, 50),
            (90, 90),
            (91, 100),
            (100, 100),
            (255, 100),
        ] {
            assert_eq!(ten.percentile(percent), Some(wanted), "{percent}");
        }
    }

    #[test]
    fn a_histogram_covers_everything_once() {
        let bars = of(&[1, 1, 2, 9, 10]).histogram(3);
        let plain: Vec<_> = bars
            .iter()
            .map(|bar| (bar.from, bar.to, bar.count))
            .collect();
        assert_eq!(plain, [(1, 4, 3), (5, 8, 0), (9, 10, 2)]);
        assert_eq!(of(&[0, u64::MAX]).histogram(2).len(), 2);
        assert_eq!(of(&[7]).histogram(9).len(), 1);
    }

    proptest! {
        #[test]
        fn order_and_merging_do_not_matter(
            numbers in prop::collection::vec(prop_oneof![0..1000u64, any::<u64>()], 1..60),
            cut in 0..60usize,
            bars in 1..20usize,
        ) {
            let whole = of(&numbers);
            let cut = cut.min(numbers.len());
            let mut merged = of(&numbers[cut..]);
            merged.merge(&of(&numbers[..cut]));
            prop_assert_eq!(&whole, &merged);

            let mut sorted = numbers;
            sorted.sort_unstable();
            for percent in [1, 10, 50, 90, 99] {
                let rank = (sorted.len() * usize::from(percent)).div_ceil(100).max(1);
                let exact = sorted[rank - 1];
                let got = whole.percentile(percent).unwrap();
                prop_assert!(got <= exact && exact - got <= exact / 32_768);
            }
            let counted: u64 = whole.histogram(bars).iter().map(|bar| bar.count).sum();
            prop_assert_eq!(counted, sorted.len() as u64);
        }
    }
}
