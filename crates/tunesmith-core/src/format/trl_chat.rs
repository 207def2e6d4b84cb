//! `{"messages":[…]}` as TRL reads it: tool arguments as objects, further columns kept. Every answer is trained.

use crate::Example;
use crate::format::narrow::narrow;
use crate::format::openai_chat::{Parsed, object, take_required};
use crate::format::trl::{CHAT, finish, messages_text, take_tools};
use crate::format::{Format, Rendered, loose};
use crate::json_text::ObjectWriter;

/// The format.
pub(super) static FORMAT: Format = Format {
    name: "trl-chat",
    summary: "conversations under `messages`, tool arguments as objects; TRL",
    parse,
    render,
};

fn parse(line: &str) -> Parsed<Example> {
    let mut top = object("", line)?;
    let messages = take_required("", &mut top, "messages")?;
    Ok(Example {
        messages: loose::parse_list("/messages", &messages)?,
        tools: take_tools(&mut top)?,
        extra: top,
        ..Example::default()
    })
}

fn render(example: &Example) -> Rendered {
    let narrowed = narrow(example, &CHAT);
    let mut writer = ObjectWriter::new();
    writer.member("messages", &messages_text(&narrowed.example.messages));
    finish(writer, &narrowed.example, narrowed.losses)
}
