//! How long the examples of a file are, in tokens.

use tunesmith_tokens::TokenStatistics;

use crate::counting::{Counting, ExampleTokens};

/// The tokens of a file. Sums are exact.
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
    /// The lengths of the examples.
    pub lengths: TokenStatistics,
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
            lengths: TokenStatistics::new(),
        }
    }

    pub(crate) fn add(&mut self, tokens: &ExampleTokens) {
        let limit = self.max_example_tokens.unwrap_or(u64::MAX);
        self.total += tokens.total;
        self.trained += tokens.trained;
        self.within_limit += tokens.total.min(limit);
        self.truncated += u64::from(tokens.total > limit);
        self.answers_cut += u64::from(tokens.trained > 0 && tokens.before_answer >= limit);
        self.lengths.add(tokens.total);
    }
}
