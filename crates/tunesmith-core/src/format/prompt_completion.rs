//! `{"prompt":"…","completion":"…"}`: two strings, of which the second is trained.
//!
//! It is read as one user and one assistant message. More messages, or a system message, become text joined by blank lines, which is a loss.

use crate::format::narrow::{lost, narrow};
use crate::format::openai_chat::{Parsed, object, take_required, wrong};
use crate::format::prompt::{TEXTS, join, split};
use crate::format::{Format, Rendered};
use crate::json_text::ObjectWriter;
use crate::{Example, Extra, Message, Role};

/// The format.
pub(super) static FORMAT: Format = Format {
    name: "prompt-completion",
    summary: "`prompt` and `completion` as two strings; OpenAI's older shape, Together, Bedrock, TRL",
    parse,
    render,
};

fn parse(line: &str) -> Parsed<Example> {
    let mut top = object("", line)?;
    let prompt = text(&mut top, "prompt", "trl-prompt-completion")?;
    let completion = text(&mut top, "completion", "trl-prompt-completion")?;
    Ok(Example {
        messages: vec![
            Message::text(Role::User, prompt),
            Message::text(Role::Assistant, completion),
        ],
        extra: top,
        ..Example::default()
    })
}

/// Takes a string; `lists` names the format that has messages in its place.
pub(super) fn text(top: &mut Extra, key: &str, lists: &str) -> Parsed<String> {
    let value = take_required("", top, key)?;
    value.as_text().ok_or_else(|| {
        let message =
            format!("a string is expected here; lists of messages are the format {lists}");
        wrong(&format!("/{key}"), message)
    })
}

fn render(example: &Example) -> Rendered {
    let mut narrowed = narrow(example, &TEXTS);
    let (prompt, answer) = split(&mut narrowed);
    let mut losses = narrowed.losses;
    let missing = if prompt.is_empty() {
        Some("there is no message before the answer; a prompt is needed")
    } else if answer.is_empty() {
        Some("there is no trained answer at the end; a completion is needed")
    } else {
        None
    };
    if let Some(what) = missing {
        losses.push(lost("", what));
        return Rendered {
            line: String::new(),
            losses,
        };
    }
    let mut writer = ObjectWriter::new();
    writer.string("prompt", &join(&prompt, &Role::User, &mut losses));
    writer.string("completion", &join(&answer, &Role::Assistant, &mut losses));
    Rendered {
        line: writer.finish(),
        losses,
    }
}
