//! An example as plugins get it: roles and texts as they are, everything else as the text of a JSON object.
//!
//! `plugin.wit` says what stands where. The command line and the page hand out the same, so that a scorer says the same in both.

use crate::format::openai_chat;
use crate::{Content, Example, Extra, JsonText, Message, Preference};

/// Names in an example's `extra` that have a meaning of their own.
pub const TAKEN_NAMES: [&str; 7] = [
    "messages",
    "tools",
    "preferred_output",
    "non_preferred_output",
    "metadata",
    "outer",
    "shadowed",
];

/// One training unit in plain texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlainExample {
    /// As the example has it.
    pub id: String,
    /// The conversation, in order.
    pub messages: Vec<PlainMessage>,
    /// A JSON object; nothing where it would be empty.
    pub extra: Option<String>,
}

/// One message in plain texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlainMessage {
    /// As it is written.
    pub role: String,
    /// The text parts, joined by line breaks; empty where there are none.
    pub content: String,
    /// A JSON object; nothing where it would be empty.
    pub extra: Option<String>,
}

impl PlainExample {
    /// Writes an example so.
    pub fn of(example: &Example) -> Self {
        Self {
            id: example.id.clone(),
            messages: example.messages.iter().map(PlainMessage::of).collect(),
            extra: optional_text(&example_extra(example)),
        }
    }
}

impl PlainMessage {
    /// Writes a message so.
    pub fn of(message: &Message) -> Self {
        let Message {
            role,
            content,
            name,
            tool_calls,
            tool_call_id,
            weight,
            extra,
        } = message;
        let plain = name.is_none()
            && tool_calls.is_none()
            && tool_call_id.is_none()
            && weight.is_none()
            && extra.is_empty();
        let role = role.name().to_owned();
        match content {
            // The fast path: most messages are text and nothing else.
            Content::Text(text) if plain && !text.is_empty() => Self {
                role,
                content: text.clone(),
                extra: None,
            },
            _ => {
                let mut extra = Extra::parse(&openai_chat::render_message(message))
                    .expect("a message renders as an object");
                extra.take("role");
                if matches!(content, Content::Text(text) if !text.is_empty()) {
                    extra.take("content");
                }
                Self {
                    role,
                    content: message.plain_text(),
                    extra: optional_text(&extra),
                }
            }
        }
    }
}

fn optional_text(extra: &Extra) -> Option<String> {
    (!extra.is_empty()).then(|| extra.to_text())
}

/// JSON that was just written, or was JSON all along.
fn written(text: &str) -> JsonText {
    JsonText::parse(text).expect("what the renderers write is JSON")
}

fn example_extra(example: &Example) -> Extra {
    let Example {
        id: _,
        messages: _,
        tools,
        preference,
        extra,
        outer_extra,
        metadata,
        provenance: _,
    } = example;
    let mut members: Vec<(String, JsonText)> = Vec::new();
    let mut member = |name: &str, text: &str| members.push((name.to_owned(), written(text)));
    if let Some(tools) = tools {
        let tools: Vec<&str> = tools.iter().map(|tool| tool.definition.as_str()).collect();
        member("tools", &format!("[{}]", tools.join(",")));
    }
    if let Some(Preference {
        preferred,
        non_preferred,
    }) = preference
    {
        member("preferred_output", &openai_chat::render_messages(preferred));
        member(
            "non_preferred_output",
            &openai_chat::render_messages(non_preferred),
        );
    }
    for (name, object) in [("metadata", metadata), ("outer", outer_extra)] {
        if !object.is_empty() {
            member(name, &object.to_text());
        }
    }
    let (shadowed, plain): (Vec<_>, Vec<_>) = extra
        .iter()
        .map(|(name, value)| (name.to_owned(), value.clone()))
        .partition(|(name, _)| TAKEN_NAMES.contains(&name.as_str()));
    if !shadowed.is_empty() {
        member(
            "shadowed",
            &shadowed.into_iter().collect::<Extra>().to_text(),
        );
    }
    members.extend(plain);
    members.into_iter().collect()
}
