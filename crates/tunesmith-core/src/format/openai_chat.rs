//! The OpenAI chat JSONL shape: `{"messages":[…]}`, and for preference pairs `{"input":{"messages":[…]},"preferred_output":[…],…}`.
//!
//! Parsing is strict about what we interpret and lossless about what we do not: unknown members are kept as text at every level.
//! Shapes: FineTuneChatRequestInput and FineTunePreferenceRequestInput of the OpenAI OpenAPI description (2025-04).

use serde_json::value::RawValue;

use crate::format::{Format, Rendered};
use crate::json_text::{ObjectWriter, array_text};
use crate::{
    Content, Example, Extra, JsonText, Message, Part, Preference, Role, Tool, ToolCall, Weight,
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    name: "openai-chat",
    summary: "conversations under `messages`, with tools; OpenAI and everyone who took the shape over",
    parse,
    render: |example| Rendered {
        line: render(example),
        losses: Vec::new(),
    },
};

/// A record is not of this shape: where and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{message}", if pointer.is_empty() { String::new() } else { format!("at {pointer}: ") })]
pub struct FormatError {
    /// RFC 6901 pointer into the record.
    pub pointer: String,
    /// What was expected and what is there.
    pub message: String,
}

pub(super) type Parsed<T> = Result<T, FormatError>;

/// Reads one line.
pub fn parse(line: &str) -> Parsed<Example> {
    let mut top = object("", line)?;
    if top.get("messages").is_none() && top.get("input").is_some() {
        return parse_preference(top);
    }
    let (messages, tools) = take_conversation("", &mut top)?;
    Ok(Example {
        messages,
        tools,
        extra: top,
        ..Example::default()
    })
}

fn parse_preference(mut top: Extra) -> Parsed<Example> {
    let input = take_required("", &mut top, "input")?;
    let mut input = object("/input", input.as_str())?;
    let (messages, tools) = take_conversation("/input", &mut input)?;
    let mut ending = |key: &str| {
        let value = take_required("", &mut top, key)?;
        parse_messages(&format!("/{key}"), &value)
    };
    let preference = Preference {
        preferred: ending("preferred_output")?,
        non_preferred: ending("non_preferred_output")?,
    };
    Ok(Example {
        messages,
        tools,
        preference: Some(preference),
        extra: input,
        outer_extra: top,
        ..Example::default()
    })
}

fn take_conversation(at: &str, members: &mut Extra) -> Parsed<(Vec<Message>, Option<Vec<Tool>>)> {
    let messages = take_required(at, members, "messages")?;
    let messages = parse_messages(&format!("{at}/messages"), &messages)?;
    let tools = match members.take("tools") {
        Some(tools) => Some(parse_tools(&format!("{at}/tools"), &tools)?),
        None => None,
    };
    Ok((messages, tools))
}

/// Reads a list of tool definitions; `at` is where it stands.
pub fn parse_tools(at: &str, list: &JsonText) -> Parsed<Vec<Tool>> {
    array(at, list)?
        .into_iter()
        .enumerate()
        .map(|(index, definition)| {
            let at = format!("{at}/{index}");
            let mut members = object(&at, definition.as_str())?;
            let function = take_required(&at, &mut members, "function")?;
            let mut function = object(&format!("{at}/function"), function.as_str())?;
            let name = take_text(&format!("{at}/function"), &mut function, "name")?;
            Ok(Tool { name, definition })
        })
        .collect()
}

/// Reads a list of messages; `at` is where it stands.
pub fn parse_messages(at: &str, list: &JsonText) -> Parsed<Vec<Message>> {
    let messages = array(at, list)?.into_iter().enumerate();
    messages
        .map(|(index, message)| parse_message(&format!("{at}/{index}"), message.as_str()))
        .collect()
}

/// Reads one message; `at` is where it stands.
pub fn parse_message(at: &str, text: &str) -> Parsed<Message> {
    message_from_members(at, object(at, text)?)
}

