//! Counts with the reference implementation, for comparison only: slow, and it panics on a million spaces.

use tiktoken_rs::CoreBPE;

use crate::counter::TokenCounter;
use crate::encoding::Encoding;

/// Counts tokens with `tiktoken-rs`.
pub struct ReferenceCounter {
    bpe: &'static CoreBPE,
}

impl ReferenceCounter {
    /// Makes a counter; the first of an encoding loads its vocabulary.
    #[must_use]
    pub fn new(encoding: Encoding) -> Self {
        let bpe = match encoding {
            Encoding::O200kBase => tiktoken_rs::o200k_base_singleton(),
            Encoding::Cl100kBase => tiktoken_rs::cl100k_base_singleton(),
            Encoding::O200kHarmony => tiktoken_rs::o200k_harmony_singleton(),
        };
        Self { bpe }
    }
}

impl TokenCounter for ReferenceCounter {
    fn count(&mut self, text: &str) -> u64 {
        self.bpe.count_ordinary(text) as u64
    }
}
