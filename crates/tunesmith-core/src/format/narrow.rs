//! What a chat shape can hold, as data, and the one function that makes an example fit.
//!
//! Everything left out is a [`Loss`]. What says nothing goes silently: members that are `null`, empty lists of calls or tools, weight 1
//! where everything is trained. Invariant: an example that fits comes out as it went in, but for what the limits translate.

use std::collections::BTreeSet;

use crate::format::Loss;
use crate::format::losses::WOULD_BE_TRAINED;
use crate::{Content, Example, Extra, Message, Part, Preference, Role, Weight};

/// Which member names may stand in an object beside those we interpret.
pub(super) enum Keys {
    /// These and no others.
    Only(&'static [&'static str]),
    /// All but these.
    AllBut(&'static [&'static str]),
}

impl Keys {
    fn allow(&self, key: &str) -> bool {
        match self {
            Self::Only(keys) => keys.contains(&key),
            Self::AllBut(keys) => !keys.contains(&key),
        }
    }
}

/// What a shape can hold.
pub(super) struct Limits {
    /// Role names. Where only one of `system` and `developer` is taken, the other is written as it.
    pub(super) roles: &'static [&'static str],
    /// Whether a system message may follow other messages.
    pub(super) late_system: bool,
    /// Members beside `messages` and `tools`.
    pub(super) top: Keys,
    /// Members beside the object that holds the messages, for a pair of endings.
    pub(super) outer: Keys,
    /// Members of a message we do not interpret.
    pub(super) message: Keys,
    /// Roles whose messages may have a `name`.
    pub(super) named: &'static [&'static str],
    /// Types of content parts; `None` where content is one string.
    pub(super) parts: Option<&'static [&'static str]>,
    /// Whether tools, tool calls and their results are taken.
    pub(super) tools: bool,
    /// Whether `weight` is read; where not, every answer is trained.
    pub(super) weights: bool,
    /// Whether `content` may be `null` on a message that calls tools.
    pub(super) null_content: bool,
    /// Whether a message may say something and call tools.
    pub(super) text_beside_calls: bool,
    /// Whether arguments are written as objects.
    pub(super) object_arguments: bool,
    /// Whether there are two endings; where not, the better one ends the conversation.
    pub(super) pair: bool,
}

/// An example that fits, and where each of its messages came from.
pub(super) struct Narrowed {
    pub(super) example: Example,
    /// One pointer per message.
    pub(super) places: Vec<String>,
    pub(super) losses: Vec<Loss>,
}

/// A loss.
pub(super) fn lost(pointer: impl Into<String>, what: impl Into<String>) -> Loss {
    Loss {
        pointer: pointer.into(),
        what: what.into(),
    }
}

