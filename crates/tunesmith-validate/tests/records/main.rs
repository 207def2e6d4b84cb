//! Records as they are read: as conversations, as texts with places, and searched. `INSTA_UPDATE=always cargo test` rewrites the snapshots.

#![allow(
    clippy::unwrap_used,
    reason = "clippy knows only functions marked as tests for tests, not what they call"
)]

mod broken;
mod formats;
mod properties;
mod search;
mod texts;
mod tokens;
mod trained;

use tunesmith_validate::{profile, view_record};

/// The view of a record as indented JSON; an empty name is no profile.
fn shown(record: &str, profile_name: &str) -> String {
    let profile = (!profile_name.is_empty()).then(|| profile(profile_name).unwrap());
    serde_json::to_string_pretty(&view_record(record.as_bytes(), profile)).unwrap()
}
