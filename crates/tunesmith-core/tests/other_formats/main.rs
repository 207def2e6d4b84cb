//! The shapes of providers and trainers against the openai chat shape: samples, losses, detection, properties, real datasets.

mod datasets;
mod detection;
mod errors;
mod losses;
mod properties;
mod samples;

use serde_json::Value;
use tunesmith_core::format::{ConvertError, Format, Rendered, convert, format, openai_chat};

/// The shapes these tests are about.
const NAMES: [&str; 10] = [
    "alpaca",
    "axolotl",
    "bedrock-claude",
    "bedrock-llama",
    "bedrock-nova",
    "gemini",
    "ms-swift-query",
    "sharegpt",
    "torchtune-instruct",
    "torchtune-preference",
];

fn named(name: &str) -> &'static Format {
    format(name).unwrap_or_else(|| panic!("{name}: no such format"))
}

/// The record as the chat shape holds it, members that OpenAI would refuse included: nothing may get lost in reading.
fn to_chat(record: &str, from: &str) -> Result<Rendered, ConvertError> {
    let format = named(from);
    let example = (format.parse)(record).map_err(|error| ConvertError::Misshapen {
        format: format.name,
        error,
    })?;
    Ok(Rendered {
        line: openai_chat::render(&example),
        losses: Vec::new(),
    })
}

fn from_chat(record: &str, to: &str, lossy: bool) -> Result<Rendered, ConvertError> {
    convert(record, named("openai-chat"), named(to), lossy)
}

/// A record for comparison: nulls, empty texts beside other parts and empty lists of calls are dropped, since they say nothing; a content of one text is the text, and an
/// empty one beside calls is none; JSON kept
/// as text under `arguments`, `tools` and `value` is compared as JSON.
fn comparable(record: &str) -> Value {
    let mut value =
        serde_json::from_str(record).unwrap_or_else(|error| panic!("{error}: {record}"));
    normalise(&mut value);
    value
}

fn normalise(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(normalise),
        Value::Object(members) => {
            // One role under two names.
            if members.get("role").is_some_and(|role| role == "developer") {
                members.insert("role".to_owned(), "system".into());
            }
            members.retain(|key, value| {
                !(value.is_null() || (key == "tool_calls" && value == &Value::Array(Vec::new())))
            });
            if members.contains_key("tool_calls")
                && members
                    .get("content")
                    .is_some_and(|content| content == "" || content == &Value::Array(Vec::new()))
            {
                members.remove("content");
            }
            if let Some(Value::Array(parts)) = members.get_mut("content") {
                let empty = serde_json::json!({"type": "text", "text": ""});
                if parts.iter().any(|part| part != &empty) {
                    parts.retain(|part| part != &empty);
                }
            }
            if let Some(Value::Array(parts)) = members.get("content")
                && let [Value::Object(part)] = parts.as_slice()
                && part.len() == 2
                && part.get("type").is_some_and(|kind| kind == "text")
                && let Some(text) = part.get("text").cloned()
            {
                members.insert("content".to_owned(), text);
            }
            for key in ["arguments", "tools", "value"] {
                let inner = members.get(key).and_then(Value::as_str);
                let inner = inner.and_then(|text| serde_json::from_str::<Value>(text).ok());
                if let Some(inner) = inner.filter(|inner| inner.is_object() || inner.is_array()) {
                    members.insert(key.to_owned(), inner);
                }
            }
            members.iter_mut().for_each(|(_, value)| normalise(value));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
