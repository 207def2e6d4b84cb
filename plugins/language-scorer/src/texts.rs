//! Every text of an example that people or models write: content of messages, the preferred ending of a pair.
//!
//! Left out: arguments of tool calls, and the ending that is trained away from. The parts of a message count as one text.

use std::borrow::Cow;

use serde_json::Value;
use tunesmith_plugin_sdk::{Example, Message};

/// One text and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Text<'a> {
    /// JSON pointer into the example.
    pub(crate) pointer: String,
    pub(crate) role: &'a str,
    pub(crate) text: Cow<'a, str>,
    /// Whether the model learns to write it; of no meaning for other roles than assistant.
    pub(crate) trained: bool,
}

/// All texts of an example that are not empty.
pub(crate) fn texts(example: &Example) -> Vec<Text<'_>> {
    let mut found = Vec::new();
    for (at, message) in example.messages.iter().enumerate() {
        found.push(Text {
            pointer: format!("/messages/{at}/content"),
            role: &message.role,
            text: text_of(&message.content, message.extra.get("content")),
            trained: message.extra.get("weight").and_then(Value::as_i64) != Some(0),
        });
    }
    let preferred = example
        .extra
        .get("preferred_output")
        .and_then(Value::as_array);
    for (at, message) in preferred.into_iter().flatten().enumerate() {
        found.push(Text {
            pointer: format!("/preferred_output/{at}/content"),
            role: message["role"].as_str().unwrap_or("assistant"),
            text: text_of(
                message["content"].as_str().unwrap_or_default(),
                message.get("content"),
            ),
            trained: true,
        });
    }
    found.retain(|text| !text.text.trim().is_empty());
    found
}

/// The text of a message; of a list of parts those that are text.
fn text_of<'a>(content: &'a str, parts: Option<&Value>) -> Cow<'a, str> {
    match parts {
        Some(Value::Array(_)) if content.is_empty() => {
            let message =
                Message::from_value(&serde_json::json!({"role": "assistant", "content": parts}));
            Cow::Owned(message.map(|it| it.content).unwrap_or_default())
        }
        _ => Cow::Borrowed(content),
    }
}
