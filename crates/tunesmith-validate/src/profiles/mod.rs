//! The list of profiles, sorted by name; `common` is what they share.

mod axolotl;
mod bedrock_claude;
mod bedrock_llama;
mod bedrock_nova;
pub(crate) mod common;
mod gemini;
mod llama_factory;
mod ms_swift;
mod openai;
mod torchtune;
mod trl;

use crate::profile::Profile;

pub(crate) static PROFILES: &[&Profile] = &[
    &axolotl::PROFILE,
    &bedrock_claude::PROFILE,
    &bedrock_llama::PROFILE,
    &bedrock_nova::PROFILE,
    &gemini::PROFILE,
    &llama_factory::PROFILE,
    &ms_swift::PROFILE,
    &openai::PROFILE,
    &torchtune::PROFILE,
    &trl::PROFILE,
];
