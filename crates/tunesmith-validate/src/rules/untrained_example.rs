//! At least one message is trained. Weights that can not be read are the business of `malformed-weight`.

use crate::conversation::Conversation;
use crate::json::{Kind, Value};
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use tunesmith_core::{Role, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "untrained-example",
    summary: "every assistant message has weight 0",
    page: include_str!("../../rules/untrained-example.md"),
    group: Group::Content,
    severity: Severity::Warning,
    since: "0.2.0",
    check: Check::EachChat(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    if report.profile.limits.trains_last_with_tools && trains_last(conversation) {
        check_last(conversation, report);
        return;
    }
    let mut first = None;
    for message in &conversation.messages {
        let weight = message.value.get_some("weight");
        match (message.role.as_ref(), weight.map(Value::raw)) {
            (None, _) => return,
            (Some(Role::Assistant), Some(b"0")) => first = first.or(weight),
            (Some(Role::Assistant), _) | (Some(_), Some(b"1")) => return,
            _ => {}
        }
    }
    if let Some(first) = first {
        report
            .warning_at(first.key_place(), "every assistant message has weight 0")
            .because("weight 0 keeps a message out of training; this record costs tokens and teaches nothing")
            .help("give the messages that are to be learned weight 1, or remove the record");
    }
}

/// Whether the record has tools, or says that only its last answer is trained.
pub(crate) fn trains_last(conversation: &Conversation<'_>) -> bool {
    let only_last = conversation.root.get("only_last");
    let tools = conversation
        .tools
        .filter(|tools| tools.kind() == Kind::Array);
    only_last.is_some_and(|flag| flag.raw() == b"true")
        || tools.is_some_and(|tools| !tools.is_empty())
}

fn check_last(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let last = conversation.messages.last();
    let last = last.filter(|last| last.is(&Role::Assistant));
    let weight = last.and_then(|last| last.value.get_some("weight"));
    if let Some(weight) = weight.filter(|weight| weight.raw() == b"0") {
        report
            .warning_at(weight.key_place(), "the last assistant message has weight 0")
            .because("of a record with tools, or with `only_last`, nothing else is trained; this record teaches nothing")
            .help("give it weight 1, or remove the record");
    }
}
