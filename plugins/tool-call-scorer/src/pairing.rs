//! Calls and their results: every call answered once, before anyone else speaks, every result asked for.

use std::collections::{BTreeMap, BTreeSet};
use tunesmith_plugin_sdk::Finding;

use crate::conversation::Turn;
use crate::finding::finding;

/// Checks the whole conversation, untrained messages too: what is wrong before the answer is learned from as well.
pub(crate) fn check(turns: &[Turn], found: &mut Vec<Finding>) {
    let mut used: BTreeSet<&str> = BTreeSet::new();
    let mut open: BTreeMap<&str, &str> = BTreeMap::new();
    let mut open_unnamed = 0_usize;
    for (index, turn) in turns.iter().enumerate() {
        let place = index + 1;
        match turn.role.as_str() {
            "tool" => match &turn.answers {
                None => found.push(finding(
                    "orphan-result",
                    format!("message {place} is a tool's result without `tool_call_id`"),
                )),
                Some(id) if open.remove(id.as_str()).is_some() => {}
                Some(id) => {
                    let why = if used.contains(id.as_str()) {
                        "which is answered already"
                    } else {
                        "which nobody made"
                    };
                    found.push(finding(
                        "orphan-result",
                        format!("message {place} answers the call `{id}`, {why}"),
                    ));
                }
            },
            "function" if open_unnamed == 0 => {
                found.push(finding(
                    "orphan-result",
                    format!("message {place} is a function's result nobody asked for"),
                ));
            }
            "function" => open_unnamed -= 1,
            _ => {
                unanswered(&mut open, &mut open_unnamed, place, found);
                for call in &turn.calls {
                    match call.id.as_deref() {
                        None => open_unnamed += 1,
                        Some("") => found.push(finding(
                            "duplicate-call-id",
                            format!("message {place}: the call of `{}` has no id", call.name),
                        )),
                        Some(id) => {
                            if !used.insert(id) {
                                found.push(finding(
                                    "duplicate-call-id",
                                    format!("message {place}: the id `{id}` was used before"),
                                ));
                            }
                            open.insert(id, &call.name);
                        }
                    }
                }
            }
        }
    }
    // Why: a conversation may end with its calls; that is how calling is trained. If some were answered, the rest is missing.
    let ends_with_calls = turns.last().is_some_and(|turn| !turn.calls.is_empty());
    if !ends_with_calls {
        unanswered(&mut open, &mut open_unnamed, turns.len() + 1, found);
    }
}

fn unanswered(
    open: &mut BTreeMap<&str, &str>,
    unnamed: &mut usize,
    place: usize,
    found: &mut Vec<Finding>,
) {
    for (id, name) in std::mem::take(open) {
        found.push(finding(
            "unanswered-call",
            format!("the call `{id}` of `{name}` has no result before message {place}"),
        ));
    }
    if std::mem::take(unnamed) > 0 {
        found.push(finding(
            "unanswered-call",
            format!("a function call has no result before message {place}"),
        ));
    }
}
