//! The counter that ships: splits text by hand, remembers the counts of short pieces, merges the rest.
//!
//! Exact: equal to the reference on every text. Linear up to a logarithm in the longest piece, whatever the text.

use std::sync::Arc;

use crate::counter::TokenCounter;
use crate::encoding::Encoding;
use crate::merge::Merger;
use crate::split::{Cl100k, O200k, Pattern};
use crate::vocabulary::Vocabulary;
use crate::window::{Key, MOST, Window, hash};

/// Places of the cache: a power of two; 16 bytes each.
const PLACES: usize = 1 << 16;
/// Where a cache entry holds its count, above the key's length.
const COUNT_SHIFT: u32 = 60;

/// Counts tokens of one encoding exactly, by byte-pair encoding.
///
/// The tables are shared by all counters of an encoding and made with the first; the cache (1 MiB) is the counter's own.
pub struct BpeCounter {
    encoding: Encoding,
    engine: Engine,
}

struct Engine {
    vocabulary: Arc<Vocabulary>,
    merger: Box<Merger>,
    /// The latest piece of each place, with its count.
    cache: Box<[Key; PLACES]>,
}

impl BpeCounter {
    /// Makes a counter. The first one of an encoding makes its tables, which takes some milliseconds.
    #[must_use]
    pub fn new(encoding: Encoding) -> Self {
        Self {
            encoding,
            engine: Engine {
                vocabulary: Vocabulary::of(encoding),
                merger: Box::new(Merger::new()),
                cache: vec![[0; 2]; PLACES]
                    .try_into()
                    .unwrap_or_else(|_| Box::new([[0; 2]; PLACES])),
            },
        }
    }

    /// The encoding it counts in.
    #[must_use]
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }
}

impl TokenCounter for BpeCounter {
    fn count(&mut self, text: &str) -> u64 {
        match self.encoding {
            Encoding::O200kBase | Encoding::O200kHarmony => {
                self.engine.count::<O200k>(text.as_bytes())
            }
            Encoding::Cl100kBase => self.engine.count::<Cl100k>(text.as_bytes()),
        }
    }
}

impl Engine {
    fn count<P: Pattern>(&mut self, text: &[u8]) -> u64 {
        let mut total = 0;
        let mut at = 0;
        while at < text.len() {
            let window = Window::at(text, at);
            let mut length = P::word(&window);
            if length == 0 {
                length = P::end(text, at) - at;
            }
            total += if length <= MOST {
                let key = window.key(length);
                let hash = hash(key);
                let entry = self.cache[place(hash)];
                if entry[0] == key[0] && entry[1] << 4 == key[1] << 4 {
                    entry[1] >> COUNT_SHIFT
                } else {
                    self.learn(key, hash, &text[at..at + length])
                }
            } else {
                self.long(&text[at..at + length])
            };
            at += length;
        }
        total
    }

    #[inline(never)]
    fn learn(&mut self, key: Key, hash: u64, piece: &[u8]) -> u64 {
        let count = if self.vocabulary.has_short(key, hash) {
            1
        } else {
            self.merger.count(&self.vocabulary, piece)
        };
        self.cache[place(hash)] = [key[0], key[1] | count << COUNT_SHIFT];
        count
    }

    #[inline(never)]
    fn long(&mut self, piece: &[u8]) -> u64 {
        if self.vocabulary.has_long(piece) {
            1
        } else {
            self.merger.count(&self.vocabulary, piece)
        }
    }
}

#[inline(always)]
fn place(hash: u64) -> usize {
    (hash >> (64 - PLACES.trailing_zeros())) as usize & (PLACES - 1)
}
