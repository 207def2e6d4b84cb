//! Tools that are given as a text are a JSON list. What the tools are is not looked at.

use tunesmith_core::Severity;

use crate::conversation::{Conversation, Shape};
use crate::json::{Kind, parse};
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "malformed-tool-text",
    summary: "the tools are not a text that holds a JSON list",
    page: include_str!("../../rules/malformed-tool-text.md"),
    group: Group::Tools,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachExample(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let Some(tools) = conversation.tools else {
        return;
    };
    let Some(text) = tools.text() else {
        // Why: the reader of chats writes the text itself.
        if report.profile.limits.tools_as_text && conversation.shape != Shape::Chat {
            let what = tools.kind().noun();
            let draft = report.error_at(tools.place(), format!("`tools` is {what}, not a string"));
            draft
                .because("the trainer reads the tools from a text and fails on anything else")
                .help("write the list as JSON into a string (`json.dumps`)");
            if let (Kind::Array, Ok(raw)) = (tools.kind(), std::str::from_utf8(tools.raw())) {
                let edit = (tools.place().bytes, quoted(raw));
                draft.safe_fix("make the list a string", vec![edit]);
            }
        }
        return;
    };
    if text.trim().is_empty() {
        return;
    }
    let parsed = parse(text.as_bytes());
    let message = match (parsed.errors.first(), parsed.tree.root(text.as_bytes())) {
        (Some(error), _) => format!(
            "the text under `tools` is not JSON: {}",
            error.kind.message()
        ),
        (None, Some(root)) if root.kind() != Kind::Array => {
            format!(
                "the text under `tools` holds {}, not a list",
                root.kind().noun()
            )
        }
        _ => return,
    };
    report
        .error_at(tools.place(), message)
        .because("the trainer reads the tools from this text and fails")
        .help("write a JSON list of tools into the string");
}

/// A JSON string that holds this JSON text.
fn quoted(raw: &str) -> String {
    let mut quoted = String::with_capacity(raw.len() + 2);
    quoted.push('"');
    for letter in raw.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            // Why: outside strings only white space can be a control character.
            letter if letter.is_ascii_control() => quoted.push(' '),
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}
