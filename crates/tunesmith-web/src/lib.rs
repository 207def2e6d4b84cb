//! The validator and the token counts for a web page: classes that take the bytes of a file, functions that explain.
//!
//! All sense is in `tunesmith-validate` and `tunesmith-tokens`; here is only how it crosses into JavaScript. What crosses as JSON has its
//! type in TypeScript beside the module that writes it (`check.d.ts` beside `check.rs`), which wasm-bindgen copies into its declarations.
//! Invariant: nothing here keeps a clock, a file or a connection.

#![warn(clippy::disallowed_methods)]

mod catalogue;
mod check;
mod fix;
mod fix_options;
mod options;
mod record_view;
mod reports;
mod sampling;
mod scoring;
mod search;
mod unpack;

pub use catalogue::{catalogue, expected_epochs, explain, training_cost};
pub use check::{CheckedFile, FileCheck, KnownFile, PieceCheck, ReadBytes, headlines};
pub use fix::{FileFix, FixedPart, apply_fix, check_one_record, fix_record};
pub use record_view::{message_tokens, one_line, pretty_record, raw_record, view_record};
pub use reports::Reports;
pub use sampling::TokenSample;
pub use scoring::{ScoredLine, scorer_input};
pub use search::Search;
pub use unpack::Unpacker;

use wasm_bindgen::prelude::*;

/// Turns what is written as JSON into a JavaScript value.
fn to_js(value: &impl serde::Serialize) -> Result<JsValue, JsError> {
    js_sys::JSON::parse(&serde_json::to_string(value)?)
        .map_err(|_| JsError::new("a result could not be read back as JSON"))
}
