//! A record for reinforcement ends with the question the model is to answer.

use crate::conversation::Conversation;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use tunesmith_core::{Role, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "reinforcement-final-not-user",
    summary: "a record for reinforcement does not end with a user message",
    page: include_str!("../../rules/reinforcement-final-not-user.md"),
    group: Group::Roles,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachChat(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let Some(last) = conversation.messages.last() else {
        return;
    };
    let known = last.role.as_ref().filter(|role| **role != Role::User);
    let Some(role) = known.filter(|_| conversation.is_reinforcement()) else {
        return;
    };
    report
        .error_at(
            last.value.place(),
            format!("the last message is of role `{}`, not `user`", role.name()),
        )
        .because("in reinforcement the model writes what comes next, and graders read it")
        .help("end with the user message that is to be answered");
}
