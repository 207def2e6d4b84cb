//! The list of profiles, sorted by name; `every` is what they share.

mod axolotl;
mod azure;
mod bedrock_claude;
mod bedrock_llama;
mod bedrock_nova;
pub(crate) mod every;
mod fireworks;
mod gemini;
mod llama_factory;
mod mistral;
mod ms_swift;
mod openai;
mod together;
mod torchtune;
mod trl;

use crate::profile::Profile;

pub(crate) static PROFILES: &[&Profile] = &[
    &axolotl::PROFILE,
    &azure::PROFILE,
    &bedrock_claude::PROFILE,
    &bedrock_llama::PROFILE,
    &bedrock_nova::PROFILE,
    &fireworks::PROFILE,
    &gemini::PROFILE,
    &llama_factory::PROFILE,
    &mistral::PROFILE,
    &ms_swift::PROFILE,
    &openai::PROFILE,
    &together::PROFILE,
    &torchtune::PROFILE,
    &trl::PROFILE,
];
