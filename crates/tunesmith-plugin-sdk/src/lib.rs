//! For plugin authors: one trait per kind in plain Rust types, one export macro, and a test kit that runs a plugin
//! natively.
//!
//! A plugin is pure. It has no network, files, clock, environment or randomness of its own; what looks random comes
//! from [`Rng`], seeded by the task. This crate depends on nothing else of tunesmith: the contract is the WIT under
//! `wit/`. Bindings exist only in WebAssembly builds; natively a plugin is an ordinary library.

pub mod coverage;
mod description;
mod dialogue;
mod example;
mod export;
mod filter;
mod finding;
mod generator;
#[cfg(target_family = "wasm")]
#[doc(hidden)]
pub mod guest;
mod judge;
mod likeness;
pub mod log;
mod rng;
mod scorer;
pub mod testing;
mod texts;

pub use description::Description;
pub use dialogue::{Answer, Reply, Request, Step};
pub use example::{Example, Message};
#[doc(hidden)]
pub use export::{__is_filter, __is_generator, __is_judge, __is_scorer};
pub use filter::{Filter, NamedScore, Verdict};
pub use finding::Finding;
pub use generator::{Generator, Task};
pub use judge::Judge;
pub use likeness::{likeness, word_pairs, words};
pub use rng::Rng;
pub use scorer::{Score, Scorer};
pub use serde_json::{Map, Value, json};
pub use texts::{Endings, Text, texts};

/// The README's plugin is compiled and run as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
