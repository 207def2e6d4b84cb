//! Each tool call is answered by a tool message before anyone else speaks, and each tool message answers a call. Calls in the last message
//! need no answer: they are what is to be learned.
//!
//! A tool message with a wrong id and a call without an answer beside each other are one defect and reported once, at the message.
//! Silent where a message or a call could not be understood, as that may be the missing half.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use tunesmith_core::{Role, Severity};

use crate::conversation::{Call, Conversation, Message};
use crate::json::{Kind, Value};
use crate::quote::quote;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use crate::settings::nearest;

pub(crate) static RULE: Rule = Rule {
    name: "unanswered-tool-call",
    summary: "a tool call has no tool message after it, or a tool message answers no call",
    page: include_str!("../../rules/unanswered-tool-call.md"),
    group: Group::Tools,
    severity: Severity::Error,
    since: "0.1.0",
    check: Check::EachChat(check),
};

/// The calls of one assistant message and what follows it up to the next message that is not a tool's.
#[derive(Default)]
struct Exchange<'m, 'a> {
    calls: Vec<Call<'a>>,
    ids: BTreeSet<Cow<'a, str>>,
    answered: BTreeSet<Cow<'a, str>>,
    /// Tool messages that answer none of the calls.
    strays: Vec<&'m Message<'a>>,
    /// Something in it was not understood.
    uncertain: bool,
}

/// Ids seen so far in the conversation.
#[derive(Default)]
struct Seen<'a> {
    calls: BTreeSet<Cow<'a, str>>,
    /// Calls that were reported; an answer that comes too late is not reported once more.
    reported: BTreeSet<Cow<'a, str>>,
    /// Ids of strays; a call that comes too late is not reported once more.
    strays: BTreeSet<Cow<'a, str>>,
    /// The last message that answers an id, by its index.
    answers: BTreeMap<Cow<'a, str>, usize>,
}

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let messages = &conversation.messages;
    let answer = |(index, message)| Some((tool_call_id(message)?, index));
    let answers = messages.iter().enumerate().filter_map(answer).collect();
    let mut seen = Seen {
        answers,
        ..Seen::default()
    };
    let mut exchange = Exchange::default();
    for (index, message) in messages.iter().enumerate() {
        match &message.role {
            None => exchange.uncertain = true,
            Some(Role::Tool) => match tool_call_id(message) {
                Some(id) if exchange.ids.contains(&id) => {
                    exchange.answered.insert(id);
                }
                Some(id) if seen.reported.contains(&id) => {}
                _ => exchange.strays.push(message),
            },
            Some(_) => {
                exchange.settle(messages, index, &mut seen, report);
                exchange = Exchange::begin(message, index + 1 == messages.len());
            }
        }
    }
    exchange.settle(messages, messages.len(), &mut seen, report);
}

fn tool_call_id<'a>(message: &Message<'a>) -> Option<Cow<'a, str>> {
    message.value.get("tool_call_id").and_then(Value::text)
}

impl<'m, 'a> Exchange<'m, 'a> {
    fn begin(message: &Message<'a>, last: bool) -> Self {
        let list = message.value.get_some("tool_calls");
        let calls: Vec<_> = message.calls().collect();
        let not_a_list = list.is_some_and(|list| list.kind() != Kind::Array);
        let uncertain = not_a_list || calls.iter().any(|call| call.id.is_none());
        let calls = if last { Vec::new() } else { calls };
        let ids = calls.iter().filter_map(|call| call.id.clone()).collect();
        Self {
            calls,
            ids,
            uncertain,
            ..Self::default()
        }
    }

    /// Reports what does not fit together; `end` is the index of the message that follows.
    fn settle(
        self,
        messages: &[Message<'a>],
        end: usize,
        seen: &mut Seen<'a>,
        report: &mut Report<'_>,
    ) {
        let Self {
            calls,
            ids: _,
            answered,
            strays,
            uncertain,
        } = self;
        let calls: Vec<_> = calls
            .into_iter()
            .filter_map(|call| Some((call.id?, call.value)))
            .collect();
        if !uncertain {
            let open = calls
                .iter()
                .filter(|(id, _)| !answered.contains(id) && !seen.strays.contains(id));
            let open: Vec<_> = open.cloned().collect();
            for stray in &strays {
                report_stray(stray, &open, seen, report);
            }
            // Each stray stands for one of the open calls.
            for (id, call) in open.into_iter().skip(strays.len()) {
                let late = seen.answers.get(&id).filter(|index| **index >= end);
                report_open(&id, call, late.map(|index| &messages[*index]), report);
                seen.reported.insert(id);
            }
        }
        seen.strays
            .extend(strays.iter().filter_map(|stray| tool_call_id(stray)));
        seen.calls.extend(calls.into_iter().map(|(id, _)| id));
    }
}

fn report_stray(
    stray: &Message<'_>,
    open: &[(Cow<'_, str>, Value<'_>)],
    seen: &Seen<'_>,
    report: &mut Report<'_>,
) {
    let value = stray.value.get("tool_call_id");
    let place = value.map_or_else(|| stray.value.place(), Value::place);
    let id = value.and_then(Value::text);
    let message = match (&id, value) {
        (Some(id), _) if seen.calls.contains(id) => {
            format!("tool call {} was answered before", quote(id))
        }
        (Some(id), _) => format!("no tool call before this message has the id {}", quote(id)),
        (None, Some(value)) => {
            format!("`tool_call_id` is {}, not a string", value.kind().noun())
        }
        (None, None) => "this tool message does not say which call it answers".to_owned(),
    };
    let near = nearest(
        id.as_deref().unwrap_or_default(),
        open.iter().map(|(id, _)| &**id),
    );
    let help = match (open, near) {
        ([(only, _)], _) => format!("set `tool_call_id` to {}, the call that is open", quote(only)),
        (_, Some(near)) => format!("set `tool_call_id` to {}, if that is meant", quote(near)),
        ([], None) => "put the call into the `tool_calls` of the assistant message before, or remove this message".to_owned(),
        _ => "name one of the calls in the assistant message before".to_owned(),
    };
    let because = if report.profile.speaks_openai() {
        "the API refuses it: `messages with role 'tool' must be a response to a preceeding message with 'tool_calls'`"
    } else {
        "a result belongs to a call that was made just before"
    };
    report.error_at(place, message).because(because).help(help);
}

fn report_open(id: &str, call: Value<'_>, late: Option<&Message<'_>>, report: &mut Report<'_>) {
    let because = if report.profile.speaks_openai() {
        "the API refuses it: `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'`"
    } else {
        "each call is followed by its result before anyone else speaks"
    };
    match late {
        Some(late) => report
            .error_at(
                call.place(),
                format!("tool call {} is answered too late", quote(id)),
            )
            .because(because)
            .help("move the tool message directly after the message that calls")
            .related(late.value.place(), "answered here"),
        None => report
            .error_at(
                call.place(),
                format!("tool call {} is never answered", quote(id)),
            )
            .because(because)
            .help("add a `tool` message with this id, or remove the call"),
    };
}