/// A member's pointer.
pub(super) fn member(at: &str, key: &str) -> String {
    format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// Leaves out what the limits do not allow.
pub(super) fn narrow(example: &Example, limits: &Limits) -> Narrowed {
    let mut losses = Vec::new();
    let at = if example.preference.is_some() {
        "/input"
    } else {
        ""
    };
    let mut kept = Example::default();
    match &example.tools {
        Some(tools) if limits.tools => kept.tools = Some(tools.clone()),
        Some(tools) if !tools.is_empty() => {
            losses.push(lost(member(at, "tools"), "tool definitions are not taken"));
        }
        Some(_) | None => {}
    }
    kept.extra = members(at, &example.extra, &limits.top, &mut losses);
    kept.outer_extra = members("", &example.outer_extra, &limits.outer, &mut losses);
    let mut list = |at: &str, messages: &[Message], follows: bool| {
        let mut list = Vec::with_capacity(messages.len());
        for (index, message) in messages.iter().enumerate() {
            let first = !follows && list.is_empty();
            let at = format!("{at}/{index}");
            narrow_message(at, first, message, limits, &mut losses, &mut list);
        }
        list
    };
    let mut conversation = list(&member(at, "messages"), &example.messages, false);
    if let Some(preference) = &example.preference {
        let preferred = list("/preferred_output", &preference.preferred, true);
        if limits.pair {
            let worse = list("/non_preferred_output", &preference.non_preferred, true);
            kept.preference = Some(Preference {
                preferred: preferred.into_iter().map(|(_, message)| message).collect(),
                non_preferred: worse.into_iter().map(|(_, message)| message).collect(),
            });
        } else {
            conversation.extend(preferred);
            let what = "the worse ending has no place; the better one ends the conversation";
            losses.push(lost("/non_preferred_output", what));
        }
    }
    if !limits.pair {
        let outer = std::mem::take(&mut kept.outer_extra);
        kept.extra = one_place(&kept.extra, &outer, &mut losses);
    }
    let (places, messages) = conversation.into_iter().unzip();
    kept.messages = messages;
    Narrowed {
        example: kept,
        places,
        losses,
    }
}

fn members(at: &str, extra: &Extra, keys: &Keys, losses: &mut Vec<Loss>) -> Extra {
    let mut kept = Vec::new();
    for (key, value) in extra.iter() {
        if keys.allow(key) {
            kept.push((key.to_owned(), value.clone()));
        } else if value.as_str() != "null" {
            let what = format!("the member `{key}` is not part of the shape");
            losses.push(lost(member(at, key), what));
        }
    }
    kept.into_iter().collect()
}

/// The members of both, each key once; the inner ones win.
pub(super) fn one_place(inner: &Extra, outer: &Extra, losses: &mut Vec<Loss>) -> Extra {
    let taken: BTreeSet<&str> = inner.iter().map(|(key, _)| key).collect();
    let mut all: Vec<_> = inner.iter().collect();
    for (key, value) in outer.iter() {
        if taken.contains(key) {
            let what = format!("the member `{key}` stands in two places and can stand in one");
            losses.push(lost(member("", key), what));
        } else {
            all.push((key, value));
        }
    }
    all.into_iter()
        .map(|(key, value)| (key.to_owned(), value.clone()))
        .collect()
}

fn narrow_message(
    at: String,
    first: bool,
    message: &Message,
    limits: &Limits,
    losses: &mut Vec<Loss>,
    list: &mut Vec<(String, Message)>,
) {
    let told = losses.len();
    let Some(role) = role(&message.role, limits) else {
        let role = message.role.name();
        losses.push(lost(
            at,
            format!("a message of the role `{role}` is not taken"),
        ));
        return;
    };
    if role == Role::System && !first && !limits.late_system {
        losses.push(lost(
            at,
            "a system message is taken only as the first message",
        ));
        return;
    }
    let mut kept = Message {
        role,
        content: content(&at, &message.content, limits, losses),
        name: message.name.clone(),
        tool_calls: message.tool_calls.clone(),
        tool_call_id: message.tool_call_id.clone(),
        weight: message.weight,
        extra: members(&at, &message.extra, &limits.message, losses),
    };
    if kept.name.is_some() && !limits.named.contains(&kept.role.name()) {
        kept.name = None;
        losses.push(lost(
            member(&at, "name"),
            "the participant's name has no place",
        ));
    }
    if !limits.weights {
        if kept.weight == Some(Weight::Ignored) && kept.role == Role::Assistant {
            let what = WOULD_BE_TRAINED;
            losses.push(lost(member(&at, "weight"), what));
        }
        kept.weight = None;
    }
    if !limits.tools {
        if kept
            .tool_calls
            .take()
            .is_some_and(|calls| !calls.is_empty())
        {
            losses.push(lost(member(&at, "tool_calls"), "tool calls are not taken"));
        }
        if kept.tool_call_id.take().is_some() {
            losses.push(lost(
                member(&at, "tool_call_id"),
                "tool results are not taken",
            ));
        }
    }
    if limits.object_arguments {
        for (index, call) in kept.calls().iter().enumerate() {
            if Extra::parse(&call.arguments).is_err() {
                let at = format!("{at}/tool_calls/{index}/function/arguments");
                losses.push(lost(
                    at,
                    "the arguments are no JSON object and stay a string",
                ));
            }
        }
    }
    let silent = match &kept.content {
        Content::Absent | Content::Null => true,
        Content::Text(text) => text.is_empty(),
        Content::Parts(parts) => parts.is_empty(),
    };
    if kept.calls().is_empty() {
        let cut_empty = silent && losses.len() > told;
        if cut_empty && kept.extra.get("function_call").is_none() {
            // What it said is among the losses.
            return;
        }
    } else {
        if kept.content == Content::Null && !limits.null_content {
            kept.content = Content::Absent;
        }
        if !limits.text_beside_calls {
            if !silent {
                let what = "text beside tool calls becomes a message of its own before them";
                losses.push(lost(member(&at, "content"), what));
                let text = Message {
                    tool_calls: None,
                    ..kept.clone()
                };
                list.push((at.clone(), text));
            }
            kept.content = Content::Absent;
        }
    }
    list.push((at, kept));
}

fn role(role: &Role, limits: &Limits) -> Option<Role> {
    let taken = |role: &Role| limits.roles.contains(&role.name());
    let other = match role {
        Role::System => Role::Developer,
        Role::Developer => Role::System,
        other => other.clone(),
    };
    [role.clone(), other].into_iter().find(taken)
}

fn content(at: &str, content: &Content, limits: &Limits, losses: &mut Vec<Loss>) -> Content {
    let Content::Parts(parts) = content else {
        return content.clone();
    };
    let at = member(at, "content");
    if let Some(types) = limits.parts {
        let mut kept = Vec::with_capacity(parts.len());
        for (index, part) in parts.iter().enumerate() {
            let kind = kind(part);
            if types.contains(&kind.as_str()) {
                kept.push(part.clone());
            } else {
                losses.push(not_taken(&at, index, &kind));
            }
        }
        return Content::Parts(kept);
    }
    let mut texts = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        match part {
            Part::Text { text, extra } => {
                members(&format!("{at}/{index}"), extra, &Keys::Only(&[]), losses);
                texts.push(text.as_str());
            }
            Part::Image { .. } | Part::Refusal { .. } | Part::Other(_) => {
                losses.push(not_taken(&at, index, &kind(part)));
            }
        }
    }
    match texts.as_slice() {
        [] => Content::Absent,
        [text] => Content::Text((*text).to_owned()),
        _ => {
            let what = "several parts become one text, joined by line breaks";
            losses.push(lost(at, what));
            Content::Text(texts.join("\n"))
        }
    }
}

fn not_taken(at: &str, index: usize, kind: &str) -> Loss {
    let what = format!("a part of the type `{kind}` is not taken");
    lost(format!("{at}/{index}"), what)
}

fn kind(part: &Part) -> String {
    match part {
        Part::Text { .. } => "text".to_owned(),
        Part::Image { .. } => "image_url".to_owned(),
        Part::Refusal { .. } => "refusal".to_owned(),
        Part::Other(json) => {
            let members = Extra::parse(json.as_str()).unwrap_or_default();
            let kind = members.get("type").and_then(|kind| kind.as_text());
            kind.unwrap_or_default()
        }
    }
}
