//! The border between a prompt and its answer, for shapes that train on the answer alone.
//!
//! In a chat, such a prompt's assistant messages are context, which is what weight 0 says. So reading a prompt sets weight 0, and writing
//! one tells of every answer before the last whose weight is not 0: it would no longer be trained.

use crate::format::Loss;
use crate::format::narrow::{Keys, Limits, Narrowed, lost, member};
use crate::format::openai_chat::{Parsed, wrong};
use crate::{Content, Message, Role, Weight};

/// Conversations as plain text: what has no role, no tools and no parts.
pub(super) const TEXTS: Limits = Limits {
    roles: &["system", "user", "assistant"],
    late_system: true,
    top: Keys::Only(&[]),
    outer: Keys::Only(&[]),
    message: Keys::Only(&[]),
    named: &[],
    parts: None,
    tools: false,
    weights: true,
    null_content: true,
    text_beside_calls: true,
    object_arguments: false,
    pair: false,
};

/// A message and where it came from.
pub(super) type Placed = (String, Message);

/// Says that these messages are context.
pub(super) fn mark_context(messages: &mut [Message]) {
    for message in messages {
        if message.role == Role::Assistant {
            message.weight = Some(Weight::Ignored);
        }
    }
}

/// Refuses an answer in which someone else speaks.
pub(super) fn check_answer(at: &str, messages: &[Message]) -> Parsed<()> {
    for (index, message) in messages.iter().enumerate() {
        if !answers(message) {
            let role = message.role.name();
            let message = format!(
                "an answer holds assistant and tool messages, this is of the role `{role}`; move it and what comes before it into `prompt`"
            );
            return Err(wrong(&format!("{at}/{index}"), message));
        }
    }
    Ok(())
}

fn answers(message: &Message) -> bool {
    matches!(message.role, Role::Assistant | Role::Tool)
}

/// Cuts the conversation before its last answer: the first trained assistant message after which nobody else speaks. Without one, all is
/// prompt. Weights go, as the border says the same.
pub(super) fn split(narrowed: &mut Narrowed) -> (Vec<Placed>, Vec<Placed>) {
    let places = std::mem::take(&mut narrowed.places);
    let messages = std::mem::take(&mut narrowed.example.messages);
    let mut prompt: Vec<Placed> = places.into_iter().zip(messages).collect();
    let said = prompt.iter().rposition(|(_, message)| !answers(message));
    let said = said.map_or(0, |index| index + 1);
    let trained = prompt.iter().skip(said).position(|(_, message)| {
        message.role == Role::Assistant && message.weight != Some(Weight::Ignored)
    });
    let border = trained.map_or(prompt.len(), |index| said + index);
    let mut answer = prompt.split_off(border);
    let losses = &mut narrowed.losses;
    for (place, message) in &mut prompt {
        let weight = message.weight.take();
        if message.role == Role::Assistant && weight != Some(Weight::Ignored) {
            let what =
                "an answer before the last would not be trained; give it weight 0 if that is meant";
            losses.push(lost(place.as_str(), what));
        }
    }
    for (place, message) in &mut answer {
        let weight = message.weight.take();
        if message.role == Role::Assistant && weight == Some(Weight::Ignored) {
            let what = "weight 0 has no place after a trained answer; this one would be trained";
            losses.push(lost(member(place, "weight"), what));
        }
    }
    (prompt, answer)
}

/// Tells that an answer has no place.
pub(super) fn drop_answer(answer: Vec<Placed>, losses: &mut Vec<Loss>) {
    losses.extend(
        answer
            .into_iter()
            .map(|(place, _)| lost(place, "the answer has no place in a prompt")),
    );
}

/// The texts joined by a blank line. Every message but a lone one of `role` is told of: nothing shows any more who said it.
pub(super) fn join(messages: &[Placed], role: &Role, losses: &mut Vec<Loss>) -> String {
    if let [(place, message)] = messages
        && message.role == *role
    {
        if matches!(message.content, Content::Absent | Content::Null) {
            let what = "there is no content; an empty text is written";
            losses.push(lost(member(place, "content"), what));
        }
        return message.plain_text();
    }
    let texts = messages.iter().map(|(place, message)| {
        let what = format!(
            "a message of the role `{}` becomes text, joined by a blank line, and nothing shows who said it",
            message.role.name()
        );
        losses.push(lost(place.as_str(), what));
        message.plain_text()
    });
    texts.collect::<Vec<_>>().join("\n\n")
}

/// The messages alone.
pub(super) fn messages(placed: Vec<Placed>) -> Vec<Message> {
    placed.into_iter().map(|(_, message)| message).collect()
}
