//! What is measured of the validator, natively by `main.rs` and in wasm by `node.mjs`: inputs from a seed, and one pass over one of them.
//!
//! `cargo xtask bench validate` builds both, runs them beside their peers and prints the table.

pub mod inputs;
#[cfg(target_family = "wasm")]
mod wasm;

use tunesmith_validate::{Checker, FileReport, RuleSettings, profile};

/// How much is pushed at a time: what the command line reads at a time.
const PIECE: usize = 1 << 20;

/// A checker for the profile that everything is measured with.
///
/// # Panics
/// When there is no such profile any more.
#[must_use]
pub fn checker() -> Checker {
    let profile = profile("openai").expect("the profile is in the list");
    Checker::new("bench.jsonl", profile, &RuleSettings::default())
}

/// Checks a file in pieces on this thread, without tokens.
#[must_use]
pub fn check(bytes: &[u8]) -> FileReport {
    let mut checker = checker();
    for piece in bytes.chunks(PIECE) {
        checker.push(piece);
    }
    checker.finish()
}
