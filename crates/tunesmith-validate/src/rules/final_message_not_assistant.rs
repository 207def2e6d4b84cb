//! A conversation ends with what is to be learned. One without any assistant message is the business of `missing-assistant`, a role
//! that is unknown that of `unknown-role`.

use crate::conversation::{Conversation, Message};
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use tunesmith_core::{Role, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "final-message-not-assistant",
    summary: "the last message is not the assistant's",
    page: include_str!("../../rules/final-message-not-assistant.md"),
    group: Group::Roles,
    severity: Severity::Warning,
    since: "0.2.0",
    check: Check::EachChat(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let messages = &conversation.messages;
    let Some(last) = messages.last() else { return };
    let Some(role) = last.role.as_ref().filter(|role| **role != Role::Assistant) else {
        return;
    };
    if !conversation.is_supervised() || !report.profile.takes(conversation.likely_format()) {
        return;
    }
    let answered = |message: &Message<'_>| message.is(&Role::Assistant);
    let Some(answer) = messages.iter().rposition(answered) else {
        return;
    };
    let cut = messages[answer].value.place().bytes.end..last.value.place().bytes.end;
    report
        .error_at(
            last.value.place(),
            format!("the last message is of role `{}`", role.name()),
        )
        .because("only assistant messages are trained; what comes after the last one costs tokens and teaches nothing")
        .help("add the answer, or remove the messages after the last answer")
        .unsafe_fix("remove the messages after the last answer", vec![(cut, String::new())]);
}
