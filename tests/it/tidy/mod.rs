//! The house rules, checked: who may depend on whom, licences, file headers, complete lists, words that must not appear.

#![allow(
    clippy::unwrap_used,
    reason = "clippy.toml allows it in tests, but clippy sees no test in the functions that tests call"
)]

mod api_lines;
mod floors;
mod headers;
mod licences;
mod lists;
mod tree;
mod words;
