//! The validator and the token counts for a web page: classes that take the bytes of a file, functions that explain.
//!
//! All sense is in `tunesmith-validate` and `tunesmith-tokens`; here is only how it crosses into JavaScript. Types in TypeScript stand in
//! `types.d.ts`, which wasm-bindgen copies into its declarations. Invariant: nothing here keeps a clock, a file or a connection.

#![warn(clippy::disallowed_methods)]

mod catalogue;
mod check;
mod fix;
mod options;
mod record_view;

pub use catalogue::{catalogue, explain};
pub use check::{CheckedFile, FileCheck, PieceCheck};
pub use fix::{FileFix, FixedPart};
pub use record_view::view_record;

use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

/// Turns what is written as JSON into a JavaScript value.
fn to_js(value: &impl serde::Serialize) -> Result<JsValue, JsError> {
    js_sys::JSON::parse(&serde_json::to_string(value)?)
        .map_err(|_| JsError::new("a result could not be read back as JSON"))
}
