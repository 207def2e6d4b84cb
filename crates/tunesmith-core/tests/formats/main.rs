//! The formats from outside: what each reads and writes, what each loses, which is detected, and every pair of them.

mod datasets;
mod detection;
mod losses;
mod matrix;
mod pairs;
mod records;
mod round_trips;

use serde_json::Value;
use tunesmith_core::format::{FORMATS, Format};

/// The format of this name, which must exist.
fn named(name: &str) -> &'static Format {
    let found = FORMATS.iter().find(|format| format.name == name);
    found.unwrap_or_else(|| panic!("there is no format {name}"))
}

/// The JSON value of a text, which must be JSON.
fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}
