//! Where the provider wants it so, an assistant message either speaks or calls tools.

use crate::conversation::Conversation;
use crate::json::{Kind, Value};
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use tunesmith_core::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "mixed-content-and-calls",
    summary: "an assistant message has both content and tool calls",
    page: include_str!("../../rules/mixed-content-and-calls.md"),
    group: Group::Tools,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachChat(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    for message in &conversation.messages {
        if message.calls().next().is_none() {
            continue;
        }
        let text = message.content.or_else(|| message.value.get("text"));
        let says = |content: &Value<'_>| match content.kind() {
            Kind::String => content.raw() != b"\"\"",
            Kind::Array => !content.is_empty(),
            _ => false,
        };
        let Some(content) = text.filter(says) else {
            continue;
        };
        let draft = report
            .error_at(
                content.key_place(),
                "this message has both content and tool calls",
            )
            .because("the provider takes an assistant message that either speaks or calls tools")
            .help("leave the content out, or say it in a message of its own before the call");
        let place = content.key_place();
        let mut members = message.value.children_and_before();
        if let Some((before, member)) = members.find(|(_, member)| member.key_place() == place) {
            draft.unsafe_fix(
                "remove the content",
                vec![(member.removal(before), String::new())],
            );
        }
    }
}
