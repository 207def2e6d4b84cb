//! The list of formats, sorted by name.

use crate::Example;
use crate::format::convert::Rendered;
use crate::format::openai_chat::FormatError;
use crate::format::{
    alpaca, axolotl, bedrock_claude, bedrock_nova, dialect, gemini, ms_swift_query, one_turn,
    openai_chat, openai_preference, openai_reinforcement, prompt_completion, sharegpt, text,
    torchtune_preference, trl_chat, trl_preference, trl_prompt, trl_prompt_completion,
    trl_stepwise,
};

/// An on-disk shape: how a record becomes an example and an example a record.
#[derive(Debug)]
pub struct Format {
    /// As on the command line.
    pub name: &'static str,
    /// The shape in one phrase, without a final period.
    pub summary: &'static str,
    /// Reads the text of one record.
    pub parse: fn(&str) -> Result<Example, FormatError>,
    /// Writes one record without a line break, and says what the shape could not hold.
    pub render: fn(&Example) -> Rendered,
}

/// All formats, sorted by name.
pub static FORMATS: &[&Format] = &[
    &alpaca::FORMAT,
    &axolotl::FORMAT,
    &dialect::AZURE_FORMAT,
    &bedrock_claude::FORMAT,
    &one_turn::BEDROCK_LLAMA,
    &bedrock_nova::FORMAT,
    &dialect::FIREWORKS_FORMAT,
    &gemini::FORMAT,
    &dialect::MISTRAL_FORMAT,
    &ms_swift_query::FORMAT,
    &openai_chat::FORMAT,
    &openai_preference::FORMAT,
    &openai_reinforcement::FORMAT,
    &prompt_completion::FORMAT,
    &sharegpt::FORMAT,
    &text::FORMAT,
    &dialect::TOGETHER_FORMAT,
    &one_turn::TORCHTUNE_INSTRUCT,
    &torchtune_preference::FORMAT,
    &trl_chat::FORMAT,
    &trl_preference::FORMAT,
    &trl_prompt::FORMAT,
    &trl_prompt_completion::FORMAT,
    &trl_stepwise::FORMAT,
    &trl_prompt_completion::UNPAIRED,
];

/// The format of this name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().copied().find(|format| format.name == name)
}

#[cfg(test)]
mod tests {
    use super::FORMATS;

    #[test]
    fn names_are_sorted() {
        assert!(FORMATS.is_sorted_by_key(|format| format.name));
    }
}
