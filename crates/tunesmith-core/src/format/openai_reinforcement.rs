//! `{"messages":[…],"tools":[…], …}`: a prompt the model answers itself, and items its graders look at.
//!
//! `messages` and `tools` are the only reserved keys; every other member is an item (`item.…` in a grader) and kept. Roles: developer, user,
//! assistant, tool; a system message is written as developer (OpenAI's guide; Azure refuses the role system). The last message is the user's.
//! Assistant messages are context and read with weight 0. The keys do not tell it from openai-chat, so detection never answers with it.

use crate::format::dialect::OPENAI;
use crate::format::narrow::{Keys, Limits, lost, narrow};
use crate::format::openai_chat::{self, Parsed};
use crate::format::prompt::{drop_answer, mark_context, messages, split};
use crate::format::{Format, Rendered};
use crate::{Example, Role};

/// The format.
pub(super) static FORMAT: Format = Format {
    name: "openai-reinforcement",
    summary: "a prompt under `messages` that ends with the user, and items for graders; OpenAI, Azure",
    parse,
    render,
};

const LIMITS: Limits = Limits {
    roles: &["developer", "user", "assistant", "tool"],
    top: Keys::AllBut(&[]),
    ..OPENAI
};

fn parse(line: &str) -> Parsed<Example> {
    let mut example = openai_chat::parse(line)?;
    mark_context(&mut example.messages);
    Ok(example)
}

fn render(example: &Example) -> Rendered {
    let mut narrowed = narrow(example, &LIMITS);
    let (mut prompt, answer) = split(&mut narrowed);
    let losses = &mut narrowed.losses;
    drop_answer(answer, losses);
    while let Some((place, _)) = prompt.pop_if(|(_, message)| message.role != Role::User) {
        losses.push(lost(
            place,
            "the last message must be the user's, so what follows it has no place",
        ));
    }
    narrowed.example.messages = messages(prompt);
    let line = if narrowed.example.messages.is_empty() {
        losses.push(lost("", "there is no user message; a prompt ends with one"));
        String::new()
    } else {
        openai_chat::render(&narrowed.example)
    };
    Rendered {
        line,
        losses: narrowed.losses,
    }
}
