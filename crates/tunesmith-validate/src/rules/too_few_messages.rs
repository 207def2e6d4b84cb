//! A conversation has at least as many messages as the provider takes. An empty list is the business of `empty-messages`.

use tunesmith_core::Severity;

use crate::conversation::Conversation;
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
