//! A conversation has at least as many messages as the provider takes, and an answer is not all there is. An empty list is the business of `empty-messages`.

use tunesmith_core::{Role, Severity};

use crate::conversation::{Conversation, Message, Shape};
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "too-few-messages",
    summary: "the conversation has fewer messages than the provider takes",
    page: include_str!("../../rules/too-few-messages.md"),
    group: Group::Structure,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachExample(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    if report.profile.limits.refuses_lone_answer {
        check_lone_answer(conversation, report);
    }
    let least = report.profile.limits.min_messages;
    let Some(list) = conversation.list.filter(|list| !list.is_empty()) else {
        return;
    };
    let found = conversation.messages.len() as u64;
    // Why: in a preference pair the answer stands outside the list.
    if found >= least || !conversation.endings.is_empty() {
        return;
    }
    let noun = if found == 1 { "message" } else { "messages" };
    report
        .error_at(
            list.place(),
            format!("the conversation has {found} {noun}; at least {least} are needed"),
        )
        .because("a question and its answer are the least that can be learned from")
        .help("add the question or the answer that is missing");
}

/// Instructions are taken out before the messages are counted.
fn check_lone_answer(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    if conversation.shape != Shape::Chat {
        return;
    }
    let spoken = |message: &&Message<'_>| !message.is(&Role::System);
    let mut turns = conversation.messages.iter().filter(spoken);
    let (Some(only), None) = (turns.next(), turns.next()) else {
        return;
    };
    if only.is(&Role::Assistant) {
        report
            .error_at(only.value.place(), "this answer follows no question")
            .because("the record is refused: `Conversation must start with a user message or system message`, and instructions do not count")
            .help("add the user message it answers, or remove the record");
    }
}
