//! A conversation has at least one message.

use tunesmith_core::Severity;

use crate::conversation::Conversation;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "empty-messages",
    summary: "the list of messages is empty",
    page: include_str!("../../rules/empty-messages.md"),
    group: Group::Structure,
    severity: Severity::Error,
    since: "0.1.0",
    check: Check::EachChat(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    if let Some(list) = conversation.list.filter(|list| list.is_empty()) {
        report
            .error_at(list.place(), "the list of messages is empty")
            .because("there is nothing to learn from this record")
            .help("add the messages, or remove the record");
    }
}
