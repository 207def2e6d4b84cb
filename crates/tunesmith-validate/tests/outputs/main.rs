//! Every view of the same made-up reports, and baselines. `INSTA_UPDATE=always cargo test` rewrites the snapshots.

#![allow(
    clippy::unwrap_used,
    reason = "clippy knows only functions marked as tests for tests, not what they call"
)]

mod baseline;
mod made_up;
mod properties;
mod views;
