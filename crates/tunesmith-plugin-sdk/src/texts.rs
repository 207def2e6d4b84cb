//! Every text of an example, with the place where it stands: for plugins that point at what they find.
//!
//! Content of messages, text parts, arguments of tool calls, endings of a preference pair. Tool definitions and metadata are left out.
//! Invariant: the texts come in the order of the example, and what `pointer` points at is exactly `text`.

use crate::Example;
use serde_json::Value;

/// One text and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Text<'a> {
    /// JSON pointer into the example.
    pub pointer: String,
    /// Position in its list of messages.
    pub message: usize,
    /// Who says it.
    pub role: &'a str,
    /// Never empty.
    pub text: &'a str,
}

/// Which endings of a preference pair are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endings {
    /// The one that is learned.
    Preferred,
    /// Also the one that is trained away from.
    Both,
}

impl Endings {
    fn members(self) -> &'static [&'static str] {
        match self {
            Self::Preferred => &["preferred_output"],
            Self::Both => &["preferred_output", "non_preferred_output"],
        }
    }
}

/// All texts of an example that are not empty.
pub fn texts(example: &Example, endings: Endings) -> Vec<Text<'_>> {
    let mut found = Vec::new();
    for (at, message) in example.messages.iter().enumerate() {
        let place = format!("/messages/{at}");
        let parts = message.extra.get("content").and_then(Value::as_array);
        match parts {
            Some(parts) => push_parts(parts, &place, at, &message.role, &mut found),
            None => push(
                format!("{place}/content"),
                at,
                &message.role,
                &message.content,
                &mut found,
            ),
        }
        push_calls(
            message.extra.get("tool_calls"),
            &place,
            at,
            &message.role,
            &mut found,
        );
    }
    for ending in endings.members() {
        let messages = example.extra.get(*ending).and_then(Value::as_array);
        for (at, message) in messages.into_iter().flatten().enumerate() {
            let place = format!("/{ending}/{at}");
            let role = message["role"].as_str().unwrap_or("assistant");
            match &message["content"] {
                Value::String(text) => push(format!("{place}/content"), at, role, text, &mut found),
                Value::Array(parts) => push_parts(parts, &place, at, role, &mut found),
                _ => {}
            }
            push_calls(message.get("tool_calls"), &place, at, role, &mut found);
        }
    }
    found
}

fn push<'a>(
    pointer: String,
    message: usize,
    role: &'a str,
    text: &'a str,
    found: &mut Vec<Text<'a>>,
) {
    if !text.is_empty() {
        found.push(Text {
            pointer,
            message,
            role,
            text,
        });
    }
}

fn push_parts<'a>(
    parts: &'a [Value],
    place: &str,
    message: usize,
    role: &'a str,
    found: &mut Vec<Text<'a>>,
) {
    for (part, value) in parts.iter().enumerate() {
        if let Some(text) = value["text"].as_str() {
            push(
                format!("{place}/content/{part}/text"),
                message,
                role,
                text,
                found,
            );
        }
    }
}

fn push_calls<'a>(
    calls: Option<&'a Value>,
    place: &str,
    message: usize,
    role: &'a str,
    found: &mut Vec<Text<'a>>,
) {
    let calls = calls.and_then(Value::as_array);
    for (call, value) in calls.into_iter().flatten().enumerate() {
        if let Some(text) = value["function"]["arguments"].as_str() {
            let pointer = format!("{place}/tool_calls/{call}/function/arguments");
            push(pointer, message, role, text, found);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Endings, texts};
    use crate::Example;

    #[test]
    fn pointers_lead_to_their_texts() {
        let value = json!({"messages": [
            {"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "image_url", "image_url": {"url": "u"}}]},
            {"role": "assistant", "content": "", "tool_calls": [{"function": {"name": "f", "arguments": "{}"}}]}],
            "preferred_output": [{"role": "assistant", "content": "b"}],
            "non_preferred_output": [{"role": "assistant", "content": "c"}]});
        let example = Example::from_value(&value).unwrap();
        let found = texts(&example, Endings::Both);
        for text in &found {
            assert_eq!(value.pointer(&text.pointer), Some(&json!(text.text)));
        }
        let seen = |endings| {
            texts(&example, endings)
                .iter()
                .map(|it| it.text)
                .collect::<String>()
        };
        assert_eq!(seen(Endings::Both), "a{}bc");
        assert_eq!(seen(Endings::Preferred), "a{}b");
    }
}
