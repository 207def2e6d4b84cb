//! Tokens of a chat example: its texts and what the chat format puts around them.
//!
//! Source: OpenAI cookbook, "How to count tokens with tiktoken" (recorded against the API's own usage figures): 3 for each message, its values, 1 for
//! a name, and 3 for the reply's beginning. Tool definitions and images are counted apart, see [`tools`](crate::estimate_tools) and
//! [`ImageRule`](crate::ImageRule).

use crate::counter::TokenCounter;

const PER_MESSAGE: u64 = 3;
const PER_NAME: u64 = 1;
const PER_REPLY: u64 = 3;

/// Tokens of one example.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExampleTokens {
    /// What is paid for and held against the limit: texts and framing.
    pub total: u64,
    /// What is trained on: the contents of assistant messages, without framing. Messages of weight 0 are left out.
    pub assistant: u64,
}

/// Adds up one example while it is read: no example needs to be in memory as a whole.
///
/// Texts are given as they stand behind JSON's escapes. The counter is passed with each call, so that one serves many examples.
#[derive(Clone, Debug, Default)]
pub struct ChatTally {
    tokens: ExampleTokens,
}

impl ChatTally {
    /// Begins an example.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Begins a message and counts its role.
    pub fn begin_message<C: TokenCounter + ?Sized>(&mut self, counter: &mut C, role: &str) {
        self.tokens.total += PER_MESSAGE + counter.count(role);
    }

    /// Counts a value of the message: a content that is not trained on, a text part, the name or arguments of a tool call, an id.
    pub fn value<C: TokenCounter + ?Sized>(&mut self, counter: &mut C, text: &str) {
        self.tokens.total += counter.count(text);
    }

    /// Counts the name of the message's author.
    pub fn name<C: TokenCounter + ?Sized>(&mut self, counter: &mut C, name: &str) {
        self.tokens.total += PER_NAME + counter.count(name);
    }

    /// Counts the content of an assistant message, or a part of it. `trained` is false where its weight is 0.
    pub fn assistant_content<C: TokenCounter + ?Sized>(
        &mut self,
        counter: &mut C,
        text: &str,
        trained: bool,
    ) {
        let tokens = counter.count(text);
        self.tokens.total += tokens;
        if trained {
            self.tokens.assistant += tokens;
        }
    }

    /// Adds tokens that were counted or estimated elsewhere: images, tool definitions.
    pub fn add(&mut self, tokens: u64) {
        self.tokens.total += tokens;
    }

    /// The total so far, without the reply's beginning.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.tokens.total
    }

    /// Ends the example. One without messages has the 3 tokens of the reply's beginning.
    #[must_use]
    pub fn finish(self) -> ExampleTokens {
        ExampleTokens {
            total: self.tokens.total + PER_REPLY,
            ..self.tokens
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One token for each word.
    struct Words;

    impl TokenCounter for Words {
        fn count(&mut self, text: &str) -> u64 {
            text.split_whitespace().count() as u64
        }
    }

    #[test]
    fn only_trained_contents_count_as_assistant_tokens() {
        let mut tally = ChatTally::new();
        tally.begin_message(&mut Words, "user");
        tally.name(&mut Words, "ann");
        tally.value(&mut Words, "a b c");
        tally.begin_message(&mut Words, "assistant");
        tally.assistant_content(&mut Words, "d e", true);
        tally.begin_message(&mut Words, "assistant");
        tally.assistant_content(&mut Words, "f", false);
        tally.add(85);
        let wanted = ExampleTokens {
            total: (4 + 2 + 3) + (4 + 2) + (4 + 1) + 85 + 3,
            assistant: 2,
        };
        assert_eq!(tally.finish(), wanted);
        assert_eq!(ChatTally::new().finish().total, 3);
    }
}
