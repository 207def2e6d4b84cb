//! The calls of one message have ids of their own. The same id in a later message is no defect.

use crate::conversation::Conversation;
use crate::json::Value;
use crate::quote::quote;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use std::collections::BTreeMap;
use tunesmith_core::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "duplicate-tool-call-id",
    summary: "two calls of one message have the same id",
    page: include_str!("../../rules/duplicate-tool-call-id.md"),
    group: Group::Tools,
    severity: Severity::Warning,
    since: "0.2.0",
    check: Check::EachChat(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    for message in &conversation.messages {
        if message.calls().nth(1).is_none() {
            continue;
        }
        let mut seen = BTreeMap::new();
        for call in message.calls() {
            let Some(id) = call.id else { continue };
            let Some(value) = call.value.get("id") else {
                continue;
            };
            if let Some(first) = seen.get(&id) {
                let first: &Value<'_> = first;
                report
                    .warning_at(
                        value.place(),
                        format!("the id {} is taken by a call before", quote(&id)),
                    )
                    .because("a tool message with this id could answer either call")
                    .help("give each call of the message an id of its own")
                    .related(first.place(), "first here");
            } else {
                seen.insert(id, value);
            }
        }
    }
}
