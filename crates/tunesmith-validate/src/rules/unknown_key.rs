//! A record has only the keys the provider knows. Silent where `messages` is missing: that record is of another format.

use tunesmith_core::Severity;

use crate::conversation::Conversation;
use crate::quote::quote;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use crate::settings::nearest;

pub(crate) static RULE: Rule = Rule {
    name: "unknown-key",
    summary: "the record has a key the provider does not know",
    page: include_str!("../../rules/unknown-key.md"),
    group: Group::Structure,
    severity: Severity::Error,
    since: "0.1.0",
    check: Check::EachChat(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    if conversation.list.is_none() {
        return;
    }
    let known = report.profile.limits.record_keys;
    for member in conversation.root.children() {
        let key = member.key();
        if known.contains(&&*key) {
            continue;
        }
        let help = match nearest(&key, known.iter().copied()) {
            Some(near) => format!("remove it, or rename it to `{near}` if that is meant"),
            None => format!("remove it; known keys are `{}`", known.join("`, `")),
        };
        report
            .error_at(
                member.key_place(),
                format!("{} is not a key of a record", quote(&key)),
            )
            .because(format!(
                "the job fails with `Invalid file format. Example 1 contains an extra \"{}\"`",
                quote(&key).trim_matches('`')
            ))
            .help(help);
    }
}
