//! A conversation has one system message. Two that stand side by side are the business of `consecutive-roles` where roles must alternate.

use crate::conversation::{Conversation, Message};
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use tunesmith_core::{Role, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "repeated-system-message",
    summary: "a conversation has more than one system message",
    page: include_str!("../../rules/repeated-system-message.md"),
    group: Group::Roles,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachChat(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let alternating = report.profile.limits.alternating.contains(&"system");
    let mut first: Option<&Message<'_>> = None;
    let mut before = None;
    for message in &conversation.messages {
        let system = message.is(&Role::System);
        if let Some(first) =
            first.filter(|_| system && !(alternating && before == Some(&Role::System)))
        {
            report
                .error_at(message.value.place(), "this is a second system message")
                .because("a conversation has one set of instructions")
                .help("put all instructions into the first system message")
                .related(first.value.place(), "the first is here");
        }
        if system && first.is_none() {
            first = Some(message);
        }
        before = message.role.as_ref();
    }
}
