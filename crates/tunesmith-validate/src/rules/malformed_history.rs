//! A history is a list of pairs: what was asked and what was answered.

use tunesmith_core::Severity;

use crate::conversation::{Conversation, Shape};
use crate::json::{Kind, Value};
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "malformed-history",
    summary: "an item of the history is not a pair of texts",
    page: include_str!("../../rules/malformed-history.md"),
    group: Group::Structure,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachExample(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let history = conversation.root.get("history");
    let Some(history) = history.filter(|history| history.kind() == Kind::Array) else {
        return;
    };
    if !matches!(conversation.shape, Shape::Fields | Shape::Preference) {
        return;
    }
    let text = |value: Value<'_>| value.kind() == Kind::String;
    for item in history.children() {
        let pair = item.kind() == Kind::Array && item.children().count() == 2;
        if pair && item.children().all(text) {
            continue;
        }
        report
            .error_at(
                item.place(),
                "this item of the history is not a pair of strings",
            )
            .because(
                "the reader takes a question and an answer from every item and fails otherwise",
            )
            .help(r#"write `["question","answer"]`"#);
    }
}
