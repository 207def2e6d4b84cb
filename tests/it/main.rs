//! All integration tests, one binary: a module per subject, listed here in order.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "what clippy.toml allows in tests does not reach the plain functions of an integration test"
)]

mod cli;
mod guests;
mod plugins;
mod tidy;
