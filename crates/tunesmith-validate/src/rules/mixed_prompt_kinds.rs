//! Prompt and answers are all texts or all conversations.

use tunesmith_core::Severity;

use crate::conversation::Conversation;
use crate::json::{Kind, Value};
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "mixed-prompt-kinds",
    summary: "the prompt is a text and the answer a conversation, or the other way round",
    page: include_str!("../../rules/mixed-prompt-kinds.md"),
    group: Group::Structure,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachExample(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let keys = ["prompt", "completion", "chosen", "rejected"];
    let found = keys.iter().filter_map(|key| conversation.root.get(key));
    let readable = |value: &Value<'_>| matches!(value.kind(), Kind::String | Kind::Array);
    let mut found = found.filter(readable);
    let Some(first) = found.next() else { return };
    let Some(other) = found.find(|value| value.kind() != first.kind()) else {
        return;
    };
    report
        .error_at(
            other.place(),
            format!(
                "`{}` is {}, `{}` is {}",
                other.key(),
                other.kind().noun(),
                first.key(),
                first.kind().noun()
            ),
        )
        .because("whether a chat template is applied is decided once for the record; the other half then can not be read")
        .help("make both texts, or both lists of messages")
        .related(first.place(), format!("`{}` is here", first.key()));
}
