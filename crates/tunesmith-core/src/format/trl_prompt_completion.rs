//! `{"prompt":…,"completion":…}`, and the same with `label` for unpaired preference: the completion is what is trained or judged.
//!
//! Assistant messages of the prompt are context and read with weight 0. A label, `true` where the completion is good, is the member
//! `label` of the example's `extra`.

use crate::format::narrow::{Keys, Limits, narrow};
use crate::format::openai_chat::{Parsed, object, take_required, wrong};
use crate::format::prompt::{check_answer, mark_context, split};
use crate::format::trl::{PROMPT, finish, impossible, parse_values, placed_text, take_tools};
use crate::format::{Format, Rendered};
use crate::json_text::ObjectWriter;
use crate::{Example, Extra, Role};

/// The format `trl-prompt-completion`.
pub(super) static FORMAT: Format = Format {
    name: "trl-prompt-completion",
    summary: "`prompt` and `completion` as lists of messages; TRL",
    parse: |line| parse(object("", line)?),
    render: |example| render(example, &PROMPT),
};

/// The format `trl-unpaired-preference`.
pub(super) static UNPAIRED: Format = Format {
    name: "trl-unpaired-preference",
    summary: "`prompt`, `completion` and a `label`, true or false (KTO); TRL",
    parse: parse_unpaired,
    render: render_unpaired,
};

const LABELLED: Limits = Limits {
    top: Keys::AllBut(&[
        "messages",
        "text",
        "prompt",
        "completion",
        "chosen",
        "rejected",
        "completions",
        "labels",
    ]),
    ..PROMPT
};

fn parse(mut top: Extra) -> Parsed<Example> {
    let prompt = take_required("", &mut top, "prompt")?;
    let completion = take_required("", &mut top, "completion")?;
    let [mut messages, answer] = parse_values([
        ("/prompt", &prompt, Role::User),
        ("/completion", &completion, Role::Assistant),
    ])?;
    mark_context(&mut messages);
    check_answer("/completion", &answer)?;
    messages.extend(answer);
    Ok(Example {
        messages,
        tools: take_tools(&mut top)?,
        extra: top,
        ..Example::default()
    })
}

fn parse_unpaired(line: &str) -> Parsed<Example> {
    let mut top = object("", line)?;
    let label = take_required("", &mut top, "label")?;
    if !matches!(label.as_str(), "true" | "false") {
        let message = format!(
            "a label is true or false, this is {}; write true for a good completion",
            label.as_str()
        );
        return Err(wrong("/label", message));
    }
    top.set("label", label);
    parse(top)
}

fn render(example: &Example, limits: &Limits) -> Rendered {
    let mut narrowed = narrow(example, limits);
    let (prompt, answer) = split(&mut narrowed);
    if prompt.is_empty() {
        let what = "there is no message before the answer; a prompt is needed";
        return impossible(narrowed.losses, what);
    }
    if answer.is_empty() {
        let what = "there is no trained answer at the end; a completion is needed";
        return impossible(narrowed.losses, what);
    }
    let mut writer = ObjectWriter::new();
    writer.member("prompt", &placed_text(&prompt));
    writer.member("completion", &placed_text(&answer));
    finish(writer, &narrowed.example, narrowed.losses)
}

fn render_unpaired(example: &Example) -> Rendered {
    let label = example.extra.get("label").map(|label| label.as_str());
    if !matches!(label, Some("true" | "false")) {
        let losses = narrow(example, &LABELLED).losses;
        return impossible(
            losses,
            "there is no `label` that is true or false; unpaired preference needs one",
        );
    }
    render(example, &LABELLED)
}
