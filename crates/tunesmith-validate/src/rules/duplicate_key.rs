//! No object has the same key twice. Keys are compared as they are meant, escapes resolved.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use tunesmith_core::Severity;

use crate::json::{Kind, Value};
use crate::quote::quote;
use crate::record::Record;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "duplicate-key",
    summary: "an object has the same key twice",
    page: include_str!("../../rules/duplicate-key.md"),
    group: Group::Syntax,
    severity: Severity::Warning,
    since: "0.2.0",
    check: Check::EachRecord(check),
};

/// Objects with fewer members are compared pair by pair.
const FEW: usize = 16;

/// Most findings in one record.
const MOST: usize = 100;

fn check(record: &Record<'_>, report: &mut Report<'_>) {
    if !record.is_complete() {
        return;
    }
    let mut found = 0;
    let objects = record.values().filter(|value| value.kind() == Kind::Object);
    for object in objects {
        let few = object.children().nth(FEW).is_none();
        let repeats = if few {
            by_pairs(object)
        } else {
            by_set(object)
        };
        for (first, second) in repeats {
            if found == MOST {
                return;
            }
            found += 1;
            tell(first, second, report);
        }
    }
}

fn by_pairs(object: Value<'_>) -> Vec<(Value<'_>, Value<'_>)> {
    let mut repeats = Vec::new();
    for (index, member) in object.children().enumerate() {
        let key = member.key();
        let mut same = object
            .children()
            .take(index)
            .filter(|other| other.key() == key);
        if let (Some(first), None) = (same.next(), same.next()) {
            repeats.push((first, member));
        }
    }
    repeats
}

fn by_set(object: Value<'_>) -> Vec<(Value<'_>, Value<'_>)> {
    let mut repeats = Vec::new();
    let mut seen = HashMap::new();
    for member in object.children() {
        match seen.entry(member.key()) {
            Entry::Vacant(entry) => {
                entry.insert((member, false));
            }
            Entry::Occupied(mut entry) => {
                let (first, told) = *entry.get();
                if !told {
                    repeats.push((first, member));
                    entry.insert((first, true));
                }
            }
        }
    }
    repeats
}

fn tell(first: Value<'_>, second: Value<'_>, report: &mut Report<'_>) {
    let key = first.key();
    let draft = report
        .warning_at(second.key_place(), format!("the key {} is here twice", quote(&key)))
        .because("most readers keep the last value and drop the other without a word; some keep the first")
        .help("keep the one that is meant")
        .related(first.key_place(), "first here");
    let Some(next) = first.next_sibling() else {
        return;
    };
    let edits = vec![(
        first.key_place().bytes.start..next.key_place().bytes.start,
        String::new(),
    )];
    if first.raw() == second.raw() {
        draft.safe_fix("remove the first one, which says the same", edits);
    } else {
        draft.unsafe_fix("remove the first one, as most readers do", edits);
    }
}
