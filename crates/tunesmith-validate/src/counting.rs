//! Counts the tokens of each example while it is checked.
//!
//! Text is counted exactly. What a chat template adds is counted by the rule that the OpenAI cookbook gives (three tokens a message, one for
//! a name, three at the end; checked against the API there); what tools and images take is an estimate.

use std::fmt;
use std::sync::Arc;

use tunesmith_core::Role;
use tunesmith_tokens::{BpeCounter, Encoding, TokenCounter};

use crate::conversation::{Conversation, Message};
use crate::json::{Kind, Value};

/// How tokens are counted.
#[derive(Clone)]
pub struct Counting {
    /// The name of the encoding, for reports.
    pub encoding: String,
    /// Makes a counter; called once for each thread.
    pub new_counter: Arc<dyn Fn() -> Box<dyn TokenCounter> + Send + Sync>,
    /// How many tokens of an example are trained, where it is known; the rest is cut off at the end.
    pub max_example_tokens: Option<u64>,
}

impl Counting {
    /// Counts by one of OpenAI's encodings.
    pub fn exact(encoding: Encoding, max_example_tokens: Option<u64>) -> Self {
        Self {
            encoding: encoding.name().to_owned(),
            new_counter: Arc::new(move || Box::new(BpeCounter::new(encoding))),
            max_example_tokens,
        }
    }
}

impl fmt::Debug for Counting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Counting")
            .field("encoding", &self.encoding)
            .field("max_example_tokens", &self.max_example_tokens)
            .finish_non_exhaustive()
    }
}

/// The tokens of one example.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ExampleTokens {
    /// All of them.
    pub(crate) total: u64,
    /// Those of trained assistant messages.
    pub(crate) trained: u64,
    /// Those before the last assistant message.
    pub(crate) before_answer: u64,
    /// How many of them are trained at most.
    pub(crate) limit: Option<u64>,
}

/// What a chat template adds to each message.
const EACH_MESSAGE: u64 = 3;
/// What it adds to a message with a name.
const NAME: u64 = 1;
/// What primes the reply.
const END: u64 = 3;

/// Counts one example after the other.
pub(crate) struct Tally {
    counting: Counting,
    counter: Box<dyn TokenCounter>,
    /// The tokens of the words `system`, `user` and `assistant`.
    roles: [u64; 3],
    tokens: ExampleTokens,
}

impl Clone for Tally {
    fn clone(&self) -> Self {
        Self::new(self.counting.clone())
    }
}

impl Tally {
    pub(crate) fn new(counting: Counting) -> Self {
        let mut counter = (counting.new_counter)();
        let roles = ["system", "user", "assistant"].map(|role| counter.count(role));
        Self {
            counting,
            counter,
            roles,
            tokens: ExampleTokens::default(),
        }
    }

    /// Begins an example.
    pub(crate) fn begin(&mut self) {
        self.tokens = ExampleTokens::default();
    }

    /// Takes a message that has nothing but a role and a text.
    pub(crate) fn plain(&mut self, role: &Role, text: &str) {
        let tokens = self.counter.count(text);
        let named = match role {
            Role::System => self.roles[0],
            Role::Assistant => self.roles[2],
            _ => self.roles[1],
        };
        self.message(*role == Role::Assistant, true, EACH_MESSAGE + named, tokens);
    }

    /// Ends the example.
    pub(crate) fn end(&mut self) -> ExampleTokens {
        self.tokens.total += END;
        self.tokens.limit = self.counting.max_example_tokens;
        self.tokens
    }

    fn message(&mut self, assistant: bool, trained: bool, framing: u64, said: u64) {
        self.tokens.total += framing;
        if assistant {
            self.tokens.before_answer = self.tokens.total;
            self.tokens.trained += if trained { said } else { 0 };
        }
        self.tokens.total += said;
    }

    /// Counts a whole example, whatever its format.
    pub(crate) fn conversation(&mut self, conversation: &Conversation<'_>) -> ExampleTokens {
        self.begin();
        if let Some(system) = conversation.system.filter(|_| conversation.list.is_some()) {
            self.tokens.total += EACH_MESSAGE + self.roles[0];
            self.tokens.total += self.strings(system);
        }
        if let Some(tools) = conversation.tools {
            self.tokens.total += self.strings(tools);
        }
        for message in conversation.all_messages() {
            self.any_message(message);
        }
        self.end()
    }

    fn any_message(&mut self, message: &Message<'_>) {
        let assistant = message.role == Some(Role::Assistant);
        let trained = message
            .value
            .get("weight")
            .is_none_or(|weight| weight.raw() != b"0");
        let mut framing = EACH_MESSAGE;
        let mut said = 0;
        if message.is_object() {
            for member in message.value.children() {
                match &*member.key() {
                    "content" | "value" | "parts" | "tool_calls" | "function_call" => {
                        said += self.strings(member);
                    }
                    "name" => framing += NAME + self.strings(member),
                    _ => framing += member.text().map_or(0, |text| self.counter.count(&text)),
                }
            }
        } else {
            framing += message.role.as_ref().map_or(0, |_| self.roles[1]);
            said += self.strings(message.value);
        }
        self.message(assistant, trained, framing, said);
    }

    /// The tokens of every string in a value; images are left to the estimate of the model.
    fn strings(&mut self, value: Value<'_>) -> u64 {
        match value.kind() {
            Kind::String => value.text().map_or(0, |text| self.counter.count(&text)),
            // Why: the reader stops at 256 levels, so this recursion does too.
            Kind::Array | Kind::Object => value
                .children()
                .filter(|child| !matches!(&*child.key(), "image_url" | "type" | "id"))
                .map(|child| self.strings(child))
                .sum(),
            _ => 0,
        }
    }
}
