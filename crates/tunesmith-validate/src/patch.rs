//! Patches: what is changed in a file, as lines that are written now and carried out later, byte for byte.
//!
//! The first line names the file it was made of, with its length and XXH3 hash; each further line is one change, in order. Offsets count
//! decompressed bytes. Here is what the lines say; where they are kept and how they are carried out is the caller's business. Invariant: a
//! patch is the same wherever it was made.

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

use crate::change::Change;

/// The version of the lines below.
pub const PATCH_VERSION: u32 = 1;

/// The first line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatchHead {
    /// [`PATCH_VERSION`].
    pub tunesmith_patch: u32,
    /// What the file is called.
    pub path: String,
    /// How long it is.
    pub bytes: u64,
    /// The hash of its bytes, as 16 hexadecimal digits.
    pub xxh3: String,
}

/// Each further line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatchChange {
    /// The line of the file, from 1.
    pub line: u64,
    /// Where the bytes begin that are replaced.
    pub byte_start: u64,
    /// Where they end.
    pub byte_end: u64,
    /// What comes there.
    pub replacement: String,
    /// The rules whose fixes it carries out.
    pub rules: Vec<String>,
}

/// Length and hash of a file that has passed.
#[derive(Clone, Default)]
pub struct Passed {
    bytes: u64,
    hash: Xxh3,
}

impl Passed {
    /// Takes the next bytes.
    pub fn take(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        self.hash.update(bytes);
    }

    /// How many bytes have passed.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Their hash, as a patch has it.
    pub fn xxh3(&self) -> String {
        format!("{:016x}", self.hash.digest())
    }
}

impl PatchHead {
    /// For a file that has passed as a whole.
    pub fn new(path: &str, passed: &Passed) -> Self {
        Self {
            tunesmith_patch: PATCH_VERSION,
            path: path.to_owned(),
            bytes: passed.bytes(),
            xxh3: passed.xxh3(),
        }
    }

    /// The line, with its break.
    pub fn to_line(&self) -> Vec<u8> {
        line(self)
    }
}

impl PatchChange {
    /// The line, with its break.
    pub fn to_line(&self) -> Vec<u8> {
        line(self)
    }
}

impl From<Change> for PatchChange {
    fn from(change: Change) -> Self {
        let rules = change.rules.into_iter().map(str::to_owned);
        Self {
            line: change.line,
            byte_start: change.bytes.start,
            byte_end: change.bytes.end,
            replacement: change.replacement,
            rules: rules.collect(),
        }
    }
}

fn line(of: &impl Serialize) -> Vec<u8> {
    // Why: numbers, texts and lists of them are always writable.
    let mut line = serde_json::to_vec(of).unwrap_or_default();
    line.push(b'\n');
    line
}
