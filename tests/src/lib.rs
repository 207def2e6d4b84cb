//! What several integration tests need: a loopback model server that can be told to fail, and built guests and plugins.
//!
//! It depends on nothing of tunesmith, so a fault of ours can not hide on both sides of the wire.

#![allow(
    clippy::disallowed_methods,
    reason = "a server stamps its requests with the time"
)]

pub mod answer;
pub mod artifacts;
pub mod server;
