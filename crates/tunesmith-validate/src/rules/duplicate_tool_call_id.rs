//! The calls of a conversation have ids of their own.

use crate::conversation::{Conversation, Message};
use crate::json::Value;
use crate::quote::quote;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use std::borrow::Cow;
use std::collections::BTreeMap;
use tunesmith_core::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "duplicate-tool-call-id",
    summary: "two calls of a conversation have the same id",
    page: include_str!("../../rules/duplicate-tool-call-id.md"),
    group: Group::Tools,
    severity: Severity::Warning,
    since: "0.2.0",
    check: Check::EachChat(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let mut seen: BTreeMap<Cow<'_, str>, Value<'_>> = BTreeMap::new();
    for call in conversation.messages.iter().flat_map(Message::calls) {
        let (Some(id), Some(value)) = (call.id, call.value.get("id")) else {
            continue;
        };
        let Some(first) = seen.get(&id) else {
            seen.insert(id, value);
            continue;
        };
        report
            .warning_at(
                value.place(),
                format!("the id {} is taken by a call before", quote(&id)),
            )
            .because("a tool message with this id could answer either call; who looks a call up by its id finds one of the two")
            .help("give each call an id of its own")
            .related(first.place(), "first here");
    }
}
