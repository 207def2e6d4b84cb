//! Counts the tokens of each example while it is checked.
//!
//! Text is counted exactly. What a chat template adds is counted by the rule that the OpenAI cookbook gives (three tokens a message, one for
//! a name, three at the end; checked against the API there); what tools and images take is an estimate.

use std::fmt;
use std::sync::Arc;

use tunesmith_core::Role;
use tunesmith_tokens::{
    BpeCounter, ChatTally, Encoding, ImageDetail, ImageRule, TokenCounter, estimate_tools,
    read_data_url,
};

use crate::conversation::{Conversation, Message};
use crate::json::{Kind, Value};

/// How tokens are counted.
#[derive(Clone)]
pub struct Counting {
    /// The name of the encoding, for reports.
    pub encoding: String,
    /// Makes a counter; called once for each thread.
    pub new_counter: Arc<dyn Fn() -> Box<dyn TokenCounter> + Send + Sync>,
    /// The encoding whose published rule estimates tool definitions.
    pub tools_as: Encoding,
    /// How images are counted; not at all if no model is named.
    pub images: Option<ImageRule>,
    /// How many tokens of an example are trained, where it is known; the rest is cut off at the end.
    pub max_example_tokens: Option<u64>,
}

impl Counting {
    /// Counts by one of OpenAI's encodings.
    pub fn exact(encoding: Encoding, max_example_tokens: Option<u64>) -> Self {
        Self {
            encoding: encoding.name().to_owned(),
            new_counter: Arc::new(move || Box::new(BpeCounter::new(encoding))),
            tools_as: encoding,
            images: None,
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

/// Counts one example after the other.
pub(crate) struct Tally {
    counting: Counting,
    counter: Box<dyn TokenCounter>,
    chat: ChatTally,
    before_answer: u64,
}

impl Clone for Tally {
    fn clone(&self) -> Self {
        Self::new(self.counting.clone())
    }
}

impl Tally {
    pub(crate) fn new(counting: Counting) -> Self {
        Self {
            counter: (counting.new_counter)(),
            counting,
            chat: ChatTally::new(),
            before_answer: 0,
        }
    }

    /// Begins an example.
    pub(crate) fn begin(&mut self) {
        self.chat = ChatTally::new();
        self.before_answer = 0;
    }

    /// Takes a message that has nothing but a role and a text.
    pub(crate) fn plain(&mut self, role: &Role, text: &str) {
        self.chat.begin_message(&mut *self.counter, role.name());
        if *role == Role::Assistant {
            self.before_answer = self.chat.total();
        }
        self.said(role, text, true);
    }

    /// Ends the example.
    pub(crate) fn end(&mut self) -> ExampleTokens {
        let counted = std::mem::take(&mut self.chat).finish();
        ExampleTokens {
            total: counted.total,
            trained: counted.assistant,
            before_answer: self.before_answer,
            limit: self.counting.max_example_tokens,
        }
    }

    /// Counts a whole example, whatever its format.
    pub(crate) fn conversation(&mut self, conversation: &Conversation<'_>) -> ExampleTokens {
        self.begin();
        if let Some(system) = conversation.system.filter(|_| conversation.list.is_some()) {
            self.chat.begin_message(&mut *self.counter, "system");
            self.strings(system, &Role::System, false);
        }
        if let Some(tools) = conversation.tools {
            self.tools(tools);
        }
        for message in conversation.all_messages() {
            self.message(message);
        }
        self.end()
    }

    fn message(&mut self, message: &Message<'_>) {
        let role = message.role.clone().unwrap_or(Role::User);
        let weight = message.value.get("weight");
        let trained = weight.is_none_or(|weight| weight.raw() != b"0");
        let named = message.value.get("role").and_then(Value::text);
        let name = named.as_deref().unwrap_or(role.name());
        self.chat.begin_message(&mut *self.counter, name);
        if role == Role::Assistant {
            self.before_answer = self.chat.total();
        }
        if !message.is_object() {
            self.strings(message.value, &role, trained);
            return;
        }
        for member in message.value.children() {
            match (&*member.key(), member.text()) {
                ("content" | "value" | "parts" | "tool_calls" | "function_call", _) => {
                    self.strings(member, &role, trained);
                }
                ("name", Some(name)) => self.chat.name(&mut *self.counter, &name),
                ("role" | "from", _) | (_, None) => {}
                (_, Some(text)) => self.chat.value(&mut *self.counter, &text),
            }
        }
    }

    fn said(&mut self, role: &Role, text: &str, trained: bool) {
        if *role == Role::Assistant {
            self.chat
                .assistant_content(&mut *self.counter, text, trained);
        } else {
            self.chat.value(&mut *self.counter, text);
        }
    }

    /// Counts every string in a value; images by the rule of the model.
    fn strings(&mut self, value: Value<'_>, role: &Role, trained: bool) {
        match value.kind() {
            Kind::String => {
                if let Some(text) = value.text() {
                    self.said(role, &text, trained);
                }
            }
            // Why: the reader stops at 256 levels, so this recursion does too.
            Kind::Array | Kind::Object => {
                for child in value.children() {
                    match &*child.key() {
                        "type" | "id" => {}
                        "image_url" => self.image(child),
                        _ => self.strings(child, role, trained),
                    }
                }
            }
            _ => {}
        }
    }

    /// The estimate for tool definitions; where they are no list of them, every string.
    fn tools(&mut self, tools: Value<'_>) {
        let text = String::from_utf8_lossy(tools.raw());
        match estimate_tools(self.counting.tools_as, &mut *self.counter, &text) {
            Ok(tokens) => self.chat.add(tokens),
            Err(_) => self.strings(tools, &Role::System, false),
        }
    }

    /// The estimate for an image: exact where its size is in a data URL; a web address counts as the smallest image there is.
    fn image(&mut self, image: Value<'_>) {
        let Some(rule) = self.counting.images else {
            return;
        };
        let low = image.get("detail").and_then(Value::text);
        let detail = match low.as_deref() {
            Some("low") => ImageDetail::Low,
            _ => ImageDetail::High,
        };
        let url = image.get("url").and_then(Value::text).unwrap_or_default();
        let size = read_data_url(&url).ok().and_then(|image| image.info);
        let (width, height) = size.map_or((1, 1), |info| (info.width, info.height));
        self.chat.add(rule.tokens(width, height, detail));
    }
}
