//! Of two keys that stand for the same thing one is used.

use crate::conversation::Conversation;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use tunesmith_core::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "rival-keys",
    summary: "two keys that stand for the same thing stand side by side",
    page: include_str!("../../rules/rival-keys.md"),
    group: Group::Structure,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachChat(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    for (one, other) in report.profile.limits.rival_keys {
        let messages = conversation.messages.iter().map(|message| message.value);
        for holder in std::iter::once(conversation.root).chain(messages) {
            let (Some(one), Some(other)) = (holder.get(one), holder.get(other)) else {
                continue;
            };
            report
                .error_at(
                    other.key_place(),
                    format!(
                        "`{}` and `{}` stand for the same thing",
                        one.key(),
                        other.key()
                    ),
                )
                .because("the provider refuses a record that has both")
                .help("keep one of them")
                .related(one.key_place(), "the other is here");
        }
    }
}
