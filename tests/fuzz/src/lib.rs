//! What must hold for any input: one function for each fuzz target, which panics where it does not.
//!
//! The targets call these with what libFuzzer makes up. The same files are a module of `crates/tunesmith-validate/tests/fuzzing.rs`, where a
//! plain test calls them with the corpus, so they use nothing of the fuzzer.

mod conversion;
mod counting;
mod fixing;
mod nearly_right;
mod reading;

pub use conversion::convert;
pub use counting::tokens;
pub use fixing::fix;
pub use reading::{parse, validate};
