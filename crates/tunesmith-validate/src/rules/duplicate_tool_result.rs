//! A tool call is answered once before the assistant speaks again.

use crate::conversation::{Conversation, Message};
use crate::quote::quote;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use std::borrow::Cow;
use std::collections::BTreeMap;
use tunesmith_core::{Role, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "duplicate-tool-result",
    summary: "a tool call is answered more than once",
    page: include_str!("../../rules/duplicate-tool-result.md"),
    group: Group::Tools,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachChat(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let mut answers: BTreeMap<Cow<'_, str>, &Message<'_>> = BTreeMap::new();
    for message in &conversation.messages {
        if !message.is(&Role::Tool) {
            answers.clear();
            continue;
        }
        let Some(value) = message.value.get("tool_call_id") else {
            continue;
        };
        let Some(id) = value.text() else { continue };
        if let Some(first) = answers.get(&id) {
            report
                .error_at(
                    value.place(),
                    format!("the call {} is answered a second time", quote(&id)),
                )
                .because("there must be as many results as calls")
                .help("keep one of the answers")
                .related(first.value.place(), "the first answer is here");
        } else {
            answers.insert(id, message);
        }
    }
}
