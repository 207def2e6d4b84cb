//! A conversation is opened by the roles the provider says. System messages above it do not count.

use tunesmith_core::{Role, Severity};

use crate::conversation::Conversation;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

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
    let allowed = report.profile.limits.first_roles;
    if conversation.list.is_none() {
        return;
    }
    let mut messages = conversation.messages.iter();
    let Some(first) = messages.find(|message| message.role != Some(Role::System)) else {
        return;
    };
    let Some(role) = &first.role else { return };
    if allowed.contains(&role.name()) {
        return;
    }
    report
        .error_at(
            first.value.place(),
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