/// Makes a message of its members.
pub fn message_from_members(at: &str, mut members: Extra) -> Parsed<Message> {
    let role = Role::from_name(&take_text(at, &mut members, "role")?);
    let content = parse_content(&format!("{at}/content"), members.take("content"))?;
    // An explicit null is kept among the unknown members, so that it is written back.
    let name = take_optional_text(at, &mut members, "name")?;
    let tool_call_id = take_optional_text(at, &mut members, "tool_call_id")?;
    let weight = take_weight(at, &mut members)?;
    let tool_calls = match members.take("tool_calls") {
        None => None,
        Some(calls) if calls.as_str() == "null" => {
            members.set("tool_calls", calls);
            None
        }
        Some(calls) => Some(parse_calls(&format!("{at}/tool_calls"), &calls)?),
    };
    Ok(Message {
        role,
        content,
        name,
        tool_calls,
        tool_call_id,
        weight,
        extra: members,
    })
}

/// Takes `weight` out of the members of a message.
pub(super) fn take_weight(at: &str, members: &mut Extra) -> Parsed<Option<Weight>> {
    match members.take("weight") {
        None => Ok(None),
        Some(weight) => match weight.as_str() {
            "0" => Ok(Some(Weight::Ignored)),
            "1" => Ok(Some(Weight::Trained)),
            other => Err(wrong(
                &format!("{at}/weight"),
                format!("a weight is the integer 0 or 1, this is {other}"),
            )),
        },
    }
}

fn parse_content(at: &str, content: Option<JsonText>) -> Parsed<Content> {
    let Some(content) = content else {
        return Ok(Content::Absent);
    };
    if content.as_str() == "null" {
        return Ok(Content::Null);
    }
    if content.as_str().starts_with('"') {
        return text_of(at, &content).map(Content::Text);
    }
    let parts = array(at, &content)?.into_iter().enumerate();
    parts
        .map(|(index, part)| parse_part(&format!("{at}/{index}"), part))
        .collect::<Parsed<_>>()
        .map(Content::Parts)
}

fn parse_part(at: &str, part: JsonText) -> Parsed<Part> {
    let mut members = object(at, part.as_str())?;
    match take_text(at, &mut members, "type")?.as_str() {
        "text" => Ok(Part::Text {
            text: take_text(at, &mut members, "text")?,
            extra: members,
        }),
        "refusal" => Ok(Part::Refusal {
            refusal: take_text(at, &mut members, "refusal")?,
            extra: members,
        }),
        "image_url" => {
            let image = take_required(at, &mut members, "image_url")?;
            let at = format!("{at}/image_url");
            let mut image = object(&at, image.as_str())?;
            Ok(Part::Image {
                url: take_text(&at, &mut image, "url")?,
                image_extra: image,
                extra: members,
            })
        }
        _ => Ok(Part::Other(part)),
    }
}

fn parse_calls(at: &str, list: &JsonText) -> Parsed<Vec<ToolCall>> {
    let calls = array(at, list)?.into_iter().enumerate();
    calls
        .map(|(index, call)| {
            let at = format!("{at}/{index}");
            let mut members = object(&at, call.as_str())?;
            let id = take_text(&at, &mut members, "id")?;
            let function = take_required(&at, &mut members, "function")?;
            let at = format!("{at}/function");
            let mut function = object(&at, function.as_str())?;
            Ok(ToolCall {
                id,
                name: take_text(&at, &mut function, "name")?,
                arguments: take_text(&at, &mut function, "arguments")?,
                function_extra: function,
                extra: members,
            })
        })
        .collect()
}

pub(super) fn wrong(at: &str, message: String) -> FormatError {
    FormatError {
        pointer: at.to_owned(),
        message,
    }
}

pub(super) fn object(at: &str, text: &str) -> Parsed<Extra> {
    Extra::parse(text)
        .map_err(|error| wrong(at, format!("a JSON object is expected here; {error}")))
}

