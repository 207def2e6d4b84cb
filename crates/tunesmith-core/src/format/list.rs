//! The list of formats, sorted by name.

use crate::Example;
use crate::format::alpaca;
use crate::format::axolotl;
use crate::format::bedrock_claude;
use crate::format::bedrock_nova;
use crate::format::convert::Rendered;
use crate::format::gemini;
use crate::format::ms_swift_query;
use crate::format::one_turn;
use crate::format::openai_chat;
use crate::format::openai_chat::FormatError;
use crate::format::sharegpt;
use crate::format::torchtune_preference;

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
    &bedrock_claude::FORMAT,
    &one_turn::BEDROCK_LLAMA,
    &bedrock_nova::FORMAT,
    &gemini::FORMAT,
    &ms_swift_query::FORMAT,
    &openai_chat::FORMAT,
    &sharegpt::FORMAT,
    &one_turn::TORCHTUNE_INSTRUCT,
    &torchtune_preference::FORMAT,
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
