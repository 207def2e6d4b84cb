//! Each function that is called is declared in the record. Silent where nothing is declared, or where a declaration could not be read.

use crate::conversation::{Conversation, Message};
use crate::json::{Kind, Value};
use crate::quote::quote;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use crate::settings::nearest;
use std::borrow::Cow;
use std::collections::BTreeSet;
use tunesmith_core::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "undeclared-tool",
    summary: "a tool call names a function the record does not declare",
    page: include_str!("../../rules/undeclared-tool.md"),
    group: Group::Tools,
    severity: Severity::Warning,
    since: "0.2.0",
    check: Check::EachChat(check),
};

/// How many declarations are looked at for a name that is like another.
const MOST_COMPARED: usize = 32;

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let list = conversation
        .tools
        .filter(|tools| tools.kind() == Kind::Array && !tools.is_empty());
    let Some(list) = list else { return };
    let calls = || conversation.messages.iter().flat_map(Message::calls);
    if calls().next().is_none() {
        return;
    }
    let mut declared = BTreeSet::new();
    for tool in list.children() {
        match name_of(tool) {
            Some(name) => declared.insert(name),
            None => return,
        };
    }
    for call in calls() {
        let function = call.value.get("function");
        let Some(value) = function.and_then(|function| function.get("name")) else {
            continue;
        };
        let Some(name) = value.text().filter(|name| !name.is_empty()) else {
            continue;
        };
        if declared.contains(&name) {
            continue;
        }
        // Why: each call is compared with each declaration, which only a few of them are worth.
        let few = declared.iter().take(MOST_COMPARED);
        let near = nearest(&name, few.map(|name| &**name));
        let help = match near {
            Some(near) => format!(
                "call {}, if that is meant, or declare the function in `tools`",
                quote(near)
            ),
            None => "declare the function in `tools`, or remove the call".to_owned(),
        };
        report
            .warning_at(
                value.place(),
                format!("the function {} is called but not declared", quote(&name)),
            )
            .because("the model learns to call functions that it was not offered")
            .help(help);
    }
}

fn name_of(tool: Value<'_>) -> Option<Cow<'_, str>> {
    tool.get("function")?.get("name")?.text()
}
