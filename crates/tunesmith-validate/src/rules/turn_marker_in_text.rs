//! No text holds the words that mark turns in the provider's own prompts.

use tunesmith_core::Severity;

use crate::conversation::{Conversation, Message};
use crate::json::{Kind, Value};
use crate::quote::quote;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "turn-marker-in-text",
    summary: "a text holds a word that marks a turn in the provider's own prompts",
    page: include_str!("../../rules/turn-marker-in-text.md"),
    group: Group::Content,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachExample(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    if report.profile.limits.turn_markers.is_empty() {
        return;
    }
    if let Some(system) = conversation.system {
        match system.kind() {
            Kind::Array => system
                .children()
                .filter_map(|part| part.get("text"))
                .for_each(|text| check_text(text, report)),
            _ => check_text(system, report),
        }
    }
    for text in conversation.messages.iter().flat_map(Message::texts) {
        check_text(text.0, report);
    }
}

fn check_text(value: Value<'_>, report: &mut Report<'_>) {
    let Some(text) = value.text() else { return };
    let mut markers = report.profile.limits.turn_markers.iter();
    let Some(marker) = markers.find(|marker| text.contains(**marker)) else {
        return;
    };
    report
        .error_at(value.place(), format!("this text holds {}", quote(marker)))
        .because("the provider keeps these words for itself and refuses the record")
        .help("write it in other words");
}
