//! Examples and messages as plugins see them.

use serde_json::{Map, Value, json};

/// One message of a conversation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Message {
    /// `system`, `user`, `assistant`, `tool` …
    pub role: String,
    /// The text; empty where the message has none.
    pub content: String,
    /// name, weight, tool_calls, tool_call_id; and `content` where it is not plain text: null, or a list of parts (of which
    /// `content` then has the text). `plugin.wit` says exactly what stands here.
    pub extra: Map<String, Value>,
}

impl Message {
    /// A message of plain text.
    pub fn new(role: &str, content: impl Into<String>) -> Self {
        Self {
            role: role.to_owned(),
            content: content.into(),
            extra: Map::new(),
        }
    }
}

/// One training unit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Example {
    /// Set by the host; a generator leaves it empty.
    pub id: String,
    /// The conversation.
    pub messages: Vec<Message>,
    /// tools, parallel_tool_calls, preferred_output, non_preferred_output; and `metadata`, an object that scorers and filters
    /// see and training files do not. `plugin.wit` says exactly what stands here.
    pub extra: Map<String, Value>,
}

impl Example {
    /// A conversation and nothing else.
    pub fn new(messages: Vec<Message>) -> Self {
        Self {
            id: String::new(),
            messages,
            extra: Map::new(),
        }
    }

    /// Adds one figure to the metadata.
    #[must_use]
    pub fn with_metadata(mut self, key: &str, value: impl Into<Value>) -> Self {
        let metadata = self.extra.entry("metadata").or_insert_with(|| json!({}));
        if let Value::Object(members) = metadata {
            members.insert(key.to_owned(), value.into());
        }
        self
    }

    /// One figure of the metadata.
    pub fn metadata(&self, key: &str) -> Option<&Value> {
        self.extra.get("metadata")?.get(key)
    }

    /// Messages of one role, in order.
    pub fn of_role<'a>(&'a self, role: &'a str) -> impl DoubleEndedIterator<Item = &'a Message> {
        self.messages
            .iter()
            .filter(move |message| message.role == role)
    }
}
