//! `{"prompt":…}`: what the model answers itself, for TRL's online trainers. Further columns are what their rewards look at.
//!
//! Assistant messages of a prompt are context and read with weight 0.

use crate::format::narrow::narrow;
use crate::format::openai_chat::{Parsed, object, take_required};
use crate::format::prompt::{drop_answer, mark_context, split};
use crate::format::trl::{PROMPT, finish, impossible, parse_values, placed_text, take_tools};
use crate::format::{Format, Rendered};
use crate::json_text::ObjectWriter;
use crate::{Example, Role};

/// The format.
pub(super) static FORMAT: Format = Format {
    name: "trl-prompt",
    summary: "`prompt` alone, for online training; TRL",
    parse,
    render,
};

fn parse(line: &str) -> Parsed<Example> {
    let mut top = object("", line)?;
    let prompt = take_required("", &mut top, "prompt")?;
    let [mut messages] = parse_values([("/prompt", &prompt, Role::User)])?;
    mark_context(&mut messages);
    Ok(Example {
        messages,
        tools: take_tools(&mut top)?,
        extra: top,
        ..Example::default()
    })
}

fn render(example: &Example) -> Rendered {
    let mut narrowed = narrow(example, &PROMPT);
    let (prompt, answer) = split(&mut narrowed);
    drop_answer(answer, &mut narrowed.losses);
    if prompt.is_empty() {
        let what = "there is no message before the answer; a prompt is needed";
        return impossible(narrowed.losses, what);
    }
    let mut writer = ObjectWriter::new();
    writer.member("prompt", &placed_text(&prompt));
    finish(writer, &narrowed.example, narrowed.losses)
}
