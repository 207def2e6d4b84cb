//! The WebAssembly side: bindings, translation between their types and ours, and the components the export macro
//! names. Not for plugin authors, and absent from native builds.
//!
//! Invariant: a component imports nothing but `log`.

pub mod bindings;
mod component;
mod convert;
mod last_words;

pub use component::{FilterComponent, GeneratorComponent, JudgeComponent, ScorerComponent, Slot};
