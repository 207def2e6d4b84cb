//! The list of profiles, sorted by name.

mod openai;

use crate::profile::Profile;

pub(crate) static PROFILES: &[&Profile] = &[&openai::PROFILE];
