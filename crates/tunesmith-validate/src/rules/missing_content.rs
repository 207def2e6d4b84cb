//! Each message says something; an assistant message may call tools instead. Silent where the role is unknown.

use tunesmith_core::{Role, Severity};

use crate::conversation::{Conversation, Message};
use crate::json::{Kind, Value};
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "missing-content",
    summary: "a message has no content",
    page: include_str!("../../rules/missing-content.md"),
    group: Group::Content,
    severity: Severity::Error,
    since: "0.1.0",
    check: Check::EachChat(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let keys = report.profile.limits.message_keys;
    // Why: where calls are not known, a message that calls and says nothing is refused all the same.
    let knows_calls = keys.is_empty() || keys.contains(&"tool_calls");
    let said = if report.profile.speaks_openai() {
        "the upload fails with `At least one of content or function_call must be set.`"
    } else {
        "a message of this role is required to have content"
    };
    for message in &conversation.messages {
        let Some(role) = &message.role else { continue };
        let content = message.value.get("content");
        let content =
            content.or_else(|| message.value.get("text").filter(|_| keys.contains(&"text")));
        let (says_nothing, because, help) = match role {
            Role::Assistant => (
                content.is_none_or(Value::is_null) && !(knows_calls && acts(message, keys)),
                said,
                if knows_calls {
                    "write the answer, or the `tool_calls` the assistant makes"
                } else {
                    "write the answer"
                },
            ),
            // A function may return nothing.
            Role::Function => (
                content.is_none(),
                "the key is required, though its value may be `null`",
                "write what the function returned, or `null`",
            ),
            _ => (
                content.is_none_or(Value::is_null),
                "a message of this role is required to have content",
                "write the content, or remove the message",
            ),
        };
        if says_nothing {
            let place = content.map_or_else(|| message.value.place(), Value::place);
            let what = if content.is_some() {
                "null content"
            } else {
                "no content"
            };
            report
                .error_at(place, format!("this `{}` message has {what}", role.name()))
                .because(because)
                .help(help);
        }
    }
}

/// Whether an assistant message does something other than speak, in a way the provider knows. What is malformed counts: another rule
/// speaks of it.
fn acts(message: &Message<'_>, keys: &[&str]) -> bool {
    let calls = message.value.get_some("tool_calls");
    let calls = calls.is_some_and(|calls| calls.kind() != Kind::Array || !calls.is_empty());
    let known = |key: &str| keys.is_empty() || keys.contains(&key);
    let present = |key| known(key) && message.value.get_some(key).is_some();
    calls || present("function_call") || present("refusal") || present("audio")
}
