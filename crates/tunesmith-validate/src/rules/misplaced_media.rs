//! Images and videos stand in user messages only.

use tunesmith_core::{Role, Severity};

use crate::conversation::Conversation;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use crate::rules::malformed_media::media;

pub(crate) static RULE: Rule = Rule {
    name: "misplaced-media",
    summary: "an image or video stands in an assistant message",
    page: include_str!("../../rules/misplaced-media.md"),
    group: Group::Content,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachExample(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    for message in &conversation.messages {
        if message.role != Some(Role::Assistant) {
            continue;
        }
        for (key, value) in media(message) {
            report
                .error_at(
                    value.place(),
                    format!("an `assistant` message has a part `{key}`"),
                )
                .because(
                    "the model learns to write text; the provider refuses media in its answers",
                )
                .help("move it to the user message before, or remove it");
        }
    }
}
