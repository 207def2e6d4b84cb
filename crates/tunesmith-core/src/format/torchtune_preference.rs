//! torchtune's preference shape: `{"chosen_conversations":[…],"rejected_conversations":[…]}`, two whole conversations of `role` and `content`.
//!
//! What both begin with is the prompt; each ending keeps at least its last message. torchtune's chat shapes are openai-chat and sharegpt
//! (torchtune docs, preference datasets and `ChosenRejectedToMessages`, 2025).

use crate::format::losses::{Losses, example_of, messages_at};
use crate::format::openai_chat::{
    FormatError, Parsed, object, parse_messages, take_required, wrong,
};
use crate::format::placeholders::text_of_content;
use crate::format::{Format, Rendered};
use crate::json_text::{ObjectWriter, array_text};
use crate::{Example, Message, Preference};

/// The format.
pub(crate) static FORMAT: Format = Format {
    name: "torchtune-preference",
    summary: "`chosen_conversations` and `rejected_conversations` of torchtune",
    parse,
    render,
};

fn parse(record: &str) -> Result<Example, FormatError> {
    let mut top = object("", record)?;
    let mut conversation = |name: &str| -> Parsed<Vec<Message>> {
        let list = take_required("", &mut top, name)?;
        let at = format!("/{name}");
        let messages = parse_messages(&at, &list)?;
        if messages.is_empty() {
            let hint = "a conversation of a pair needs at least its answer";
            return Err(wrong(&at, hint.to_owned()));
        }
        Ok(messages)
    };
    let mut preferred = conversation("chosen_conversations")?;
    let mut non_preferred = conversation("rejected_conversations")?;
    let alike = preferred.iter().zip(&non_preferred);
    let alike = alike
        .take_while(|(chosen, rejected)| chosen == rejected)
        .count();
    let shared = alike.min(preferred.len() - 1).min(non_preferred.len() - 1);
    let messages = preferred.drain(..shared).collect();
    non_preferred.drain(..shared);
    let example = Example {
        messages,
        preference: Some(Preference {
            preferred,
            non_preferred,
        }),
        ..Example::default()
    };
    example_of(example, top)
}

fn render(example: &Example) -> Rendered {
    let mut losses = Losses::default();
    let none = Preference {
        preferred: Vec::new(),
        non_preferred: Vec::new(),
    };
    let preference = example.preference.as_ref().unwrap_or(&none);
    let (chosen, rejected) = (&preference.preferred, &preference.non_preferred);
    if example.preference.is_none() {
        losses.add("", "it has one ending, and this shape compares two; the rejected conversation is left empty");
    } else if chosen.is_empty() || rejected.is_empty() {
        losses.add("", "an ending can not be empty in this shape");
    } else if chosen.len() > 1 && rejected.len() > 1 && chosen[0] == rejected[0] {
        losses.add(
            "/preferred_output/0",
            "what both endings begin with becomes part of the prompt",
        );
    }
    losses.tools(example);
    let prompt = write(messages_at(example), &example.messages, &mut losses);
    let endings = [
        ("chosen_conversations", "/preferred_output", chosen),
        ("rejected_conversations", "/non_preferred_output", rejected),
    ];
    let mut writer = ObjectWriter::new();
    for (name, at, ending) in endings {
        let ending = write(at, ending, &mut losses);
        let whole = prompt.iter().cloned().chain(ending);
        if example.preference.is_none() && name == "rejected_conversations" {
            writer.member(name, "[]");
        } else {
            writer.member(name, &array_text(whole));
        }
    }
    let own = ["chosen_conversations", "rejected_conversations"];
    losses.write_record_members(&mut writer, example, &own);
    losses.rendered(writer)
}

fn write(at: &str, messages: &[Message], losses: &mut Losses) -> Vec<String> {
    let messages = messages.iter().enumerate();
    let texts = messages.map(|(index, message)| {
        let at = format!("{at}/{index}");
        losses.name_and_weight(&at, message);
        if message.tool_call_id.is_some() {
            losses.member(&at, "tool_call_id");
        }
        if !message.calls().is_empty() {
            losses.member(&at, "tool_calls");
        }
        let mut writer = ObjectWriter::new();
        writer.string("role", message.role.name());
        let text = text_of_content(&format!("{at}/content"), &message.content, None, losses);
        writer.string("content", &text);
        let own = [
            "role",
            "content",
            "name",
            "tool_calls",
            "tool_call_id",
            "weight",
        ];
        losses.write_members(&at, &mut writer, &message.extra, &own);
        writer.finish()
    });
    texts.collect()
}
