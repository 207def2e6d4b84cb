//! The list of profiles, sorted by name; `common` is what they share.

pub(crate) mod common;
mod openai;

use crate::profile::Profile;

pub(crate) static PROFILES: &[&Profile] = &[&openai::PROFILE];
