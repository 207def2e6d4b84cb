//! What plugins about structured answers share: JSON Schemas, their fields, and where the texts of an answer come from.
//!
//! Small and WebAssembly-safe: no clock, no randomness, bounded work whatever the schema says.

mod fields;
mod origin;
pub mod schema;
mod source;

pub use fields::{Field, Kind, NUMBER_WORDS, choices, fields, insert};
pub use origin::{Words, is_derived};
pub use source::Source;
