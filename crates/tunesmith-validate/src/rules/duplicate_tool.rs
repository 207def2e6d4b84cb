//! Each function is declared once. Names that are missing or no strings are the business of `malformed-tool`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use tunesmith_core::Severity;

use crate::conversation::Conversation;
use crate::json::{Kind, Value};
use crate::quote::quote;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "duplicate-tool",
    summary: "a function is declared twice",
    page: include_str!("../../rules/duplicate-tool.md"),
    group: Group::Tools,
    severity: Severity::Warning,
    since: "0.2.0",
    check: Check::EachChat(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let tools = conversation.tools.filter(|list| list.kind() == Kind::Array);
    let tools = tools.into_iter().flat_map(Value::children);
    check_names(tools.filter_map(|tool| tool.get("function")), report);
    let functions = conversation.root.get("functions");
    let functions = functions.filter(|list| list.kind() == Kind::Array);
    check_names(functions.into_iter().flat_map(Value::children), report);
}

fn check_names<'a>(functions: impl Iterator<Item = Value<'a>>, report: &mut Report<'_>) {
    let mut seen: BTreeMap<Cow<'_, str>, Value<'_>> = BTreeMap::new();
    for name in functions.filter_map(|function| function.get("name")) {
        let Some(text) = name.text() else { continue };
        if let Some(first) = seen.get(&text) {
            report
                .warning_at(
                    name.place(),
                    format!("the function {} is declared twice", quote(&text)),
                )
                .because(
                    "a call of it could mean either; the model is offered the same thing twice",
                )
                .help("remove one of the two, or rename it")
                .related(first.place(), "first here");
        } else {
            seen.insert(text, name);
        }
    }
}
