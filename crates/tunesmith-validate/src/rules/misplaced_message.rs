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
    check: Check::EachExample(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    if conversation.list.is_none() {
        return;
    }
    let allowed = report.profile.limits.first_roles;
    // Instructions stand above the conversation; the turn after them opens it.
    let above = |message: &&Message<'_>| message.is(&Role::System) || message.is(&Role::Developer);
    let Some(message) = conversation.messages.iter().find(|message| !above(message)) else {
        return;
    };
    let Some(role) = &message.role else { return };
    if allowed.is_empty()
        || allowed.contains(&role.name())
        || matches!(role, Role::Tool | Role::Function)
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
