//! Names of speakers and functions are short and of letters, digits, `_` and `-`. Names that are missing or no strings are the
//! business of `malformed-tool` and `malformed-tool-call`.

use crate::conversation::Conversation;
use crate::json::{Kind, Value};
use crate::quote::quote;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use tunesmith_core::{Role, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "malformed-name",
    summary: "a name is missing, too long or has characters that names may not have",
    page: include_str!("../../rules/malformed-name.md"),
    group: Group::Tools,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachChat(check),
};

/// The longest name, in characters.
const LONGEST: usize = 64;

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    for message in &conversation.messages {
        match (&message.role, message.value.get_some("name")) {
            (Some(Role::Tool | Role::Function), Some(name)) if name.kind() == Kind::String => {
                check_name(name, report);
            }
            (Some(Role::Function), None) => {
                report
                    .error_at(message.value.place(), "this `function` message has no name")
                    .because("the name says which function returned this")
                    .help("write the `name` of the function that was called");
            }
            (Some(_), Some(name)) if name.kind() != Kind::String => {
                let what = name.kind().noun();
                report
                    .error_at(name.place(), format!("the name is {what}, not a string"))
                    .because("a name is a text")
                    .help("write the name as a string, or remove it");
            }
            (Some(_), Some(name)) => check_speaker(name, report),
            _ => {}
        }
        for call in message.calls() {
            check_function(call.value.get("function"), report);
        }
        check_function(message.value.get("function_call"), report);
    }
    let tools = conversation.tools.into_iter().flat_map(Value::children);
    for tool in tools {
        check_function(tool.get("function"), report);
    }
    let functions = conversation.root.get("functions");
    for function in functions.into_iter().flat_map(Value::children) {
        check_function(Some(function), report);
    }
}

/// The name of who speaks. That it is a text is documented; what more it must be shows only where the chat API refuses it.
fn check_speaker(name: Value<'_>, report: &mut Report<'_>) {
    let Some(text) = name.text() else { return };
    // Why: only services of OpenAI take that format, and it is their API that refuses the name.
    if !report.profile.takes("openai-reinforcement") {
        return;
    }
    let refused =
        |letter: char| letter.is_whitespace() || matches!(letter, '<' | '|' | '\\' | '/' | '>');
    let message = match text.chars().find(|letter| refused(*letter)) {
        Some(wrong) => format!(
            "the name {} has the character {}",
            quote(&text),
            quote(wrong.encode_utf8(&mut [0; 4]))
        ),
        None if text.is_empty() => "the name is empty".to_owned(),
        None if text.chars().count() > LONGEST => format!(
            "the name {} has {} characters; at most {LONGEST} are sure to be taken",
            quote(&text),
            text.chars().count()
        ),
        None => return,
    };
    report
        .warning_at(name.place(), message)
        .because(r"the chat API wants names that match `^[^\s<|\\/>]+$`, formerly `^[a-zA-Z0-9_-]{1,64}$`; training may want the same")
        .help("write a short name without spaces, or remove it");
}

fn check_function(function: Option<Value<'_>>, report: &mut Report<'_>) {
    if let Some(name) = function.and_then(|function| function.get("name")) {
        check_name(name, report);
    }
}

fn check_name(name: Value<'_>, report: &mut Report<'_>) {
    let Some(text) = name.text() else { return };
    let letter = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
    let message = match text.chars().find(|found| !letter(*found)) {
        Some(wrong) => format!(
            "the name {} has the character {}",
            quote(&text),
            quote(wrong.encode_utf8(&mut [0; 4]))
        ),
        None if text.len() > LONGEST => {
            format!(
                "the name {} has {} characters; at most {LONGEST} are taken",
                quote(&text),
                text.len()
            )
        }
        None => return,
    };
    report
        .error_at(name.place(), message)
        .because("function names are of `a`-`z`, `A`-`Z`, `0`-`9`, `_` and `-`, at most 64 of them")
        .help("rename the function wherever it is declared, called and answered");
}
