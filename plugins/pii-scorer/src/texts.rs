//! Every text of an example that a report or a model could see, with the place where it stands.
//!
//! Content of messages, text parts, arguments of tool calls, both endings of a preference pair. Tool definitions and metadata are left
//! out. Invariant: the texts come in the order of the example, and offsets are those of the text at `pointer`.

use serde_json::Value;
use tunesmith_plugin_sdk::Example;

/// One text and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Text<'a> {
    /// JSON pointer into the example.
    pub(crate) pointer: String,
    /// Position in its list of messages.
    pub(crate) message: usize,
    pub(crate) role: &'a str,
    pub(crate) text: &'a str,
}

/// All texts of an example.
pub(crate) fn texts(example: &Example) -> Vec<Text<'_>> {
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
    for ending in ["preferred_output", "non_preferred_output"] {
        let messages = example.extra.get(ending).and_then(Value::as_array);
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
