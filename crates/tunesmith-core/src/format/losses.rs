//! What the shapes of other tools share: gathering losses, and members whose name means something else on the other side.
//!
//! Unknown members travel along at the level where they stood; one that would change its meaning on the way is refused or told as a loss.
//! A member that is `null` says nothing and may be dropped.

use crate::format::convert::{Loss, Rendered};
use crate::format::openai_chat::{Parsed, wrong};
use crate::json_text::ObjectWriter;
use crate::{Content, Example, Extra, Message, Role, Weight};

/// Names the openai chat shape gives a meaning at the top of a record, the first two also where there is no pair.
const RECORD: [&str; 5] = [
    "messages",
    "tools",
    "input",
    "preferred_output",
    "non_preferred_output",
];
/// Names the openai chat shape gives a meaning in a message.
const MESSAGE: [&str; 6] = [
    "role",
    "content",
    "name",
    "tool_calls",
    "tool_call_id",
    "weight",
];

/// Why a weight of 0 is a loss where there are no weights.
pub(super) const WOULD_BE_TRAINED: &str = "weight 0 has no place; this answer would be trained";

/// The role of a message where the shape has `system` and no `developer`: one role under two names.
pub(super) fn system_for_developer(role: &Role) -> Role {
    match role {
        Role::Developer => Role::System,
        other => other.clone(),
    }
}

/// Where the tools of an example stand in the openai chat shape.
pub(super) fn tools_at(example: &Example) -> &'static str {
    if example.preference.is_some() {
        "/input/tools"
    } else {
        "/tools"
    }
}

/// Drops a member that is `null`.
pub(super) fn drop_null(members: &mut Extra, name: &str) {
    if members
        .get(name)
        .is_some_and(|value| value.as_str() == "null")
    {
        members.take(name);
    }
}

/// Gives back what is left of a message's members, refusing those the model gives another meaning.
pub(super) fn left_of_message(at: &str, left: Extra) -> Parsed<Extra> {
    left_over(at, left, &MESSAGE)
}

fn left_over(at: &str, mut left: Extra, names: &[&str]) -> Parsed<Extra> {
    for name in names {
        drop_null(&mut left, name);
        if left.get(name).is_some() {
            return Err(wrong(
                &format!("{at}/{name}"),
                format!("this shape has no member `{name}` here; remove it or rename it"),
            ));
        }
    }
    Ok(left)
}

/// Makes the example of what was read; members left over go where a record of the openai chat shape has them.
pub(super) fn example_of(mut example: Example, left: Extra) -> Parsed<Example> {
    let pair = example.preference.is_some();
    let left = left_over("", left, if pair { &RECORD } else { &RECORD[..2] })?;
    if pair {
        example.outer_extra = left;
    } else {
        example.extra = left;
    }
    Ok(example)
}

/// Where the messages of an example stand in the openai chat shape.
pub(super) fn messages_at(example: &Example) -> &'static str {
    if example.preference.is_some() {
        "/input/messages"
    } else {
        "/messages"
    }
}

/// The losses of one record while it is written.
#[derive(Default)]
pub(super) struct Losses(Vec<Loss>);

impl Losses {
    pub(super) fn add(&mut self, pointer: impl Into<String>, what: impl Into<String>) {
        self.0.push(Loss {
            pointer: pointer.into(),
            what: what.into(),
        });
    }

    /// Every member that says something is lost.
    pub(super) fn members(&mut self, at: &str, members: &Extra) {
        for (name, value) in members.iter() {
            if value.as_str() != "null" {
                self.member(at, name);
            }
        }
    }

    pub(super) fn member(&mut self, at: &str, name: &str) {
        let pointer = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
        self.add(pointer, format!("there is no place for `{name}`"));
    }

    /// A message that is left out.
    pub(super) fn message(&mut self, at: &str, message: &Message) {
        let role = message.role.name();
        self.add(
            at,
            format!("there is no place for this message of role `{role}`"),
        );
    }

    /// What only the openai chat shape knows of a message: its name and its weight.
    pub(super) fn name_and_weight(&mut self, at: &str, message: &Message) {
        if message.name.is_some() {
            self.member(at, "name");
        }
        self.weight(at, message);
    }

    /// The weight of a message, for a shape in which every answer is trained.
    pub(super) fn weight(&mut self, at: &str, message: &Message) {
        if message.role == Role::Assistant && message.weight == Some(Weight::Ignored) {
            self.add(format!("{at}/weight"), WOULD_BE_TRAINED);
        }
    }

    /// Tools, for a shape without them; an empty list says nothing.
    pub(super) fn tools(&mut self, example: &Example) {
        if example
            .tools
            .as_ref()
            .is_some_and(|tools| !tools.is_empty())
        {
            self.add(tools_at(example), "there is no place for tools");
        }
    }

    /// The same, for a message that is no object over there and so can hold no unknown members either.
    pub(super) fn all_but_content(&mut self, at: &str, message: &Message) {
        self.name_and_weight(at, message);
        if !message.calls().is_empty() {
            self.member(at, "tool_calls");
        }
        self.members(at, &message.extra);
    }

    /// The whole conversation with where each message stands, for a shape without pairs: of these the preferred ending is kept.
    pub(super) fn one_ending<'a>(&mut self, example: &'a Example) -> Vec<(String, &'a Message)> {
        let mut found = Vec::new();
        let mut push = |at: &str, messages: &'a [Message]| {
            for (index, message) in messages.iter().enumerate() {
                found.push((format!("{at}/{index}"), message));
            }
        };
        push(messages_at(example), &example.messages);
        if let Some(preference) = &example.preference {
            push("/preferred_output", &preference.preferred);
            self.add(
                "/non_preferred_output",
                "there is a place for one ending only",
            );
        }
        found
    }

    /// The message of an ending, for a shape whose endings are one message each.
    pub(super) fn only_message(&mut self, at: &str, ending: &[Message]) -> Message {
        for index in 1..ending.len() {
            let what = "an ending is one message in this shape; only the first is kept";
            self.add(format!("{at}/{index}"), what);
        }
        if ending.is_empty() {
            self.add(at, "an ending can not be empty in this shape");
        }
        let empty = || Message::text(Role::Assistant, "");
        ending.first().cloned().unwrap_or_else(empty)
    }

    /// Writes the unknown members of the record; those the shape itself has a meaning for are lost.
    pub(super) fn write_record_members(
        &mut self,
        writer: &mut ObjectWriter,
        example: &Example,
        own: &[&str],
    ) {
        let extra = if example.preference.is_some() {
            self.members("/input", &example.extra);
            &example.outer_extra
        } else {
            &example.extra
        };
        self.write_members("", writer, extra, own);
    }

    /// Writes unknown members; those the shape itself has a meaning for are lost.
    pub(super) fn write_members(
        &mut self,
        at: &str,
        writer: &mut ObjectWriter,
        extra: &Extra,
        own: &[&str],
    ) {
        for (name, value) in extra.iter() {
            if !own.contains(&name) {
                writer.member(name, value.as_str());
            } else if value.as_str() != "null" {
                let pointer = format!("{at}/{name}");
                self.add(
                    pointer,
                    format!("`{name}` means something else in this shape"),
                );
            }
        }
    }

    pub(super) fn rendered(self, writer: ObjectWriter) -> Rendered {
        Rendered {
            line: writer.finish(),
            losses: self.0,
        }
    }
}

/// Whether a content says nothing.
pub(super) fn is_silent(content: &Content) -> bool {
    match content {
        Content::Absent | Content::Null => true,
        Content::Text(text) => text.is_empty(),
        Content::Parts(parts) => parts.is_empty(),
    }
}
