//! A turn is an object that says who speaks and what is said. What the words may be is the business of `unknown-speaker` and
//! `malformed-part`.

use tunesmith_core::Severity;

use crate::conversation::{Conversation, Shape};
use crate::json::{Kind, Value};
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use crate::rules::missing_field::is_known;

pub(crate) static RULE: Rule = Rule {
    name: "malformed-turn",
    summary: "a turn does not say who speaks or what is said",
    page: include_str!("../../rules/malformed-turn.md"),
    group: Group::Structure,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachExample(check),
};

const BECAUSE: &str = "the reader looks for both in every turn and fails without them";

/// The pair of keys a turn has most of; the first where it has none.
pub(super) fn keys_of(
    turn: Value<'_>,
    pairs: &'static [(&'static str, &'static str)],
) -> Option<(&'static str, &'static str)> {
    let shared = |(who, what): &(&str, &str)| {
        usize::from(turn.get(who).is_some()) + usize::from(turn.get(what).is_some())
    };
    // Why: of equals the last is found, and the first pair is the one to suggest.
    pairs.iter().rev().copied().max_by_key(shared)
}

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    if !is_known(conversation.root, report) {
        return;
    }
    let pairs = report.profile.limits.turn_keys;
    if pairs.is_empty() || !matches!(conversation.shape, Shape::Turns | Shape::Contents) {
        return;
    }
    if let Some(list) = conversation.list.filter(|list| list.is_empty()) {
        report
            .error_at(list.place(), "the list of turns is empty")
            .because("there is nothing to learn from this record")
            .help("add the turns, or remove the record");
    }
    for message in &conversation.messages {
        let turn = message.value;
        let Some((who, what)) = keys_of(turn, pairs) else {
            continue;
        };
        if !message.is_object() {
            let noun = turn.kind().noun();
            report
                .error_at(turn.place(), format!("this turn is {noun}, not an object"))
                .because(BECAUSE)
                .help(format!(r#"write it as `{{"{who}":…,"{what}":…}}`"#));
            continue;
        }
        check_member(turn, who, true, report);
        // Why: what parts hold has a rule of its own.
        check_member(turn, what, what == "value", report);
    }
}

fn check_member(turn: Value<'_>, key: &str, text: bool, report: &mut Report<'_>) {
    let (place, message) = match turn.get_some(key) {
        Some(value) if !text || value.kind() == Kind::String => return,
        Some(value) => {
            let noun = value.kind().noun();
            (
                value.place(),
                format!("`{key}` of this turn is {noun}, not a string"),
            )
        }
        None => (turn.place(), format!("this turn has no `{key}`")),
    };
    report
        .error_at(place, message)
        .because(BECAUSE)
        .help(format!("add `{key}`"));
}
