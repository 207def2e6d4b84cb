//! `{"prompt":"…","completions":["…"],"labels":[true]}`: the steps of an answer, each judged.
//!
//! A chat has no steps, so they stay as they are: `completions` and `labels` are members of the example's `extra`, and its messages are the
//! prompt alone. TRL knows this shape only with strings.

use crate::format::narrow::{Keys, Limits, lost, member, narrow};
use crate::format::openai_chat::{Parsed, array, object, take_required, wrong};
use crate::format::prompt::{TEXTS, drop_answer, join, mark_context, split};
use crate::format::trl::{finish, impossible, parse_values, take_tools};
use crate::format::{Format, Rendered};
use crate::json_text::ObjectWriter;
use crate::{Example, Extra, Role};

/// The format.
pub(super) static FORMAT: Format = Format {
    name: "trl-stepwise",
    summary: "`prompt`, the steps of an answer in `completions`, a judgement of each in `labels`; TRL",
    parse,
    render,
};

const LIMITS: Limits = Limits {
    top: Keys::AllBut(&[
        "messages",
        "text",
        "prompt",
        "completion",
        "chosen",
        "rejected",
        "label",
    ]),
    ..TEXTS
};

fn parse(line: &str) -> Parsed<Example> {
    let mut top = object("", line)?;
    let prompt = take_required("", &mut top, "prompt")?;
    let [mut messages] = parse_values([("/prompt", &prompt, Role::User)])?;
    mark_context(&mut messages);
    check_steps(&top)?;
    Ok(Example {
        messages,
        tools: take_tools(&mut top)?,
        extra: top,
        ..Example::default()
    })
}

fn check_steps(top: &Extra) -> Parsed<()> {
    let list = |key: &str| {
        let value = top.get(key);
        let value = value.ok_or_else(|| wrong("", format!("`{key}` is missing")))?;
        array(&member("", key), value)
    };
    let steps = list("completions")?;
    let labels = list("labels")?;
    if let Some(index) = steps.iter().position(|step| step.as_text().is_none()) {
        let message = "a step is a string; write it as one".to_owned();
        return Err(wrong(&format!("/completions/{index}"), message));
    }
    let judged = |label: &crate::JsonText| matches!(label.as_str(), "true" | "false");
    if let Some(index) = labels.iter().position(|label| !judged(label)) {
        let message = "a label is true or false; write true for a good step".to_owned();
        return Err(wrong(&format!("/labels/{index}"), message));
    }
    if steps.len() != labels.len() {
        let message = format!(
            "there are {} steps and {} labels; give each step one label",
            steps.len(),
            labels.len()
        );
        return Err(wrong("/labels", message));
    }
    Ok(())
}

fn render(example: &Example) -> Rendered {
    let mut narrowed = narrow(example, &LIMITS);
    let (prompt, answer) = split(&mut narrowed);
    let mut losses = narrowed.losses;
    if let Err(error) = check_steps(&example.extra) {
        losses.push(lost(error.pointer, error.message));
        return impossible(
            losses,
            "there are no judged steps; give `completions` and `labels`",
        );
    }
    drop_answer(answer, &mut losses);
    if prompt.is_empty() {
        return impossible(
            losses,
            "there is no message before the steps; a prompt is needed",
        );
    }
    let mut writer = ObjectWriter::new();
    writer.string("prompt", &join(&prompt, &Role::User, &mut losses));
    finish(writer, &narrowed.example, losses)
}
