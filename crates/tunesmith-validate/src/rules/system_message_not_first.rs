//! The system message opens the conversation. Further system messages are the business of `repeated-system-message`.

use crate::conversation::{Conversation, Message};
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use tunesmith_core::{Role, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "system-message-not-first",
    summary: "a system message comes after other messages",
    page: include_str!("../../rules/system-message-not-first.md"),
    group: Group::Roles,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachChat(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let system = |message: &&Message<'_>| message.is(&Role::System);
    let Some(late) = conversation.messages.iter().find(system) else {
        return;
    };
    let Some(first) = conversation.messages.first() else {
        return;
    };
    if first.is(&Role::System) {
        return;
    }
    report
        .error_at(late.value.place(), "the system message is not the first message")
        .because("instructions stand above the conversation; further down they are refused or silently moved")
        .help("move it to the front, or make it part of a user message")
        .related(first.value.place(), "the conversation begins here");
}
