//! A tool call has an id, the type `function`, a function name, and arguments: a string that holds a JSON object.

use tunesmith_core::{Role, Severity};

use crate::conversation::{Conversation, Message};
use crate::json::{Kind, Value, parse};
use crate::quote::quote;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "malformed-tool-call",
    summary: "a tool call lacks its id, type, function name or arguments, or they are of the wrong kind",
    page: include_str!("../../rules/malformed-tool-call.md"),
    group: Group::Tools,
    severity: Severity::Error,
    since: "0.1.0",
    check: Check::EachChat(check),
};

const SHAPE: &str =
    r#"a call is `{"id":"…","type":"function","function":{"name":"…","arguments":"{…}"}}`"#;
const BECAUSE: &str = "the provider refuses a call that has not exactly this shape";
const ARGUMENTS: &str = "the model learns to write arguments that no program can read";

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    for message in &conversation.messages {
        let older = message.value.get_some("function_call");
        if let Some(call) = older.filter(|_| message.is(&Role::Assistant)) {
            check_older(call, report);
        }
        check_null(message, report);
        let calls = message.value.get_some("tool_calls");
        let (Some(Role::Assistant), Some(calls)) = (&message.role, calls) else {
            continue;
        };
        match calls.kind() {
            Kind::Array if calls.is_empty() => {
                // Why: without content the message is reported as saying nothing, which is the same defect.
                if message.value.get_some("content").is_some() {
                    report
                        .warning_at(calls.place(), "the list of tool calls is empty")
                        .because("the chat API refuses an empty list; training may do so too")
                        .help("remove `tool_calls`");
                }
            }
            Kind::Array => calls.children().for_each(|call| check_call(call, report)),
            other => {
                report
                    .error_at(
                        calls.key_place(),
                        format!("`tool_calls` is {}, not a list", other.noun()),
                    )
                    .because(BECAUSE)
                    .help("put the call into a list");
            }
        }
    }
}

/// `null` beside content; without content the message is reported as saying nothing.
fn check_null(message: &Message<'_>, report: &mut Report<'_>) {
    if !report.profile.limits.strict_nulls || message.value.get_some("content").is_none() {
        return;
    }
    let mut members = message.value.children_and_before();
    let found = members.find(|(_, member)| member.is_null() && member.key() == "tool_calls");
    let Some((before, calls)) = found else { return };
    report
        .warning_at(calls.place(), "`tool_calls` is null")
        .because("the schema has no `null` here; a provider that keeps to it refuses the record")
        .help("leave `tool_calls` out")
        .safe_fix(
            "remove `tool_calls`",
            vec![(calls.removal(before), String::new())],
        );
}

/// A call of the older generation: the function itself, without an id.
fn check_older(call: Value<'_>, report: &mut Report<'_>) {
    if call.kind() == Kind::Object {
        check_name(call, "name", "this function", report);
        check_arguments(call, report);
        return;
    }
    let what = call.kind().noun();
    report
        .error_at(
            call.place(),
            format!("`function_call` is {what}, not an object"),
        )
        .because(BECAUSE)
        .help(r#"write `"function_call":{"name":"…","arguments":"{…}"}`"#);
}

fn check_call(call: Value<'_>, report: &mut Report<'_>) {
    if call.kind() != Kind::Object {
        let what = call.kind().noun();
        report
            .error_at(
                call.place(),
                format!("this tool call is {what}, not an object"),
            )
            .because(BECAUSE)
            .help(SHAPE);
        return;
    }
    check_name(call, "id", "this tool call", report);
    if report.profile.limits.typed_tools {
        check_type(call, report);
    }
    let Some(function) = call.get("function") else {
        let help = match call.get("name") {
            Some(_) => "put `name` and `arguments` into an object under `function`",
            None => SHAPE,
        };
        report
            .error_at(call.place(), "this tool call has no `function`")
            .because(BECAUSE)
            .help(help);
        return;
    };
    if function.kind() != Kind::Object {
        let what = function.kind().noun();
        report
            .error_at(
                function.place(),
                format!("`function` of this call is {what}, not an object"),
            )
            .because(BECAUSE)
            .help(SHAPE);
        return;
    }
    check_name(function, "name", "this function", report);
    check_arguments(function, report);
}

/// Wants a string that is not empty.
fn check_name(owner: Value<'_>, key: &str, what: &str, report: &mut Report<'_>) {
    let Some(value) = owner.get(key) else {
        let message = format!("{what} has no `{key}`");
        report
            .error_at(owner.place(), message)
            .because(BECAUSE)
            .help(SHAPE);
        return;
    };
    let message = match value.text() {
        Some(text) if !text.is_empty() => return,
        Some(_) => format!("`{key}` of {what} is empty"),
        None => format!("`{key}` of {what} is {}, not a string", value.kind().noun()),
    };
    report
        .error_at(value.place(), message)
        .because(BECAUSE)
        .help(SHAPE);
}

fn check_type(call: Value<'_>, report: &mut Report<'_>) {
    let (place, message) = match call.get("type") {
        None => (call.place(), "this tool call has no `type`".to_owned()),
        Some(kind) if kind.text().as_deref() == Some("function") => return,
        Some(kind) => {
            let found = quote(&String::from_utf8_lossy(kind.raw()));
            (kind.place(), format!("{found} is not a type of tool call"))
        }
    };
    report
        .error_at(place, message)
        .because(BECAUSE)
        .help(r#"write `"type":"function"`"#);
}

/// The text of an object as a JSON string; nothing if the text is not sound.
fn as_json_string(object: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(object).ok()?;
    parse(object).errors.is_empty().then_some(())?;
    serde_json::to_string(text).ok()
}

fn check_arguments(function: Value<'_>, report: &mut Report<'_>) {
    let Some(arguments) = function.get("arguments") else {
        report
            .error_at(function.place(), "this function has no `arguments`")
            .because(BECAUSE)
            .help(r#"write `"arguments":"{}"` for a call without arguments"#);
        return;
    };
    let Some(text) = arguments.text() else {
        let what = arguments.kind().noun();
        let draft = report
            .error_at(
                arguments.place(),
                format!("`arguments` is {what}, not a string"),
            )
            .because(BECAUSE)
            .help("write the object as JSON into a string (`json.dumps`)");
        if arguments.kind() == Kind::Object
            && let Some(text) = as_json_string(arguments.raw())
        {
            let bytes = arguments.place().bytes;
            draft.safe_fix("write the object into a string", vec![(bytes, text)]);
        }
        return;
    };
    // Decoding makes text at most three times longer, which still fits the reader's 4 GiB.
    let parsed = parse(text.as_bytes());
    let root = parsed.tree.root(text.as_bytes());
    let message = match (parsed.errors.first(), root) {
        (Some(error), _) => format!("`arguments` is not JSON: {}", error.kind.message()),
        (None, Some(root)) if root.kind() != Kind::Object => {
            format!(
                "`arguments` holds {}, not a JSON object",
                root.kind().noun()
            )
        }
        _ => return,
    };
    let help = if text.trim().is_empty() {
        "write `{}` for a call without arguments"
    } else {
        "write a JSON object into the string"
    };
    report
        .warning_at(arguments.place(), message)
        .because(ARGUMENTS)
        .help(help);
}
