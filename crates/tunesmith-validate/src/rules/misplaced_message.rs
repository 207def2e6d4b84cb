//! A conversation is opened by the roles the provider says. A tool message that answers no call is the business of `unanswered-tool-call`.

use crate::conversation::{Conversation, Message};
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use tunesmith_core::{Role, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "misplaced-message",
    summary: "a conversation begins with a role that may not open it",
    page: include_str!("../../rules/misplaced-message.md"),
    group: Group::Roles,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachChat(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let allowed = report.profile.limits.first_roles;
    let opens = |(index, message): (usize, &Message<'_>)| {
        let role = message.role.as_ref()?;
        // Why: instructions stand above the conversation; the turn after them opens it.
        (index > 0 || *role != Role::System).then_some(())
    };
    let messages = &conversation.messages;
    let Some(index) = messages
        .iter()
        .enumerate()
        .position(|entry| opens(entry).is_some() || entry.1.role.is_none())
    else {
        return;
    };
    let message = &messages[index];
    let Some(role) = &message.role else { return };
    if allowed.contains(&role.name()) || matches!(role, Role::Tool | Role::Function | Role::System)
    {
        return;
    }
    report
        .error_at(
            message.value.place(),
            format!(
                "the conversation begins with a message of role `{}`",
                role.name()
            ),
        )
        .because("the provider wants a conversation to begin with a question")
        .help(format!(
            "begin with a message of role `{}`",
            allowed.join("` or `")
        ));
}
