//! A message that calls tools leaves `content` out rather than saying `null`. Other messages without content are the business of
//! `missing-content`.

use crate::conversation::Conversation;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use tunesmith_core::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "null-content",
    summary: "a message that calls tools has `null` content",
    page: include_str!("../../rules/null-content.md"),
    group: Group::Content,
    severity: Severity::Warning,
    since: "0.2.0",
    check: Check::EachChat(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    for message in &conversation.messages {
        let content = message.content.filter(|content| content.is_null());
        let Some(content) = content.filter(|_| message.calls().next().is_some()) else {
            continue;
        };
        let place = content.key_place();
        let mut members = message.value.children_and_before();
        let cut = members.find(|(_, member)| member.key_place() == place);
        let draft = report
            .warning_at(content.place(), "this message calls tools and has `null` content")
            .because("a job was refused over it and passed once the key was left out; the schema allows it")
            .help("leave `content` out");
        if let Some((before, member)) = cut {
            draft.safe_fix(
                "remove `content`",
                vec![(member.removal(before), String::new())],
            );
        }
    }
}
