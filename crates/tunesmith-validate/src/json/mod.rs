//! Lenient reading of one JSON text: a tree with a byte span for every value and key, and every deviation from RFC 8259 with its place.
//!
//! Reading never fails, never panics, is linear, uses no recursion and stops at 256 levels. It knows nothing of records or rules.

mod compact;
mod number;
mod parse;
mod string;
mod syntax;
mod tree;

pub(crate) use compact::compact;
pub(crate) use parse::{Parsed, parse};
pub(crate) use string::{Escape, decode, first_char, read_escape};
pub(crate) use syntax::{SyntaxError, SyntaxKind};
pub(crate) use tree::{Kind, Place, Value};
