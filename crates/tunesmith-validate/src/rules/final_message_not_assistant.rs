//! A conversation ends with what is to be learned. One without any assistant message is the business of `missing-assistant`, a role that is
//! unknown that of `unknown-role`.

use tunesmith_core::{Role, Severity};

use crate::conversation::{Conversation, Shape};
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use crate::rules::missing_field::is_known;

pub(crate) static RULE: Rule = Rule {
    name: "final-message-not-assistant",
    summary: "the last message is not the assistant's",
    page: include_str!("../../rules/final-message-not-assistant.md"),
    group: Group::Roles,
    severity: Severity::Warning,
    since: "0.2.0",
    check: Check::EachExample(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let profile = report.profile;
    let graded = profile.takes("openai-reinforcement") && conversation.is_reinforcement();
    let taken = profile.takes(conversation.likely_format()) || is_known(conversation.root, report);
    let supervised = match conversation.shape {
        Shape::Chat => conversation.is_chat() && taken && !graded,
        Shape::Contents | Shape::Turns => true,
        _ => false,
    };
    // Why: a list under `prompt` is continued by what is learned.
    if !supervised || conversation.root.get("prompt").is_some() {
        return;
    }
    let messages = &conversation.messages;
    let Some(last) = messages.last() else { return };
    let Some(role) = last.role.as_ref().filter(|role| **role != Role::Assistant) else {
        return;
    };
    let answer = messages
        .iter()
        .rposition(|message| message.role == Some(Role::Assistant));
    // Why: of chats without any answer `missing-assistant` speaks.
    if answer.is_none() && conversation.shape == Shape::Chat {
        return;
    }
    let draft = report.error_at(
        last.value.place(),
        format!("the last message is of role `{}`", role.name()),
    );
    draft
        .because("only assistant messages are trained; what comes after the last one costs tokens and teaches nothing")
        .help("add the answer, or remove the messages after the last answer");
    if let Some(answer) = answer {
        let cut = messages[answer].value.place().bytes.end..last.value.place().bytes.end;
        draft.unsafe_fix(
            "remove the messages after the last answer",
            vec![(cut, String::new())],
        );
    }
}
