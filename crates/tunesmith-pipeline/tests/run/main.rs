//! Whole runs with scripted plugins and a scripted model, in process: no network, no WebAssembly. What is under test is everything between.

#![allow(
    clippy::unwrap_used,
    reason = "what clippy.toml allows in tests does not reach the plain functions of an integration test"
)]

mod crash;
mod money;
mod rows;
mod scripted;
mod stops;
