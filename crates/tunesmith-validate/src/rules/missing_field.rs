//! A record has all the keys its shape needs. One of no known shape is the business of `unknown-key-set`.

use tunesmith_core::Severity;

use crate::conversation::Conversation;
use crate::json::Value;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "missing-field",
    summary: "the record lacks a key its shape needs",
    page: include_str!("../../rules/missing-field.md"),
    group: Group::Structure,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachExample(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let root = conversation.root;
    let Some(set) = nearest_set(root, report.profile.limits.key_sets) else {
        return;
    };
    let present: Vec<_> = set.iter().copied().filter(|key| has(root, key)).collect();
    for key in set.iter().filter(|key| !present.contains(key)) {
        let null = root.get(key);
        let place = null.map_or_else(|| root.place(), Value::place);
        let what = if null.is_some() {
            format!("`{key}` is null")
        } else {
            format!("`{key}` is missing")
        };
        report
            .error_at(place, what)
            .because(format!(
                "a record with `{}` is read together with its `{key}`",
                present.join("`, `")
            ))
            .help(format!("add `{key}`, or remove the record"));
    }
}

/// The set that shares most keys with the record and then lacks fewest; nothing if none shares a key.
pub(super) fn nearest_set(
    root: Value<'_>,
    sets: &'static [&'static [&'static str]],
) -> Option<&'static [&'static str]> {
    let mut best: Option<(usize, usize, &'static [&'static str])> = None;
    for set in sets {
        let shared = set.iter().filter(|key| has(root, key)).count();
        let lacking = set.len() - shared;
        let better =
            best.is_none_or(|(most, least, _)| shared > most || shared == most && lacking < least);
        if shared > 0 && better {
            best = Some((shared, lacking, set));
        }
    }
    best.map(|(_, _, set)| set)
}

/// Whether the record has a key the profile's records have: else only `unknown-key-set` speaks.
pub(super) fn is_known(root: Value<'_>, report: &Report<'_>) -> bool {
    let mut keys = report.profile.limits.key_sets.iter().copied().flatten();
    keys.any(|key| has(root, key))
}

/// `null` counts as absent: so do readers that put records into tables.
pub(super) fn has(root: Value<'_>, key: &str) -> bool {
    root.get_some(key).is_some()
}
