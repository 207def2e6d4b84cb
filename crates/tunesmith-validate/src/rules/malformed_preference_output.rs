//! Each ending of a preference record is a list of exactly one message of a role the provider takes. What is in the message is
//! checked like any other.

use crate::conversation::{Conversation, Ending, Message};
use crate::json::{Kind, Value};
use crate::quote::quote;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use tunesmith_core::{Role, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "malformed-preference-output",
    summary: "an ending of a preference record is not exactly one assistant message",
    page: include_str!("../../rules/malformed-preference-output.md"),
    group: Group::Structure,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachExample(check),
};

const BECAUSE: &str = "the two endings are compared as the one message that comes next";

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    if conversation.root.get("input").is_none() {
        return;
    }
    for ending in &conversation.endings {
        check_ending(ending, report);
    }
}

fn check_ending(ending: &Ending<'_>, report: &mut Report<'_>) {
    let roles = report.profile.limits.preference_roles;
    let key = ending.value.key();
    if ending.value.kind() != Kind::Array {
        let what = ending.value.kind().noun();
        let bytes = ending.value.place().bytes;
        let draft = report
            .error_at(
                ending.value.place(),
                format!("`{key}` is {what}, not a list"),
            )
            .because(BECAUSE)
            .help(r#"write a list of one message: `[{"role":"assistant","content":"…"}]`"#);
        if ending.value.kind() == Kind::Object {
            let edits = vec![
                (bytes.start..bytes.start, "[".to_owned()),
                (bytes.end..bytes.end, "]".to_owned()),
            ];
            draft.safe_fix("put the message into a list", edits);
        }
        return;
    }
    let several = roles.contains(&"tool");
    let count = ending.messages.len();
    if count == 0 || count > 1 && !several {
        report
            .error_at(
                ending.value.place(),
                format!("`{key}` holds {count} messages, not one"),
            )
            .because(BECAUSE)
            .help("keep exactly one assistant message; what comes before belongs into `input`");
        return;
    }
    let mut answers = false;
    for message in &ending.messages {
        check_message(message, &key, roles, report);
        answers |= message.role.is_none() || message.is(&Role::Assistant);
    }
    if several && !answers {
        report
            .error_at(
                ending.value.place(),
                format!("`{key}` has no assistant message"),
            )
            .because(BECAUSE)
            .help("add the assistant's message");
    }
}

fn check_message(message: &Message<'_>, key: &str, roles: &[&str], report: &mut Report<'_>) {
    if !message.is_object() {
        let what = message.value.kind().noun();
        report
            .error_at(
                message.value.place(),
                format!("this message is {what}, not an object"),
            )
            .because(BECAUSE)
            .help(r#"write it as `{"role":"assistant","content":"…"}`"#);
        return;
    }
    let role = message.value.get("role");
    let name = role.and_then(Value::text);
    if !name.as_deref().is_some_and(|name| roles.contains(&name)) {
        let place = role.map_or_else(|| message.value.place(), Value::place);
        let found = match &name {
            Some(name) => format!("is of role {}", quote(name)),
            None => "has no role".to_owned(),
        };
        report
            .error_at(place, format!("the message in `{key}` {found}"))
            .because(BECAUSE)
            .help(format!("write `{}`", roles.join("` or `")));
        return;
    }
    let keys = report.profile.limits.message_keys;
    let acts = keys.contains(&"tool_calls") && message.calls().next().is_some();
    let content = message.value.get("content");
    let wrong = content.is_none_or(|content| !matches!(content.kind(), Kind::String | Kind::Array));
    if wrong && !(acts && content.is_none_or(Value::is_null)) {
        let place = content.map_or_else(|| message.value.place(), Value::place);
        report
            .error_at(
                place,
                format!("the message in `{key}` has no text as its content"),
            )
            .because(BECAUSE)
            .help("write the answer as a string");
    }
}
