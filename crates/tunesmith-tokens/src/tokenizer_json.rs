//! Counts with any Hugging Face `tokenizer.json`, given as bytes. Native only: the page does not carry it.

use tokenizers::Tokenizer;

use crate::counter::TokenCounter;

/// Why a `tokenizer.json` does not count.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenizerError {
    /// The file is no tokenizer.
    #[error("cannot read the tokenizer: {0}; wanted the bytes of a Hugging Face `tokenizer.json`")]
    Unreadable(String),
    /// The tokenizer refuses a text.
    #[error("the tokenizer cannot cut the text {text:?}: {reason}")]
    Refused {
        /// The text's beginning.
        text: String,
        /// In the tokenizer's words.
        reason: String,
    },
}

/// Counts tokens by a `tokenizer.json`, without the special tokens a model's template would add.
#[derive(Clone)]
pub struct TokenizerJson {
    tokenizer: Tokenizer,
    failure: Option<TokenizerError>,
}

impl TokenizerJson {
    /// Reads a `tokenizer.json`. Truncation and padding that it asks for are turned off: they would falsify counts.
    ///
    /// # Errors
    ///
    /// [`TokenizerError::Unreadable`] where the bytes are no tokenizer.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, TokenizerError> {
        let unreadable = |error: tokenizers::Error| TokenizerError::Unreadable(error.to_string());
        let mut tokenizer = Tokenizer::from_bytes(bytes).map_err(unreadable)?;
        tokenizer.with_padding(None);
        tokenizer.with_truncation(None).map_err(unreadable)?;
        Ok(Self {
            tokenizer,
            failure: None,
        })
    }

    /// Number of tokens of `text`.
    ///
    /// # Errors
    ///
    /// [`TokenizerError::Refused`] where the tokenizer has no token for a part of it and none for unknown ones.
    pub fn try_count(&self, text: &str) -> Result<u64, TokenizerError> {
        self.tokenizer
            .encode_fast(text, false)
            .map(|encoding| encoding.len() as u64)
            .map_err(|error| TokenizerError::Refused {
                text: text.chars().take(40).collect(),
                reason: error.to_string(),
            })
    }

    /// The first text that could not be counted. As long as there is none, all counts are right.
    #[must_use]
    pub fn failure(&self) -> Option<&TokenizerError> {
        self.failure.as_ref()
    }
}

impl TokenCounter for TokenizerJson {
    /// Counts 0 for a text the tokenizer refuses, and remembers it in [`failure`](Self::failure).
    fn count(&mut self, text: &str) -> u64 {
        match self.try_count(text) {
            Ok(count) => count,
            Err(error) => {
                self.failure.get_or_insert(error);
                0
            }
        }
    }
}
