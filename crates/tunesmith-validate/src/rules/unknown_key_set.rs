//! A record has one of the sets of keys the trainer reads. One that lacks some keys of a set is the business of `missing-field`.

use tunesmith_core::Severity;

use crate::conversation::Conversation;
use crate::quote::quote;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use crate::rules::missing_field::{has, nearest_set};
use crate::settings::nearest;

pub(crate) static RULE: Rule = Rule {
    name: "unknown-key-set",
    summary: "the keys of the record are none of the sets the trainer reads",
    page: include_str!("../../rules/unknown-key-set.md"),
    group: Group::Structure,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachExample(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let root = conversation.root;
    let profile = report.profile;
    let sets = profile.limits.key_sets;
    let Some(set) = nearest_set(root, sets) else {
        let keys: Vec<_> = root.children().map(|member| member.key()).collect();
        let wanted = || sets.iter().flat_map(|set| set.iter().copied());
        let near = wanted().find_map(|want| {
            let known = keys.iter().map(|key| &**key);
            nearest(want, known).map(|key| (key.to_owned(), want))
        });
        let help = match near {
            _ if conversation.format.is_some() => format!(
                "convert the file: `tunesmith convert --to {}`",
                profile.formats[0]
            ),
            Some((key, want)) => format!("rename {} to `{want}`", quote(&key)),
            None => format!("a record has {}", list(sets)),
        };
        report
            .error_at(
                root.place(),
                "no key of the record is one the trainer reads",
            )
            .because("the trainer finds out what a record is for by its keys")
            .help(help);
        return;
    };
    if !set.iter().all(|key| has(root, key)) {
        return;
    }
    for member in root.children().filter(|member| !member.is_null()) {
        let key = member.key();
        let exclusive = profile.limits.exclusive_keys.contains(&&*key);
        if !exclusive || set.contains(&&*key) {
            continue;
        }
        report
            .warning_at(
                member.key_place(),
                format!("`{key}` does not go together with `{}`", set.join("`, `")),
            )
            .because("applying a chat template fails with `Invalid keys in the example: …`")
            .help(format!("remove `{key}`, or rename it"));
    }
}

fn list(sets: &[&[&str]]) -> String {
    let sets: Vec<_> = sets
        .iter()
        .map(|set| format!("`{}`", set.join("` and `")))
        .collect();
    sets.join(", or ")
}
