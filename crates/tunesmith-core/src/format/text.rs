//! `{"text":"…"}`: running text, all of it trained.
//!
//! It is read as one assistant message, because only what the assistant says is trained. Any other conversation becomes text joined by
//! blank lines, without a template: its roles, and what was only context, are lost, and every message is told of.

use crate::format::narrow::{lost, member, narrow};
use crate::format::openai_chat::{Parsed, object};
use crate::format::prompt::{Placed, TEXTS, join};
use crate::format::prompt_completion::text;
use crate::format::{Format, Rendered};
use crate::json_text::ObjectWriter;
use crate::{Example, Message, Role, Weight};

/// The format.
pub(super) static FORMAT: Format = Format {
    name: "text",
    summary: "`text` alone, all of it trained; TRL, Together, continued pretraining",
    parse,
    render,
};

fn parse(line: &str) -> Parsed<Example> {
    let mut top = object("", line)?;
    let text = text(&mut top, "text", "openai-chat")?;
    Ok(Example {
        messages: vec![Message::text(Role::Assistant, text)],
        extra: top,
        ..Example::default()
    })
}

fn render(example: &Example) -> Rendered {
    let narrowed = narrow(example, &TEXTS);
    let mut losses = narrowed.losses;
    let messages: Vec<Placed> = narrowed
        .places
        .into_iter()
        .zip(narrowed.example.messages)
        .collect();
    if messages.is_empty() {
        losses.push(lost("", "there is no message; a text is needed"));
        return Rendered {
            line: String::new(),
            losses,
        };
    }
    for (place, message) in &messages {
        if message.role == Role::Assistant && message.weight == Some(Weight::Ignored) {
            let what = "weight 0 has no place; a text is trained as a whole";
            losses.push(lost(member(place, "weight"), what));
        }
    }
    let mut writer = ObjectWriter::new();
    writer.string("text", &join(&messages, &Role::Assistant, &mut losses));
    Rendered {
        line: writer.finish(),
        losses,
    }
}
