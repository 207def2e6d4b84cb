//! A conversation has one system message. Two that stand side by side are the business of `consecutive-roles` where roles must alternate.

use crate::conversation::{Conversation, Message};
use crate::json::Kind;
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
    check_beside(conversation, report);
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

/// Instructions that stand beside the messages: a list of texts, or a key that stands for a system message.
fn check_beside(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    const BECAUSE: &str = "a conversation has one set of instructions";
    let texts = conversation
        .system
        .filter(|list| list.kind() == Kind::Array);
    let most = report.profile.limits.max_system_texts;
    let most = most.and_then(|most| usize::try_from(most).ok());
    if let (Some(texts), Some(most)) = (texts, most)
        && let Some(more) = texts.children().nth(most)
    {
        report
            .error_at(more.place(), format!("`system` has more than {most} text"))
            .because(BECAUSE)
            .help("put all instructions into one text");
    }
    let prompt = conversation.root.get_some("system_prompt");
    let prompt = prompt.filter(|_| report.profile.limits.record_keys.contains(&"system_prompt"));
    let mut messages = conversation.messages.iter();
    if let Some(prompt) = prompt
        && let Some(message) = messages.find(|message| message.is(&Role::System))
    {
        report
            .error_at(
                message.value.place(),
                "this system message stands beside `system_prompt`",
            )
            .because(BECAUSE)
            .help("put all instructions into one of them")
            .related(prompt.key_place(), "`system_prompt` is here");
    }
}
