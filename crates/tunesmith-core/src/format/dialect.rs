//! The chat shape as each provider takes it: one table of limits, and the formats made of it.
//!
//! A dialect is a target: reading one is reading the chat shape. Only what a record may hold stands here; what a provider wants of its
//! order, sizes and counts is the business of rules.

use crate::Example;
use crate::format::narrow::{Keys, Limits, lost, narrow};
use crate::format::{Format, Rendered, call_ids, mistral, openai_chat};

/// OpenAI's supervised shape. Top-level members: FineTuneChatRequestInput of the OpenAPI description (2025-04) and the error
/// `contains an extra "x"`; `refusal` and `audio` are members of an assistant message there.
pub(super) const OPENAI: Limits = Limits {
    roles: &[
        "system",
        "developer",
        "user",
        "assistant",
        "tool",
        "function",
    ],
    late_system: true,
    top: Keys::Only(&["parallel_tool_calls", "functions"]),
    outer: Keys::Only(&[]),
    message: Keys::Only(&[
        "function_call",
        "refusal",
        "audio",
        "name",
        "tool_calls",
        "tool_call_id",
    ]),
    named: &[
        "system",
        "developer",
        "user",
        "assistant",
        "tool",
        "function",
    ],
    parts: Some(&["text", "image_url", "refusal", "input_audio", "file"]),
    tools: true,
    weights: true,
    null_content: true,
    text_beside_calls: true,
    object_arguments: false,
    pair: false,
};

/// As OpenAI, but a job with `"content":null` beside tool calls was refused until it was left out (observed).
pub(super) const AZURE: Limits = Limits {
    null_content: false,
    ..OPENAI
};

/// `check_file` of together-python eba5e5f: no further columns, three roles.
pub(super) const TOGETHER: Limits = Limits {
    roles: &["system", "user", "assistant"],
    top: Keys::Only(&[]),
    message: Keys::Only(&[]),
    named: &[],
    parts: Some(&["text", "image_url"]),
    tools: false,
    ..OPENAI
};

/// Fireworks' documentation: a system message only at the start.
pub(super) const FIREWORKS: Limits = Limits {
    late_system: false,
    ..TOGETHER
};

/// mistral-finetune 1943535 and mistral_common 1.13.1: text only, content or calls but not both.
pub(super) const MISTRAL: Limits = Limits {
    roles: &["system", "user", "assistant", "tool"],
    top: Keys::Only(&[]),
    message: Keys::Only(&[]),
    named: &["tool"],
    parts: None,
    null_content: false,
    text_beside_calls: false,
    ..OPENAI
};

/// The format `azure`.
pub(super) static AZURE_FORMAT: Format = Format {
    name: "azure",
    summary: "openai-chat as Azure takes it: no `null` content beside tool calls",
    parse: openai_chat::parse,
    render: |example| render(example, &AZURE),
};

/// The format `together`.
pub(super) static TOGETHER_FORMAT: Format = Format {
    name: "together",
    summary: "openai-chat as Together takes it: no tools, no further members",
    parse: openai_chat::parse,
    render: |example| render(example, &TOGETHER),
};

/// The format `fireworks`.
pub(super) static FIREWORKS_FORMAT: Format = Format {
    name: "fireworks",
    summary: "openai-chat as Fireworks takes it: no tools, system message first",
    parse: openai_chat::parse,
    render: |example| render(example, &FIREWORKS),
};

/// The format `mistral`.
pub(super) static MISTRAL_FORMAT: Format = Format {
    name: "mistral",
    summary: "openai-chat as Mistral takes it: ids of nine characters, text or tool calls, an answer last",
    parse: mistral::parse,
    render: render_mistral,
};

/// Writes what fits.
pub(super) fn render(example: &Example, limits: &Limits) -> Rendered {
    let narrowed = narrow(example, limits);
    Rendered {
        line: openai_chat::render(&narrowed.example),
        losses: narrowed.losses,
    }
}

fn render_mistral(example: &Example) -> Rendered {
    let mut narrowed = narrow(example, &MISTRAL);
    let messages = &mut narrowed.example.messages;
    while let Some(last) = messages.last()
        && last.role != crate::Role::Assistant
    {
        messages.pop();
        let place = narrowed.places.pop().unwrap_or_default();
        let what = "the last message must be the assistant's, so what follows it has no place";
        narrowed.losses.push(lost(place, what));
    }
    call_ids::shorten(messages);
    Rendered {
        line: openai_chat::render(&narrowed.example),
        losses: narrowed.losses,
    }
}
