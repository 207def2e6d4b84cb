//! The shape Amazon Bedrock tunes Claude 3 Haiku with: `{"system":"…","messages":[{"role":"user","content":"…"},…]}`, all contents plain text.
//!
//! Roles are `user` and `assistant`; tools, media and pairs have no place (Bedrock user guide, model-customization-prepare, 2026).

use crate::format::losses::{Losses, drop_null, example_of, left_of_message, system_for_developer};
use crate::format::openai_chat::{
    FormatError, Parsed, array, object, take_optional_text, take_required, take_text, wrong,
};
use crate::format::placeholders::text_of_content;
use crate::format::{Format, Rendered};
use crate::json_text::{ObjectWriter, array_text};
use crate::{Example, JsonText, Message, Role};

/// The format.
pub(crate) static FORMAT: Format = Format {
    name: "bedrock-claude",
    summary: "`system` and `messages` of plain text for Claude 3 Haiku on Amazon Bedrock",
    parse,
    render,
};

fn parse(record: &str) -> Result<Example, FormatError> {
    let mut top = object("", record)?;
    drop_null(&mut top, "system");
    let system = take_optional_text("", &mut top, "system")?;
    let system = system.filter(|text| !text.is_empty());
    let mut messages: Vec<_> = system
        .map(|text| Message::text(Role::System, text))
        .into_iter()
        .collect();
    let list = take_required("", &mut top, "messages")?;
    for (index, message) in array("/messages", &list)?.iter().enumerate() {
        messages.push(read_message(&format!("/messages/{index}"), message)?);
    }
    example_of(Example::from_messages(messages), top)
}

fn read_message(at: &str, message: &JsonText) -> Parsed<Message> {
    let mut members = object(at, message.as_str())?;
    let role = conversation_role(at, &take_text(at, &mut members, "role")?)?;
    let mut message = Message::text(role, take_text(at, &mut members, "content")?);
    message.extra = left_of_message(at, members)?;
    Ok(message)
}

/// The role of a message on Bedrock.
pub(super) fn conversation_role(at: &str, name: &str) -> Parsed<Role> {
    match name {
        "user" => Ok(Role::User),
        "assistant" => Ok(Role::Assistant),
        other => Err(wrong(
            &format!("{at}/role"),
            format!(
                "a role is `user` or `assistant`, this is `{other}`; a system prompt goes into `system`"
            ),
        )),
    }
}

/// Tells what no conversation on Bedrock holds of a message, and gives its role; nothing if there is no place for the message at all.
pub(super) fn fitting_role(
    at: &str,
    first: bool,
    message: &Message,
    losses: &mut Losses,
) -> Option<Role> {
    let fits = match message.role {
        Role::System | Role::Developer => first,
        Role::User | Role::Assistant => true,
        Role::Tool | Role::Function | Role::Other(_) => false,
    };
    if !fits {
        losses.message(at, message);
        return None;
    }
    let role = system_for_developer(&message.role);
    losses.name_and_weight(at, message);
    if !message.calls().is_empty() {
        losses.member(at, "tool_calls");
    }
    if message.tool_call_id.is_some() {
        losses.member(at, "tool_call_id");
    }
    if role == Role::System {
        losses.members(at, &message.extra);
    }
    Some(role)
}

fn render(example: &Example) -> Rendered {
    let mut losses = Losses::default();
    let mut writer = ObjectWriter::new();
    let mut messages = Vec::new();
    losses.tools(example);
    for (index, (at, message)) in losses.one_ending(example).into_iter().enumerate() {
        let Some(role) = fitting_role(&at, index == 0, message, &mut losses) else {
            continue;
        };
        let text = text_of_content(
            &format!("{at}/content"),
            &message.content,
            None,
            &mut losses,
        );
        if role == Role::System {
            if text.is_empty() {
                losses.add(at, "an empty system prompt is none in this shape");
            } else {
                writer.string("system", &text);
            }
            continue;
        }
        let mut turn = ObjectWriter::new();
        turn.string("role", role.name());
        turn.string("content", &text);
        losses.write_members(&at, &mut turn, &message.extra, &["role", "content"]);
        messages.push(turn.finish());
    }
    writer.member("messages", &array_text(messages));
    losses.write_record_members(&mut writer, example, &["system", "messages", "tools"]);
    losses.rendered(writer)
}
