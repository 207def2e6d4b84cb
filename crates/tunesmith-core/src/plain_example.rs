//! An example as plugins get it and give it: roles and texts as they are, everything else as the text of a JSON object.
//!
//! `plugin.wit` says what stands where. The command line and the page hand out the same, so that a scorer says the same in both.

use crate::format::openai_chat;
use crate::{Content, Example, Extra, JsonText, Message, Preference, Role, StageFailure};

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

    /// Looks at it. `at` names it in the words of a refusal.
    pub fn read(self, at: &str) -> Result<Example, StageFailure> {
        let Self {
            id,
            messages,
            extra,
        } = self;
        let messages = messages.into_iter().enumerate();
        let messages =
            messages.map(|(index, message)| message.read(&format!("{at}, message {index}")));
        let messages = messages.collect::<Result<_, _>>()?;
        let Some(extra) = extra else {
            return Ok(Example {
                id,
                messages,
                ..Example::default()
            });
        };
        let mut extra = object(&format!("{at}, extra"), &extra)?;
        if extra.get("messages").is_some() {
            return Err(bad(format!(
                "{at}: messages stand in their field, not in extra"
            )));
        }
        let misshapen = |error: openai_chat::FormatError| bad(format!("{at}, extra: {error}"));
        let tools = extra
            .take("tools")
            .map(|tools| openai_chat::parse_tools("/tools", &tools));
        let tools = tools.transpose().map_err(misshapen)?;
        let mut ending = |name: &str| {
            let list = extra.take(name);
            list.map(|list| openai_chat::parse_messages(&format!("/{name}"), &list))
                .transpose()
                .map_err(misshapen)
        };
        let preference = match (ending("preferred_output")?, ending("non_preferred_output")?) {
            (Some(preferred), Some(non_preferred)) => Some(Preference {
                preferred,
                non_preferred,
            }),
            (None, None) => None,
            _ => {
                return Err(bad(format!(
                    "{at}: one of preferred_output and non_preferred_output is missing"
                )));
            }
        };
        let mut inner = |name: &str| {
            let value = extra.take(name);
            let at = format!("{at}, extra/{name}");
            value.map_or_else(|| Ok(Extra::default()), |value| object(&at, value.as_str()))
        };
        let (metadata, outer_extra, shadowed) =
            (inner("metadata")?, inner("outer")?, inner("shadowed")?);
        let extra = extra
            .iter()
            .chain(shadowed.iter())
            .map(|(name, value)| (name.to_owned(), value.clone()))
            .collect();
        Ok(Example {
            id,
            messages,
            tools,
            preference,
            extra,
            outer_extra,
            metadata,
            provenance: None,
        })
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

    /// Looks at it. `at` names it in the words of a refusal.
    pub fn read(self, at: &str) -> Result<Message, StageFailure> {
        let Self {
            role,
            content,
            extra,
        } = self;
        if role.is_empty() {
            return Err(bad(format!("{at}: the role is empty")));
        }
        let Some(extra) = extra else {
            let role = Role::from_name(&role);
            let text = Message::text(role, content);
            let is_empty = matches!(&text.content, Content::Text(text) if text.is_empty());
            return Ok(if is_empty {
                Message {
                    content: Content::Absent,
                    ..text
                }
            } else {
                text
            });
        };
        let mut members = object(&format!("{at}, extra"), &extra)?;
        if members.get("role").is_some() {
            return Err(bad(format!(
                "{at}: the role stands in its field, not in extra"
            )));
        }
        if members.get("content").is_none() && !content.is_empty() {
            members.set("content", JsonText::string(&content));
        }
        members.set("role", JsonText::string(&role));
        openai_chat::message_from_members("", members)
            .map_err(|error| bad(format!("{at}, extra: {error}")))
    }
}

fn bad(what: String) -> StageFailure {
    StageFailure::BadAnswer(what)
}

fn object(at: &str, text: &str) -> Result<Extra, StageFailure> {
    Extra::parse(text).map_err(|error| bad(format!("{at}: a JSON object is expected; {error}")))
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
