//! The endings of a preference record stand under `preferred_output` and `non_preferred_output`; a schema once called them otherwise.

use crate::conversation::{Conversation, Shape};
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use tunesmith_core::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "renamed-preference-key",
    summary: "an ending of a preference record stands under a name that is not used",
    page: include_str!("../../rules/renamed-preference-key.md"),
    group: Group::Structure,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachExample(check),
};

const NAMES: [(&str, &str); 2] = [
    ("preferred_completion", "preferred_output"),
    ("non_preferred_completion", "non_preferred_output"),
];

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let root = conversation.root;
    if conversation.shape != Shape::Preference || root.get("input").is_none() {
        return;
    }
    for (old, new) in NAMES {
        let Some(value) = root.get(old) else { continue };
        let place = value.key_place();
        let bytes = place.bytes.clone();
        let draft = report
            .error_at(place, format!("`{old}` is called `{new}`"))
            .because("one schema of OpenAI has this name; its guide and the other providers have the other");
        if root.get(new).is_none() {
            draft.help(format!("rename it to `{new}`")).safe_fix(
                format!("rename it to `{new}`"),
                vec![(bytes, format!("\"{new}\""))],
            );
        } else {
            draft.help(format!("keep `{new}` and remove this"));
        }
    }
}
