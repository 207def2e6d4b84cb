//! `{"input":{"messages":[…]},"preferred_output":[…],"non_preferred_output":[…]}`: two endings of one conversation.
//!
//! The guide, Azure, Together and Fireworks write `preferred_output`; the OpenAPI description (2025-04) says `preferred_completion`.
//! Both are read, the first is written. Text only, one assistant message per ending (FineTunePreferenceRequestInput and the guide).

use crate::format::dialect::OPENAI;
use crate::format::narrow::{Keys, Limits, lost, narrow};
use crate::format::openai_chat::{self, Parsed, object, wrong};
use crate::format::{Format, Loss, Rendered};
use crate::{Example, Message, Role};

/// The format.
pub(super) static FORMAT: Format = Format {
    name: "openai-preference",
    summary: "`input` with two endings, `preferred_output` and `non_preferred_output`; OpenAI, Azure, Together, Fireworks",
    parse,
    render,
};

const LIMITS: Limits = Limits {
    top: Keys::Only(&["parallel_tool_calls"]),
    parts: Some(&["text", "refusal"]),
    pair: true,
    ..OPENAI
};

fn parse(line: &str) -> Parsed<Example> {
    let mut top = object("", line)?;
    for (key, other) in [
        ("preferred_output", "preferred_completion"),
        ("non_preferred_output", "non_preferred_completion"),
    ] {
        if let Some(ending) = top.take(other) {
            if top.get(key).is_some() {
                let message = format!("`{key}` and `{other}` are the same; keep `{key}`");
                return Err(wrong("", message));
            }
            top.set(key, ending);
        }
    }
    openai_chat::parse_preference(top)
}

fn render(example: &Example) -> Rendered {
    let mut narrowed = narrow(example, &LIMITS);
    let losses = &mut narrowed.losses;
    let Some(preference) = &mut narrowed.example.preference else {
        losses.push(no_pair());
        return Rendered {
            line: String::new(),
            losses: narrowed.losses,
        };
    };
    let mut whole = true;
    for (at, ending) in [
        ("/preferred_output", &mut preference.preferred),
        ("/non_preferred_output", &mut preference.non_preferred),
    ] {
        whole &= keep_one(at, ending, losses);
    }
    let line = if whole {
        openai_chat::render(&narrowed.example)
    } else {
        String::new()
    };
    Rendered {
        line,
        losses: narrowed.losses,
    }
}

/// What is missing where there is one ending.
pub(super) fn no_pair() -> Loss {
    lost("", "there is one ending; a preference pair needs two")
}

/// Keeps the last assistant message of an ending; false if there is none.
fn keep_one(at: &str, ending: &mut Vec<Message>, losses: &mut Vec<Loss>) -> bool {
    let is_answer = |message: &Message| message.role == Role::Assistant;
    let Some(index) = ending.iter().rposition(is_answer) else {
        losses.push(lost(
            at,
            "there is no assistant message; an ending needs one",
        ));
        return false;
    };
    let others = (0..ending.len()).filter(|other| *other != index);
    losses.extend(others.map(|other| {
        let what = "an ending is one message, the assistant's last";
        lost(format!("{at}/{other}"), what)
    }));
    *ending = vec![ending.swap_remove(index)];
    true
}
