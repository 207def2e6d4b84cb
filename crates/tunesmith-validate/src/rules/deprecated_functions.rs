//! `functions` and `function_call` were replaced by `tools` and `tool_calls`. A record that uses both is the business of `mixed-
//! tool-generations`.

use crate::conversation::Conversation;
use crate::json::Kind;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use crate::rules::mixed_tool_generations::used;
use tunesmith_core::{Role, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "deprecated-functions",
    summary: "the record uses `functions` or `function_call`, which are deprecated",
    page: include_str!("../../rules/deprecated-functions.md"),
    group: Group::Tools,
    severity: Severity::Info,
    since: "0.2.0",
    check: Check::EachChat(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let root = conversation.root;
    let functions = root.get_some("functions");
    let call = used(conversation, "function_call");
    let Some(old) = functions.or(call) else {
        return;
    };
    if root.get_some("tools").is_some() || used(conversation, "tool_calls").is_some() {
        return;
    }
    let answered = conversation
        .messages
        .iter()
        .any(|message| message.is(&Role::Function));
    let draft = report
        .info_at(
            old.key_place(),
            format!("`{}` is the older way to call tools", old.key()),
        )
        .because("it is deprecated; `tools` and `tool_calls` take its place")
        .help("write `functions` as `tools`, and `function_call` as `tool_calls`");
    let Some(functions) = functions.filter(|list| list.kind() == Kind::Array) else {
        return;
    };
    // Why: calls need ids that pair them with their results, which nobody but the author knows.
    if call.is_none() && !answered && functions.children().all(|item| item.kind() == Kind::Object) {
        let mut edits = vec![(functions.key_place().bytes, "\"tools\"".to_owned())];
        for item in functions.children() {
            let bytes = item.place().bytes;
            edits.push((
                bytes.start..bytes.start,
                r#"{"type":"function","function":"#.to_owned(),
            ));
            edits.push((bytes.end..bytes.end, "}".to_owned()));
        }
        draft.safe_fix("write `functions` as `tools`", edits);
    }
}
