//! What a `function_call` turn says is JSON: a call with its name and arguments, or a list of them. Thoughts may stand before it.

use std::borrow::Cow;

use tunesmith_core::Severity;

use crate::conversation::{Conversation, Shape};
use crate::json::{Kind, Value, parse};
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "malformed-function-turn",
    summary: "a turn that calls a function holds no JSON of a name and arguments",
    page: include_str!("../../rules/malformed-function-turn.md"),
    group: Group::Tools,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachExample(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    if !matches!(conversation.shape, Shape::Turns | Shape::Preference) {
        return;
    }
    for message in conversation.all_messages() {
        let from = message.value.get("from").and_then(Value::text);
        if from.as_deref() != Some("function_call") {
            continue;
        }
        let Some((value, text)) = message
            .value
            .get("value")
            .and_then(|it| Some((it, it.text()?)))
        else {
            continue;
        };
        let Some(message) = defect(&text) else {
            continue;
        };
        report
            .error_at(value.place(), message)
            .because("the trainer reads the call and fails with `Invalid JSON format in function message: …`")
            .help(r#"write `{"name":"…","arguments":{…}}`, or a list of such calls, as a string"#);
    }
}

fn defect(text: &str) -> Option<Cow<'static, str>> {
    // Why: models that mark their calls with words of their own have them here; the words are not known.
    if text.contains("<tool_call>") {
        return None;
    }
    let call = text.rsplit_once("</think>").map_or(text, |(_, call)| call);
    let parsed = parse(call.as_bytes());
    if let Some(error) = parsed.errors.first() {
        return Some(format!("this call is not JSON: {}", error.kind.message()).into());
    }
    let root = parsed.tree.root(call.as_bytes())?;
    let named = |call: Value<'_>| {
        let name = call
            .get("name")
            .is_some_and(|name| name.kind() == Kind::String);
        name && call.get("arguments").is_some()
    };
    let sound = match root.kind() {
        Kind::Array => !root.is_empty() && root.children().all(named),
        _ => named(root),
    };
    (!sound).then_some(Cow::Borrowed("this call has no `name` with `arguments`"))
}
