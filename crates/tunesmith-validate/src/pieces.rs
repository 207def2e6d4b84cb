//! What a message is made of, whatever its format: texts, thoughts, calls, results, media.

use crate::conversation::Message;
use crate::json::{Kind, Value};

/// A piece of a message.
#[derive(Clone, Copy)]
pub(crate) enum Piece<'a> {
    /// A string.
    Text(Value<'a>),
    /// A string with which the model declines.
    Refusal(Value<'a>),
    /// A string that is thought, not said.
    Thinking(Value<'a>),
    /// A call: an object with `function`, or with the name itself.
    Call(Value<'a>),
    /// A string that holds one call or several as JSON.
    CallText(Value<'a>),
    /// What a function gave back, with its name.
    Result(Value<'a>),
    /// An image, a sound, a film, a file: the part.
    Media(Value<'a>),
    /// Anything else.
    Other(Value<'a>),
}

/// Keys of a message under which a model thinks.
pub(crate) const THINKING: [&str; 3] = ["reasoning_content", "reasoning", "thinking"];

/// Keys under which a part has a medium. Gemini's come last: they say by a media type what they are.
pub(crate) const MEDIA: [&str; 14] = [
    "image_url",
    "input_image",
    "image",
    "audio_url",
    "input_audio",
    "audio",
    "video_url",
    "video",
    "file_url",
    "file",
    "inlineData",
    "inline_data",
    "fileData",
    "file_data",
];

/// Where a message says who speaks.
pub(crate) fn speaker<'a>(message: &Message<'a>) -> Option<Value<'a>> {
    ["role", "from"]
        .iter()
        .find_map(|key| message.value.get(key))
}

/// The pieces of a message, as a reader meets them: thoughts, contents, calls.
pub(crate) fn pieces<'a>(message: &Message<'a>) -> Vec<Piece<'a>> {
    let value = message.value;
    let mut pieces = Vec::new();
    if !message.is_object() {
        match message.content {
            None if value.is_null() => pieces.push(Piece::Other(value)),
            content => content_pieces(content.unwrap_or(value), &mut pieces),
        }
        return pieces;
    }
    let text_under = |key: &str| value.get(key).filter(|value| value.kind() == Kind::String);
    pieces.extend(
        THINKING
            .iter()
            .find_map(|key| text_under(key))
            .map(Piece::Thinking),
    );
    let content = message.content.or_else(|| text_under("text"));
    let calls = speaker(message).and_then(Value::text);
    let calls = calls.is_some_and(|name| matches!(&*name, "function_call" | "tool_call"));
    match content {
        Some(content) if calls && content.kind() == Kind::String => {
            pieces.push(Piece::CallText(content));
        }
        Some(content) => content_pieces(content, &mut pieces),
        None => {}
    }
    pieces.extend(text_under("refusal").map(Piece::Refusal));
    let listed = value
        .get("tool_calls")
        .filter(|list| list.kind() == Kind::Array);
    pieces.extend(
        listed
            .into_iter()
            .flat_map(Value::children)
            .map(Piece::Call),
    );
    let single = value
        .get("function_call")
        .filter(|call| call.kind() == Kind::Object);
    pieces.extend(single.map(Piece::Call));
    pieces
}

/// The pieces of instructions beside the messages: a string, a list of parts, or an object with parts.
pub(crate) fn system_pieces(system: Value<'_>) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    content_pieces(system.get("parts").unwrap_or(system), &mut pieces);
    pieces
}

fn content_pieces<'a>(content: Value<'a>, pieces: &mut Vec<Piece<'a>>) {
    match content.kind() {
        Kind::Null => {}
        Kind::String => pieces.push(Piece::Text(content)),
        Kind::Array => pieces.extend(content.children().map(part)),
        _ => pieces.push(Piece::Other(content)),
    }
}

fn part(part: Value<'_>) -> Piece<'_> {
    let text_under = |key: &str| part.get(key).filter(|value| value.kind() == Kind::String);
    let object_under = |keys: [&str; 2]| {
        let found = keys.iter().find_map(|key| part.get(key));
        found.filter(|value| value.kind() == Kind::Object)
    };
    if part.kind() == Kind::String {
        return Piece::Text(part);
    }
    let kind = part.get("type").and_then(Value::text);
    match kind.as_deref() {
        Some("refusal") => text_under("refusal").map_or(Piece::Other(part), Piece::Refusal),
        Some("thinking") => {
            let thought = text_under("thinking").or_else(|| text_under("text"));
            thought.map_or(Piece::Other(part), Piece::Thinking)
        }
        None | Some("text") => {
            let thought = part
                .get("thought")
                .is_some_and(|flag| flag.raw() == b"true");
            if let Some(text) = text_under("text") {
                return if thought {
                    Piece::Thinking(text)
                } else {
                    Piece::Text(text)
                };
            }
            if let Some(call) = object_under(["functionCall", "function_call"]) {
                return Piece::Call(call);
            }
            if let Some(result) = object_under(["functionResponse", "function_response"]) {
                return Piece::Result(result);
            }
            media_or_other(part)
        }
        Some(_) => media_or_other(part),
    }
}

fn media_or_other(part: Value<'_>) -> Piece<'_> {
    let type_names_it = || {
        let kind = part.get("type").and_then(Value::text);
        kind.is_some_and(|kind| MEDIA.contains(&&*kind))
    };
    if MEDIA.iter().any(|key| part.get_some(key).is_some()) || type_names_it() {
        Piece::Media(part)
    } else {
        Piece::Other(part)
    }
}

/// A call taken apart.
pub(crate) struct CallParts<'a> {
    pub(crate) id: Option<Value<'a>>,
    pub(crate) name: Option<Value<'a>>,
    pub(crate) arguments: Option<Value<'a>>,
}

impl<'a> CallParts<'a> {
    pub(crate) fn of(call: Value<'a>) -> Self {
        let function = call
            .get("function")
            .filter(|function| function.kind() == Kind::Object);
        let function = function.unwrap_or(call);
        Self {
            id: call.get_some("id"),
            name: function.get_some("name"),
            arguments: ["arguments", "args"]
                .iter()
                .find_map(|key| function.get_some(key)),
        }
    }
}
