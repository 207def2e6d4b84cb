//! The texts of an example are not longer than the provider takes, where it counts characters. Tokens are the business of `oversized-example`.

use tunesmith_core::Severity;

use crate::conversation::{Conversation, Message};
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "oversized-text",
    summary: "the texts of an example are longer than the provider takes",
    page: include_str!("../../rules/oversized-text.md"),
    group: Group::Size,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachExample(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let limits = &report.profile.limits;
    let (Some(share), Some(most)) = (limits.characters_per_token, limits.max_example_tokens) else {
        return;
    };
    // A character has at least one byte.
    let bytes = conversation.root.raw().len() as u64;
    if bytes / share.max(1) <= most {
        return;
    }
    let system = conversation.system.and_then(|system| system.text());
    let texts = conversation.messages.iter().flat_map(Message::texts);
    // Why: each text is rounded down for itself, as the provider's script does.
    let tokens = |text: &str| text.chars().count() as u64 / share.max(1);
    let found =
        texts.map(|(_, text)| tokens(&text)).sum::<u64>() + system.map_or(0, |text| tokens(&text));
    if found > most {
        report
            .error_at(
                conversation.root.place(),
                format!("the texts have about {found} tokens; at most {most} are taken"),
            )
            .because(format!(
                "the provider takes {share} characters for a token and refuses longer examples"
            ))
            .help("shorten it, or split the conversation");
    }
}
