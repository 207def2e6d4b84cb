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

    /// A message as a file has it: `role`, `content`, and the rest in `extra`. Of a list of parts `content` gets the texts.
    pub fn from_value(value: &Value) -> Result<Self, String> {
        let members = value.as_object().ok_or("a message is no object")?;
        let mut message = Self::default();
        for (name, member) in members {
            match (name.as_str(), member) {
                ("role", Value::String(role)) => message.role.clone_from(role),
                ("content", Value::String(text)) if !text.is_empty() => {
                    message.content.clone_from(text);
                }
                ("content", Value::Array(parts)) => {
                    let texts = parts.iter().filter_map(|part| part["text"].as_str());
                    message.content = texts.collect::<Vec<_>>().join("\n");
                    message.extra.insert(name.clone(), member.clone());
                }
                _ => {
                    message.extra.insert(name.clone(), member.clone());
                }
            }
        }
        if message.role.is_empty() {
            return Err("a message has no `role`".to_owned());
        }
        Ok(message)
    }

    /// The message as a file has it.
    pub fn to_value(&self) -> Value {
        let mut members = Map::new();
        members.insert("role".to_owned(), self.role.clone().into());
        if !self.content.is_empty() && !self.extra.contains_key("content") {
            members.insert("content".to_owned(), self.content.clone().into());
        }
        members.extend(self.extra.clone());
        Value::Object(members)
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

    /// An example as golden vectors have it: `messages`, and every other member in `extra`.
    pub fn from_value(value: &Value) -> Result<Self, String> {
        let mut extra = value.as_object().cloned().ok_or("it is no object")?;
        let messages = extra.shift_remove("messages");
        let messages = messages.as_ref().and_then(Value::as_array);
        let messages = messages.ok_or("it has no list `messages`")?.iter();
        Ok(Self {
            id: String::new(),
            messages: messages
                .map(Message::from_value)
                .collect::<Result<_, _>>()?,
            extra,
        })
    }

    /// The example as golden vectors have it.
    pub fn to_value(&self) -> Value {
        let messages: Vec<Value> = self.messages.iter().map(Message::to_value).collect();
        let mut members = Map::new();
        members.insert("messages".to_owned(), messages.into());
        members.extend(self.extra.clone());
        Value::Object(members)
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