pub(super) fn array(at: &str, list: &JsonText) -> Parsed<Vec<JsonText>> {
    let values: Vec<&RawValue> = serde_json::from_str(list.as_str())
        .map_err(|error| wrong(at, format!("a JSON array is expected here; {error}")))?;
    values
        .into_iter()
        .map(|value| JsonText::parse(value.get()).map_err(|error| wrong(at, error.to_string())))
        .collect()
}

pub(super) fn take_required(at: &str, members: &mut Extra, key: &str) -> Parsed<JsonText> {
    members
        .take(key)
        .ok_or_else(|| wrong(at, format!("`{key}` is missing")))
}

pub(super) fn take_text(at: &str, members: &mut Extra, key: &str) -> Parsed<String> {
    let value = take_required(at, members, key)?;
    text_of(&format!("{at}/{key}"), &value)
}

pub(super) fn take_optional_text(
    at: &str,
    members: &mut Extra,
    key: &str,
) -> Parsed<Option<String>> {
    match members.get(key) {
        None => Ok(None),
        Some(value) if value.as_str() == "null" => Ok(None),
        Some(_) => take_text(at, members, key).map(Some),
    }
}

pub(super) fn text_of(at: &str, value: &JsonText) -> Parsed<String> {
    value
        .as_text()
        .ok_or_else(|| wrong(at, "a string is expected here".to_owned()))
}

/// Writes one line, without the line break. Known members come first, unknown ones after them in their order.
pub fn render(example: &Example) -> String {
    let mut conversation = ObjectWriter::new();
    conversation.member("messages", &render_messages(&example.messages));
    if let Some(tools) = &example.tools {
        conversation.member(
            "tools",
            &array_text(tools.iter().map(|tool| tool.definition.as_str().to_owned())),
        );
    }
    conversation.extra(&example.extra);
    let conversation = conversation.finish();
    let Some(preference) = &example.preference else {
        return conversation;
    };
    let mut pair = ObjectWriter::new();
    pair.member("input", &conversation);
    pair.member("preferred_output", &render_messages(&preference.preferred));
    pair.member(
        "non_preferred_output",
        &render_messages(&preference.non_preferred),
    );
    pair.extra(&example.outer_extra);
    pair.finish()
}

/// Writes a list of messages.
pub fn render_messages(messages: &[Message]) -> String {
    array_text(messages.iter().map(render_message))
}

/// Writes one message.
pub fn render_message(message: &Message) -> String {
    let Message {
        role,
        content,
        name,
        tool_calls,
        tool_call_id,
        weight,
        extra,
    } = message;
    let mut writer = ObjectWriter::new();
    writer.string("role", role.name());
    match content {
        Content::Absent => {}
        Content::Null => writer.member("content", "null"),
        Content::Text(text) => writer.string("content", text),
        Content::Parts(parts) => {
            writer.member("content", &array_text(parts.iter().map(render_part)));
        }
    }
    if let Some(name) = name {
        writer.string("name", name);
    }
    if let Some(calls) = tool_calls {
        writer.member("tool_calls", &array_text(calls.iter().map(render_call)));
    }
    if let Some(id) = tool_call_id {
        writer.string("tool_call_id", id);
    }
    if let Some(weight) = weight {
        writer.member("weight", if *weight == Weight::Trained { "1" } else { "0" });
    }
    writer.extra(extra);
    writer.finish()
}

fn render_part(part: &Part) -> String {
    let mut writer = ObjectWriter::new();
    let extra = match part {
        Part::Other(json) => return json.as_str().to_owned(),
        Part::Text { text, extra } => {
            writer.string("type", "text");
            writer.string("text", text);
            extra
        }
        Part::Refusal { refusal, extra } => {
            writer.string("type", "refusal");
            writer.string("refusal", refusal);
            extra
        }
        Part::Image {
            url,
            image_extra,
            extra,
        } => {
            let mut image = ObjectWriter::new();
            image.string("url", url);
            image.extra(image_extra);
            writer.string("type", "image_url");
            writer.member("image_url", &image.finish());
            extra
        }
    };
    writer.extra(extra);
    writer.finish()
}

