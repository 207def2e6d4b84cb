//! A record keeps to one way of calling tools: `tools` and `tool_calls`, or the older `functions` and `function_call`.

use crate::conversation::Conversation;
use crate::json::Value;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use tunesmith_core::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "mixed-tool-generations",
    summary: "tools and the older functions are mixed in one record",
    page: include_str!("../../rules/mixed-tool-generations.md"),
    group: Group::Tools,
    severity: Severity::Warning,
    since: "0.2.0",
    check: Check::EachChat(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let root = conversation.root;
    let new = root
        .get_some("tools")
        .or_else(|| used(conversation, "tool_calls"));
    let Some(old) = root
        .get_some("functions")
        .or_else(|| used(conversation, "function_call"))
    else {
        return;
    };
    let Some(new) = new else { return };
    report
        .warning_at(
            old.key_place(),
            format!("`{}` stands beside `{}`", old.key(), new.key()),
        )
        .because("the two generations of tool calls do not know of each other")
        .help("write `functions` as `tools`, and `function_call` as `tool_calls`")
        .related(new.key_place(), "the newer way is used here");
}

/// The first member of this name in a message.
pub(super) fn used<'a>(conversation: &Conversation<'a>, key: &str) -> Option<Value<'a>> {
    let mut messages = conversation.messages.iter();
    messages.find_map(|message| message.value.get_some(key))
}
