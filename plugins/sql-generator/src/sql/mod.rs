//! Reading SQL: dialects, a parser that can not be overrun, the schema, and whether every name exists.
//!
//! Leaves out types: a comparison of a number with
//! a text is no problem here. Invariant: nothing here panics or recurses deeper than `parse` allows.

pub(crate) mod catalog;
pub(crate) mod ddl_text;
pub(crate) mod dialect;
pub(crate) mod near;
pub(crate) mod parse;
pub(crate) mod resolve;
pub(crate) mod writes;
