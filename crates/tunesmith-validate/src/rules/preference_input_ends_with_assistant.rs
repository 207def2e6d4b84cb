//! What comes before the endings of a preference record does not end with the assistant: the endings are what the assistant says next.

use crate::conversation::{Conversation, Shape};
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use tunesmith_core::{Role, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "preference-input-ends-with-assistant",
    summary: "what comes before the endings of a preference record ends with the assistant",
    page: include_str!("../../rules/preference-input-ends-with-assistant.md"),
    group: Group::Roles,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachChat(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let last = conversation
        .messages
        .last()
        .filter(|last| last.is(&Role::Assistant));
    let Some(last) = last.filter(|_| conversation.shape == Shape::Preference) else {
        return;
    };
    report
        .error_at(
            last.value.place(),
            "the input ends with an assistant message",
        )
        .because("the endings are what the assistant says next; it would speak twice in a row")
        .help("end the input with the message that is to be answered");
}
