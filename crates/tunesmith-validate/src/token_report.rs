//! How long the examples of a file are, in tokens.

use std::collections::BTreeMap;

use crate::counting::{Counting, ExampleTokens};

/// The tokens of a file. Exact; memory grows with the number of different lengths only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenReport {
    /// The encoding they were counted by.
    pub encoding: String,
    /// How many tokens of an example are trained, where that is known.
    pub max_example_tokens: Option<u64>,
    /// All tokens, also those that are cut off.
    pub total: u64,
    /// Tokens of trained assistant messages, also those that are cut off.
    pub trained: u64,
    /// Tokens that are left when each example is cut off at the limit.
    pub within_limit: u64,
    /// Examples that are longer than the limit.
    pub truncated: u64,
    /// Examples whose last answer is cut off as a whole.
    pub answers_cut: u64,
    /// How many examples have a length.
    lengths: BTreeMap<u64, u64>,
    /// How many examples there are.
    pub examples: u64,
}

impl TokenReport {
    pub(crate) fn new(counting: &Counting) -> Self {
        Self {
            encoding: counting.encoding.clone(),
            max_example_tokens: counting.max_example_tokens,
            total: 0,
            trained: 0,
            within_limit: 0,
            truncated: 0,
            answers_cut: 0,
            lengths: BTreeMap::new(),
            examples: 0,
        }
    }

    pub(crate) fn add(&mut self, tokens: &ExampleTokens) {
        let limit = self.max_example_tokens.unwrap_or(u64::MAX);
        self.examples += 1;
        self.total += tokens.total;
        self.trained += tokens.trained;
        self.within_limit += tokens.total.min(limit);
        self.truncated += u64::from(tokens.total > limit);
        self.answers_cut += u64::from(tokens.trained > 0 && tokens.before_answer >= limit);
        *self.lengths.entry(tokens.total).or_default() += 1;
    }

    /// The shortest example.
    pub fn min(&self) -> Option<u64> {
        self.lengths.keys().next().copied()
    }

    /// The longest example.
    pub fn max(&self) -> Option<u64> {
        self.lengths.keys().next_back().copied()
    }

    /// The length that this share of the examples does not exceed (nearest rank), in percent.
    pub fn percentile(&self, percent: u64) -> Option<u64> {
        let rank = (self.examples * percent).div_ceil(100).max(1);
        let mut passed = 0;
        self.lengths.iter().find_map(|(length, count)| {
            passed += count;
            (passed >= rank).then_some(*length)
        })
    }

    /// How many examples have a length from a power of two up to the next: `(from, count)`, the empty ones in between included.
    pub fn histogram(&self) -> Vec<(u64, u64)> {
        let bucket = |length: u64| if length == 0 { 0 } else { 1 << length.ilog2() };
        let mut buckets: BTreeMap<u64, u64> = BTreeMap::new();
        for (length, count) in &self.lengths {
            *buckets.entry(bucket(*length)).or_default() += count;
        }
        let (Some(first), Some(last)) = (buckets.keys().next(), buckets.keys().next_back()) else {
            return Vec::new();
        };
        let next = |from: &u64| (from < last).then(|| (from * 2).max(1));
        let all = std::iter::successors(Some(*first), next);
        all.map(|from| (from, buckets.get(&from).copied().unwrap_or_default()))
            .collect()
    }
}
