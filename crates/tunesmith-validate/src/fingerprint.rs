//! What a record says, as hashes: equal records have equal fingerprints however they are spaced, escaped or ordered.
//!
//! The hash is XXH3 (128 bits), combined by value: lists in order, objects in any order. Invariant: the quick reader and the tree give
//! the same fingerprint for the same record.

use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use crate::conversation::Conversation;
use crate::json::{Kind, Value};

/// The hashes of one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fingerprint {
    /// The whole record.
    pub(crate) record: u128,
    /// What stands before the last assistant message, or the prompt; 0 where there is no such thing.
    pub(crate) prompt: u64,
    /// The last assistant message, or the completion; 0 where there is no such thing.
    pub(crate) answer: u64,
}

impl Fingerprint {
    /// Takes the hashes of a record.
    pub(crate) fn of(conversation: &Conversation<'_>) -> Self {
        let (prompt, answer) = conversation.prompt_and_answer();
        Self {
            record: value(conversation.root),
            prompt,
            answer,
        }
    }
}

/// The hash of an empty list, and of a list before its first item.
pub(crate) const LIST: u128 = 0x243f_6a88_85a3_08d3_1319_8a2e_0370_7344;
/// The hash of an empty object.
pub(crate) const OBJECT: u128 = 0xa409_3822_299f_31d0_082e_fa98_ec4e_6c89;

/// A text of a string.
pub(crate) fn text(text: &[u8]) -> u128 {
    xxh3_128(text)
}

/// A short hash of a text.
pub(crate) fn short(text: &[u8]) -> u64 {
    xxh3_64(text)
}

/// A list with one more item.
pub(crate) fn item(list: u128, item: u128) -> u128 {
    mix(list ^ item.rotate_left(64))
}

/// A list after its last item.
pub(crate) fn list_end(list: u128) -> u128 {
    mix(list)
}

/// An object with one more member; the order of members does not matter.
pub(crate) fn member(object: u128, key: u128, value: u128) -> u128 {
    object.wrapping_add(mix(key ^ value.rotate_left(64)))
}

/// A bijection that spreads every bit.
fn mix(word: u128) -> u128 {
    const MULTIPLIER: u128 = 0x2360_ed05_1fc6_5da4_4385_df64_9fcc_f645;
    let word = (word ^ (word >> 67)).wrapping_mul(MULTIPLIER);
    word ^ (word >> 59)
}

/// 64 bits of 128, never 0.
pub(crate) fn fold(hash: u128) -> u64 {
    let folded = (hash >> 64) as u64 ^ hash as u64;
    folded.max(1)
}

/// Any value.
pub(crate) fn value(root: Value<'_>) -> u128 {
    match root.kind() {
        Kind::String => text(root.text().unwrap_or_default().as_bytes()),
        Kind::Null | Kind::Bool | Kind::Number => !text(root.raw()),
        // Why: the reader stops at 256 levels, so this recursion does too.
        Kind::Array => list_end(
            root.children()
                .fold(LIST, |list, child| item(list, value(child))),
        ),
        Kind::Object => root.children().fold(OBJECT, |object, child| {
            member(object, text(child.key().as_bytes()), value(child))
        }),
    }
}

/// A hasher for keys that are hashes already.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Already(u64);

impl std::hash::Hasher for Already {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 ^= xxh3_64(bytes);
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

impl std::hash::BuildHasher for Already {
    type Hasher = Self;

    fn build_hasher(&self) -> Self {
        *self
    }
}
