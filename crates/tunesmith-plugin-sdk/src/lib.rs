//! For plugin authors: one trait per kind in plain Rust types, one export macro, and a test kit that runs a plugin natively.
//!
//! A plugin is pure. It has no network, files, clock, environment or randomness of its own; what looks random comes from [`Rng`], seeded by
//! the task. This crate depends on nothing else of tunesmith: the contract is the WIT under `wit/`.

mod description;
mod dialogue;
mod example;
mod generator;
mod judge;
mod rng;
mod scorer;

pub use description::Description;
pub use dialogue::{Answer, Reply, Request, Step};
pub use example::{Example, Message};
pub use generator::{Generator, Task};
pub use judge::Judge;
pub use rng::Rng;
pub use scorer::{Score, Scorer};
pub use serde_json::{Map, Value, json};
