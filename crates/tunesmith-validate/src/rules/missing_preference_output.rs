//! A preference record has a preferred and a non-preferred ending. Keys of an older name count: they are the business of `renamed-
//! preference-key`.

use crate::conversation::{Conversation, Shape};
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use tunesmith_core::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "missing-preference-output",
    summary: "a preference record lacks one of its two endings",
    page: include_str!("../../rules/missing-preference-output.md"),
    group: Group::Structure,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachExample(check),
};

const ENDINGS: [[&str; 2]; 2] = [
    ["preferred_output", "preferred_completion"],
    ["non_preferred_output", "non_preferred_completion"],
];

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let root = conversation.root;
    if conversation.shape != Shape::Preference || root.get("input").is_none() {
        return;
    }
    for keys in ENDINGS {
        if keys.iter().all(|key| root.get(key).is_none()) {
            let key = keys[0];
            report
                .error_at(root.place(), format!("`{key}` is missing"))
                .because("preference training compares two endings of the same conversation")
                .help(format!(
                    r#"add it: `"{key}":[{{"role":"assistant","content":"…"}}]`"#
                ));
        }
    }
}
