//! Exact token counts, what a provider adds to them, and what training on them costs.

#![warn(clippy::disallowed_methods)]

mod bpe;
mod classes;
mod counter;
mod encoding;
mod merge;
#[cfg(feature = "reference")]
mod reference;
mod split;
mod vocabulary;
mod window;

pub use bpe::BpeCounter;
pub use counter::TokenCounter;
pub use encoding::{Encoding, base_model};
#[cfg(feature = "reference")]
pub use reference::ReferenceCounter;
