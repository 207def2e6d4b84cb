//! At least one message is trained. Weights that can not be read are the business of `malformed-weight`.

use crate::conversation::Conversation;
use crate::json::Value;
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
