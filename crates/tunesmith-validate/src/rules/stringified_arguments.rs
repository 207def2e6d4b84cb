//! The arguments of a call are an object where chat templates write them out.

use tunesmith_core::Severity;

use crate::conversation::{Conversation, Message};
use crate::json::{Kind, parse};
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "stringified-arguments",
    summary: "the arguments of a tool call are a string, not an object",
    page: include_str!("../../rules/stringified-arguments.md"),
    group: Group::Tools,
    severity: Severity::Warning,
    since: "0.2.0",
    check: Check::EachExample(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    for call in conversation.all_messages().flat_map(Message::calls) {
        let function = call.value.get("function").unwrap_or(call.value);
        let Some(arguments) = function.get("arguments") else {
            continue;
        };
        let Some(text) = arguments.text() else {
            continue;
        };
        let draft = report.warning_at(arguments.place(), "`arguments` is a string, not an object");
        draft.because("many chat templates write the arguments as JSON: a string is quoted and escaped once more, and so the model learns it");
        let parsed = parse(text.as_bytes());
        let root = parsed.tree.root(text.as_bytes());
        let object = root.is_some_and(|root| root.kind() == Kind::Object);
        if parsed.errors.is_empty() && object {
            // Why: a line break in JSON is white space, but it would end the record.
            let object = text.trim().replace(['\n', '\r'], " ");
            let edit = (arguments.place().bytes, object);
            draft
                .help("write the object itself")
                .safe_fix("make the arguments an object", vec![edit]);
        } else {
            draft.help("write an object; the string holds none");
        }
    }
}
