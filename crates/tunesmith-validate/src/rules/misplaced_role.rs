//! Who may follow whom: answers come after questions or results, results after calls, instructions come first. Two messages of the same
//! role are the business of `consecutive-roles` where it is about users.

use tunesmith_core::{Role, Severity};

use crate::conversation::{Conversation, Message, Shape};
use crate::json::Value;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "misplaced-role",
    summary: "a message follows one that its role may not follow",
    page: include_str!("../../rules/misplaced-role.md"),
    group: Group::Roles,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachExample(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    if !matches!(conversation.shape, Shape::Chat | Shape::Turns) {
        return;
    }
    let mut before: Option<&Message<'_>> = None;
    for (index, message) in conversation.messages.iter().enumerate() {
        let name = name(message);
        // Why: beside an unknown role nothing is certain.
        if name.is_none() || index > 0 && before.and_then(self::name).is_none() {
            before = Some(message);
            continue;
        }
        if let Some((what, because)) = defect(message, before) {
            report
                .error_at(message.value.place(), what)
                .because(because)
                .help("put the messages into order, or join them");
        }
        before = Some(message);
    }
}

/// The role; `ipython` is another word for `tool`.
fn name(message: &Message<'_>) -> Option<Role> {
    let ipython = || {
        let role = message.value.get("role").and_then(Value::text);
        (role.as_deref() == Some("ipython")).then_some(Role::Tool)
    };
    message.role.clone().or_else(ipython)
}

fn defect(
    message: &Message<'_>,
    before: Option<&Message<'_>>,
) -> Option<(&'static str, &'static str)> {
    let previous = before.and_then(name);
    match name(message)? {
        Role::Assistant if !matches!(previous, Some(Role::User | Role::Tool)) => Some((
            "this answer follows no question",
            "the trainer fails with `Assistant message before expected user, tool or ipython message at index …`",
        )),
        Role::System if before.is_some() => Some((
            "this system message is not the first message",
            "the trainer fails with `System message at index … in messages, but system messages must come first`",
        )),
        Role::Tool if !before.is_some_and(calls) => Some((
            "this result follows no message with `\"ipython\":true`",
            "the trainer fails with `Tool or ipython message at index … must follow an ipython message`",
        )),
        _ => None,
    }
}

/// Whether a message is marked as a call.
fn calls(message: &Message<'_>) -> bool {
    message
        .value
        .get("ipython")
        .is_some_and(|flag| flag.raw() == b"true")
}
