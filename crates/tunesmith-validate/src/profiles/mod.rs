//! The list of profiles, sorted by name; `common` is what they share.

mod azure;
pub(crate) mod common;
mod fireworks;
mod mistral;
mod openai;
mod together;

use crate::profile::Profile;

pub(crate) static PROFILES: &[&Profile] = &[
    &azure::PROFILE,
    &fireworks::PROFILE,
    &mistral::PROFILE,
    &openai::PROFILE,
    &together::PROFILE,
];
