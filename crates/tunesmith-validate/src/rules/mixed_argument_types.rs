//! In one record, an argument of a name has one type: the reader puts records into tables.

use std::borrow::Cow;
use std::collections::BTreeMap;

use tunesmith_core::Severity;

use crate::conversation::{Conversation, Message};
use crate::json::Value;
use crate::quote::quote;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "mixed-argument-types",
    summary: "arguments of one name have different types",
    page: include_str!("../../rules/mixed-argument-types.md"),
    group: Group::Tools,
    severity: Severity::Warning,
    since: "0.2.0",
    check: Check::EachExample(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let mut first: Option<Value<'_>> = None;
    let mut members: BTreeMap<Cow<'_, str>, Value<'_>> = BTreeMap::new();
    for call in conversation.all_messages().flat_map(Message::calls) {
        let function = call.value.get("function").unwrap_or(call.value);
        let Some(arguments) = function.get_some("arguments") else {
            continue;
        };
        let before = *first.get_or_insert(arguments);
        if before.kind() != arguments.kind() {
            clash("`arguments`", before, arguments, report);
            continue;
        }
        for member in arguments.children().filter(|member| !member.is_null()) {
            let before = *members.entry(member.key()).or_insert(member);
            if before.kind() != member.kind() {
                clash(&quote(&member.key()), before, member, report);
            }
        }
    }
}

fn clash(name: &str, before: Value<'_>, value: Value<'_>, report: &mut Report<'_>) {
    report
        .warning_at(
            value.place(),
            format!(
                "{name} is {} here and {} before",
                value.kind().noun(),
                before.kind().noun()
            ),
        )
        .because("the file is read into a table whose columns have one type; loading it fails or changes the values")
        .help("write the arguments of every call as JSON into a string")
        .related(before.place(), "the one before is here");
}
