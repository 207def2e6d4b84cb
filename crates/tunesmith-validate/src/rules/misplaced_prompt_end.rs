//! A prompt that is a conversation ends with a message that can be answered or continued.

use tunesmith_core::Severity;

use crate::conversation::Conversation;
use crate::json::Kind;
use crate::quote::quote;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "misplaced-prompt-end",
    summary: "a prompt ends with a message that can not be answered",
    page: include_str!("../../rules/misplaced-prompt-end.md"),
    group: Group::Roles,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachExample(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let prompt = conversation.root.get("prompt");
    let Some(prompt) = prompt.filter(|prompt| prompt.kind() == Kind::Array) else {
        return;
    };
    let role = prompt.children().last().and_then(|last| last.get("role"));
    let Some((role, name)) = role.and_then(|role| Some((role, role.text()?))) else {
        return;
    };
    if matches!(&*name, "user" | "tool" | "assistant") {
        return;
    }
    let name = quote(&name);
    report
        .error_at(
            role.place(),
            format!("the prompt ends with a message of role {name}"),
        )
        .because(format!(
            "the trainer fails with `Invalid role in the last message: {}`",
            name.trim_matches('`')
        ))
        .help("end the prompt with the question; instructions stand before it");
}
