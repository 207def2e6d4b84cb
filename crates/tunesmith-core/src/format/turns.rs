//! Examples as turns of a person and a model, for shapes that know nothing else: a system prompt, earlier turns, a prompt, its answer.
//!
//! What does not fit is left out and told: tools, other roles, two messages of one side in a row.

use crate::format::losses::{
    Losses, drop_null, example_of, is_silent, messages_at, system_for_developer,
};
use crate::format::openai_chat::{Parsed, array, text_of, wrong};
use crate::format::placeholders::{Gallery, text_of_content};
use crate::json_text::{ObjectWriter, array_text};
use crate::{Content, Example, Extra, JsonText, Message, Preference, Role, Tool};

/// What a shape of turns has a place for.
pub(super) struct Holds {
    pub(super) system: bool,
    pub(super) history: bool,
    pub(super) pairs: bool,
    pub(super) tools: bool,
}

/// An example as turns.
pub(super) struct Turns {
    pub(super) system: Option<String>,
    pub(super) history: Vec<(String, String)>,
    pub(super) prompt: String,
    /// The answer, or the preferred one.
    pub(super) answer: String,
    pub(super) rejected: Option<String>,
}

/// Takes an example apart.
pub(super) fn turns(
    example: &Example,
    holds: &Holds,
    mut gallery: Option<&mut Gallery>,
    losses: &mut Losses,
) -> Turns {
    let at = messages_at(example);
    let mut system = None;
    let mut pairs: Vec<(String, Option<String>)> = Vec::new();
    for (index, message) in fitting(example, holds, losses) {
        let at = format!("{at}/{index}");
        let role = system_for_developer(&message.role);
        losses.all_but_content(&at, message);
        if message.tool_call_id.is_some() {
            losses.member(&at, "tool_call_id");
        }
        let gallery = gallery.as_deref_mut();
        let gallery = gallery.filter(|_| role != Role::System);
        let text = text_of_content(&format!("{at}/content"), &message.content, gallery, losses);
        match (role, pairs.last_mut()) {
            (Role::System, _) => system = Some(text),
            (Role::Assistant, Some((_, answer))) => *answer = Some(text),
            _ => pairs.push((text, None)),
        }
    }
    if system.as_deref() == Some("") {
        losses.add(
            format!("{at}/0"),
            "an empty system prompt is none in this shape",
        );
    }
    if !holds.tools {
        losses.tools(example);
    }
    let (answer, rejected) = answers(example, holds, losses);
    let last_is_open = pairs.last().is_some_and(|(_, answer)| answer.is_none());
    if pairs.is_empty() {
        losses.add(at, "there is no user message to be the prompt");
    } else if answer.is_some() && !last_is_open {
        losses.add(at, "the last message before the endings is no user message");
        pairs.push((String::new(), None));
    } else if answer.is_none() && last_is_open {
        losses.add(
            at,
            "there is no answer to the last user message; it is left empty",
        );
    }
    let (prompt, own_answer) = pairs.pop().unwrap_or_default();
    if !holds.history && !pairs.is_empty() {
        losses.add(
            at,
            "there is a place for one turn; earlier ones are left out",
        );
    }
    let closed = pairs.into_iter();
    Turns {
        system: system.filter(|text| !text.is_empty()),
        history: closed
            .map(|(user, reply)| (user, reply.unwrap_or_default()))
            .collect(),
        prompt,
        answer: answer.or(own_answer).unwrap_or_default(),
        rejected,
    }
}

/// The messages that fit, with their places: perhaps a system prompt, then the two sides in turn. Of several messages of one side in a row
/// the last is kept: it is what was answered, or what the answer came to.
fn fitting<'a>(
    example: &'a Example,
    holds: &Holds,
    losses: &mut Losses,
) -> Vec<(usize, &'a Message)> {
    let at = messages_at(example);
    let mut kept: Vec<(usize, &Message)> = Vec::new();
    for (index, message) in example.messages.iter().enumerate() {
        let last = kept.last().map(|(_, last)| &last.role);
        let after_turn = matches!(last, Some(Role::User | Role::Assistant));
        let only_calls = !message.calls().is_empty() && is_silent(&message.content);
        let fits = match message.role {
            Role::System | Role::Developer => index == 0 && holds.system,
            Role::User => true,
            Role::Assistant => after_turn && !only_calls,
            Role::Tool | Role::Function | Role::Other(_) => false,
        };
        if !fits {
            losses.message(&format!("{at}/{index}"), message);
            continue;
        }
        if last == Some(&message.role)
            && let Some((replaced, earlier)) = kept.pop()
        {
            losses.message(&format!("{at}/{replaced}"), earlier);
        }
        kept.push((index, message));
    }
    kept
}