fn render_call(call: &ToolCall) -> String {
    let ToolCall {
        id,
        name,
        arguments,
        function_extra,
        extra,
    } = call;
    let mut function = ObjectWriter::new();
    function.string("name", name);
    function.string("arguments", arguments);
    function.extra(function_extra);
    let mut writer = ObjectWriter::new();
    writer.string("id", id);
    if extra.get("type").is_none() {
        writer.string("type", "function");
    }
    writer.member("function", &function.finish());
    writer.extra(extra);
    writer.finish()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::{parse, render};

    fn round_trip(line: &str) {
        let example = parse(line).unwrap_or_else(|error| panic!("{line}: {error}"));
        let written = render(&example);
        let before: Value = serde_json::from_str(line).unwrap();
        let after: Value = serde_json::from_str(&written).unwrap();
        assert_eq!(before, after, "{line}\n{written}");
        assert_eq!(parse(&written).unwrap(), example, "a second reading agrees");
    }

    #[test]
    fn keeps_what_it_does_not_know() {
        for line in [
            r#"{"messages":[]}"#,
            r#"{"messages":[{"role":"user","content":null,"name":null},{"role":"robot","weight":0,"mood":{"a":1.50}}],"tools":[],"x":[1,2]}"#,
            r#"{"messages":[{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}","strict":true},"index":0}]},{"role":"tool","tool_call_id":"c","content":"4"}],"parallel_tool_calls":false}"#,
            r#"{"messages":[{"role":"user","content":[{"type":"text","text":"a","cache":1},{"type":"image_url","image_url":{"url":"u","detail":"low"}},{"type":"input_audio","input_audio":{}}]},{"role":"assistant","content":[{"type":"refusal","refusal":"no"}],"tool_calls":null}]}"#,
            r#"{"input":{"messages":[{"role":"user","content":"q"}],"parallel_tool_calls":true},"preferred_output":[{"role":"assistant","content":"a"}],"non_preferred_output":[{"role":"assistant","content":"b"}],"note":"n"}"#,
        ] {
            round_trip(line);
        }
    }

    #[test]
    fn numbers_keep_their_digits() {
        let line = r#"{"messages":[],"big":123456789012345678901234567890,"one":1.0}"#;
        assert_eq!(render(&parse(line).unwrap()), line);
    }

    #[test]
    fn says_where_the_shape_is_wrong() {
        let cases = [
            ("[]", "a JSON object is expected here"),
            ("{}", "`messages` is missing"),
            (
                r#"{"messages":{}}"#,
                "at /messages: a JSON array is expected here",
            ),
            (
                r#"{"messages":[{"role":"user","content":4}]}"#,
                "at /messages/0/content: a JSON array",
            ),
            (
                r#"{"messages":[{"role":"assistant","content":"x","weight":true}]}"#,
                "at /messages/0/weight: a weight is the integer 0 or 1",
            ),
            (
                r#"{"messages":[{"role":"assistant","tool_calls":[{"id":"a","function":{"name":"f"}}]}]}"#,
                "at /messages/0/tool_calls/0/function: `arguments` is missing",
            ),
        ];
        for (line, expected) in cases {
            let message = parse(line).unwrap_err().to_string();
            assert!(message.starts_with(expected), "{line}: {message}");
        }
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            ".{0,12}".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 12, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map("[a-z_]{1,6}", inner, 0..4).prop_map(|map| json!(map)),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_unknown_member_survives(key in "[a-z]{3,9}x", at_message in any_json(), at_top in any_json(), text in ".{0,40}") {
            let line = json!({"messages": [{"role": "assistant", "content": text, key.clone(): at_message}], key: at_top});
            round_trip(&line.to_string());
        }

        #[test]
        fn never_panics(line in ".{0,80}") {
            let _ = parse(&line);
        }
    }
}
