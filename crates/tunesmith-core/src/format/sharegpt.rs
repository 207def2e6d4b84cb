//! The ShareGPT shape: `{"conversations":[{"from":"human","value":"…"},…]}`, as LLaMA-Factory extends it.
//!
//! Beside `human` and `gpt` it knows `system`, `function_call` (the text of one call or a list of them), `observation`, the members `system`
//! and `tools` (the text of a list), `chosen` and `rejected` for pairs, and lists of media with placeholders (LLaMA-Factory
//! data/README.md and converter.py, 2025). Writing puts the system prompt first among the messages, where every reader of the shape finds it.

use crate::format::calls::{
    Linked, Pairing, check_links, parse_call_text, render_call_text, take_tools, write_tools,
};
use crate::format::losses::{
    Losses, drop_null, example_of, is_silent, left_of_message, messages_at, system_for_developer,
};
use crate::format::openai_chat::{
    FormatError, Parsed, array, object, take_optional_text, take_required, take_text, take_weight,
    wrong,
};
use crate::format::placeholders::{Gallery, LISTS, Placeholders, text_of_content};
use crate::format::{Format, Rendered};
use crate::json_text::{ObjectWriter, array_text};
use crate::{Content, Example, JsonText, Message, Preference, Role};

/// The format.
pub(crate) static FORMAT: Format = Format {
    name: "sharegpt",
    summary: "conversations of `from` and `value`, with tools, pairs and media as LLaMA-Factory has them",
    parse,
    render,
};

/// Who a message of calls is from.
const CALL: &str = "function_call";

fn parse(record: &str) -> Result<Example, FormatError> {
    let mut top = object("", record)?;
    let turns = take_required("", &mut top, "conversations")?;
    let tools = take_tools(&mut top)?;
    let mut reader = Reader {
        media: Placeholders::take(&mut top)?,
        pairing: Pairing::default(),
    };
    let mut messages = Vec::new();
    if let Some(system) =
        take_optional_text("", &mut top, "system")?.filter(|text| !text.is_empty())
    {
        messages.push(Message::text(Role::System, system));
    }
    for (index, turn) in array("/conversations", &turns)?.iter().enumerate() {
        let message = reader.turn(&format!("/conversations/{index}"), turn, true)?;
        if index == 0 && message.role == Role::System && !messages.is_empty() {
            return Err(wrong(
                "/system",
                "the first message is a system prompt already; keep one of the two".to_owned(),
            ));
        }
        messages.push(message);
    }
    reader.media.finish()?;
    for name in ["system", "chosen", "rejected"] {
        drop_null(&mut top, name);
    }
    let preference = if top.get("chosen").is_some() || top.get("rejected").is_some() {
        let after = reader.pairing.clone();
        let mut ending = |name: &str| {
            let turn = take_required("", &mut top, name)?;
            reader.pairing = after.clone();
            Ok(vec![reader.turn(&format!("/{name}"), &turn, false)?])
        };
        Some(Preference {
            preferred: ending("chosen")?,
            non_preferred: ending("rejected")?,
        })
    } else {
        None
    };
    let example = Example {
        messages,
        tools,
        preference,
        ..Example::default()
    };
    example_of(example, top)
}

struct Reader {
    media: Placeholders,
    pairing: Pairing,
}

impl Reader {
    fn turn(&mut self, at: &str, turn: &JsonText, with_media: bool) -> Parsed<Message> {
        let mut members = object(at, turn.as_str())?;
        let from = take_text(at, &mut members, "from")?;
        let value = take_text(at, &mut members, "value")?;
        let mut message = Message::text(role_of(&from), "");
        drop_null(&mut members, "weight");
        message.name = take_optional_text(at, &mut members, "name")?;
        message.weight = take_weight(at, &mut members)?;
        if from == CALL {
            let calls = parse_call_text(&format!("{at}/value"), &value, &mut self.pairing)?;
            self.pairing.wait_for(&calls);
            message.content = Content::Null;
            message.tool_calls = Some(calls);
        } else {
            if message.role == Role::Tool {
                message.tool_call_id = self.pairing.answer_next();
            }
            message.content = if with_media && message.role != Role::System {
                self.media.content(value)
            } else {
                Content::Text(value)
            };
        }
        message.extra = left_of_message(at, members)?;
        Ok(message)
    }
}

fn role_of(from: &str) -> Role {
    match from {
        "human" => Role::User,
        "gpt" | "chatgpt" | CALL => Role::Assistant,
        "observation" => Role::Tool,
        other => Role::from_name(other),
    }
}

fn render(example: &Example) -> Rendered {
    let mut losses = Losses::default();
    let mut gallery = Gallery::new(example);
    let mut writer = ObjectWriter::new();
    check_links(example, Linked::ByOrder, &mut losses);
    let at = messages_at(example);
    let turns = example.messages.iter().enumerate().map(|(index, message)| {
        let system = matches!(message.role, Role::System | Role::Developer);
        let gallery = Some(&mut gallery).filter(|_| !system);
        render_turn(&format!("{at}/{index}"), message, gallery, &mut losses)
    });
    writer.member("conversations", &array_text(turns));
    write_tools(&mut writer, example.tools.as_deref());
    if let Some(preference) = &example.preference {
        let endings = [
            ("chosen", "/preferred_output", &preference.preferred),
            (
                "rejected",
                "/non_preferred_output",
                &preference.non_preferred,
            ),
        ];
        for (name, at, ending) in endings {
            let message = losses.only_message(at, ending);
            let turn = render_turn(&format!("{at}/0"), &message, None, &mut losses);
            writer.member(name, &turn);
        }
    }
    gallery.write(&mut writer);
    let own = ["conversations", "tools", "system", "chosen", "rejected"];
    let own: Vec<_> = own.into_iter().chain(LISTS).collect();
    losses.write_record_members(&mut writer, example, &own);
    losses.rendered(writer)
}

fn render_turn(
    at: &str,
    message: &Message,
    gallery: Option<&mut Gallery>,
    losses: &mut Losses,
) -> String {
    let mut writer = ObjectWriter::new();
    losses.name_and_weight(at, message);
    if message.role != Role::Tool && message.tool_call_id.is_some() {
        losses.member(at, "tool_call_id");
    }
    let content_at = format!("{at}/content");
    let own = ["from", "value"];
    if message.role == Role::Assistant && !message.calls().is_empty() {
        writer.string("from", CALL);
        let calls = render_call_text(&format!("{at}/tool_calls"), message.calls(), losses);
        writer.string("value", &calls);
        if !is_silent(&message.content) {
            losses.add(
                content_at,
                "a function call can not have a content beside it",
            );
        }
    } else {
        if !message.calls().is_empty() {
            losses.member(at, "tool_calls");
        }
        let role = system_for_developer(&message.role);
        let mut from = from_of(&role);
        if role_of(from) != role {
            let what = format!("the role `{from}` means something else in this shape");
            losses.add(format!("{at}/role"), what);
        }
        if from == CALL {
            from = "gpt";
        }
        writer.string("from", from);
        let text = text_of_content(&content_at, &message.content, gallery, losses);
        writer.string("value", &text);
    }
    losses.write_members(at, &mut writer, &message.extra, &own);
    writer.finish()
}

fn from_of(role: &Role) -> &str {
    match role {
        Role::User => "human",
        Role::Assistant => "gpt",
        Role::Tool => "observation",
        Role::System | Role::Developer | Role::Function | Role::Other(_) => role.name(),
    }
}