/// The two endings; only the preferred one where the shape holds no pairs.
fn answers(
    example: &Example,
    holds: &Holds,
    losses: &mut Losses,
) -> (Option<String>, Option<String>) {
    let Some(preference) = &example.preference else {
        return (None, None);
    };
    let mut text = |at: &str, ending: &[Message]| {
        let message = losses.only_message(at, ending);
        let at = format!("{at}/0");
        if message.role != Role::Assistant {
            losses.add(
                format!("{at}/role"),
                "an ending is an assistant message in this shape",
            );
        }
        losses.all_but_content(&at, &message);
        if message.tool_call_id.is_some() {
            losses.member(&at, "tool_call_id");
        }
        text_of_content(&format!("{at}/content"), &message.content, None, losses)
    };
    let preferred = text("/preferred_output", &preference.preferred);
    if !holds.pairs {
        losses.add(
            "/non_preferred_output",
            "there is a place for one ending only",
        );
        return (Some(preferred), None);
    }
    let rejected = text("/non_preferred_output", &preference.non_preferred);
    (Some(preferred), Some(rejected))
}

/// Puts an example together; `left` are the members not read.
pub(super) fn example_of_turns(
    turns: TurnsRead,
    tools: Option<Vec<Tool>>,
    left: Extra,
) -> Parsed<Example> {
    let mut messages = Vec::new();
    if let Some(system) = turns.system.filter(|text| !text.is_empty()) {
        messages.push(Message::text(Role::System, system));
    }
    for (user, assistant) in turns.history {
        messages.push(said(Role::User, user));
        messages.push(said(Role::Assistant, assistant));
    }
    messages.push(said(Role::User, turns.prompt));
    let preference = if let Some(rejected) = turns.rejected {
        Some(Preference {
            preferred: vec![said(Role::Assistant, turns.answer)],
            non_preferred: vec![said(Role::Assistant, rejected)],
        })
    } else {
        messages.push(said(Role::Assistant, turns.answer));
        None
    };
    let example = Example {
        messages,
        tools,
        preference,
        ..Example::default()
    };
    example_of(example, left)
}

/// What was read of a record of turns.
pub(super) struct TurnsRead {
    pub(super) system: Option<String>,
    pub(super) history: Vec<(Content, Content)>,
    pub(super) prompt: Content,
    pub(super) answer: Content,
    pub(super) rejected: Option<Content>,
}

fn said(role: Role, content: Content) -> Message {
    let mut message = Message::text(role, "");
    message.content = content;
    message
}

/// Takes `history`: a list of pairs of texts.
pub(super) fn take_history(members: &mut Extra) -> Parsed<Vec<(String, String)>> {
    drop_null(members, "history");
    let Some(list) = members.take("history") else {
        return Ok(Vec::new());
    };
    let turns = array("/history", &list)?.into_iter().enumerate();
    turns
        .map(|(index, turn)| {
            let at = format!("/history/{index}");
            let [user, assistant] = array(&at, &turn)?.try_into().map_err(|turn: Vec<JsonText>| {
                let found = turn.len();
                let expected = "an earlier turn is a pair of texts, what the person said and what the model said";
                wrong(&at, format!("{expected}; this list has {found} entries"))
            })?;
            Ok((text_of(&format!("{at}/0"), &user)?, text_of(&format!("{at}/1"), &assistant)?))
        })
        .collect()
}

/// Writes `history`, if there is any.
pub(super) fn write_history(writer: &mut ObjectWriter, history: &[(String, String)]) {
    if history.is_empty() {
        return;
    }
    let turns = history.iter().map(|(user, assistant)| {
        let texts = [user, assistant].map(|text| JsonText::string(text).as_str().to_owned());
        array_text(texts)
    });
    writer.member("history", &array_text(turns));
}
