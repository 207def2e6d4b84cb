//! A record, and the input of a preference record, have only the keys the provider knows. Silent where there are no messages or the format is another one, and in records for
//! reinforcement, whose other keys are for graders.

use tunesmith_core::Severity;

use crate::conversation::{Conversation, Shape};
use crate::json::Kind;
use crate::profile::Profile;
use crate::quote::quote;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use crate::rules::missing_field::is_known;
use crate::settings::nearest;

pub(crate) static RULE: Rule = Rule {
    name: "unknown-key",
    summary: "the record has a key the provider does not know",
    page: include_str!("../../rules/unknown-key.md"),
    group: Group::Structure,
    severity: Severity::Error,
    since: "0.1.0",
    check: Check::EachExample(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    check_input(conversation, report);
    let known = known_keys(conversation, report.profile);
    if known.is_empty() {
        return;
    }
    let mut elsewhere = None;
    for (before, member) in conversation.root.children_and_before() {
        let key = member.key();
        if known.contains(&&*key) || is_older_name(&key, conversation.shape) {
            continue;
        }
        // Why: there the other keys are for graders; and a record of a foreign format has one defect, not one for each key.
        let other = || {
            conversation.is_reinforcement() && report.profile.takes("openai-reinforcement")
                || !report.profile.takes(conversation.likely_format())
                    && !is_known(conversation.root, report)
        };
        if *elsewhere.get_or_insert_with(other) {
            return;
        }
        let help = match nearest(&key, known.iter().copied()) {
            Some(near) => format!("remove it, or rename it to `{near}` if that is meant"),
            None => format!("remove it; known keys are `{}`", known.join("`, `")),
        };
        let because = if report.profile.speaks_openai() {
            format!(
                "the job fails with `Invalid file format. Example 1 contains an extra \"{}\"`",
                quote(&key).trim_matches('`')
            )
        } else {
            "the provider knows other keys only: it refuses the file, or never reads this one"
                .to_owned()
        };
        report
            .error_at(
                member.key_place(),
                format!("{} is not a key of a record", quote(&key)),
            )
            .because(because)
            .help(help)
            .unsafe_fix(
                "remove the key",
                vec![(member.removal(before), String::new())],
            );
    }
}

/// What stands beside the messages of a preference record. Nobody is known to refuse it.
fn check_input(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let known = report.profile.limits.input_keys;
    let input = conversation.root.get("input");
    let preference = conversation.shape == Shape::Preference && !known.is_empty();
    let Some(input) = input.filter(|input| preference && input.kind() == Kind::Object) else {
        return;
    };
    for (before, member) in input.children_and_before() {
        let key = member.key();
        if known.contains(&&*key) {
            continue;
        }
        report
            .warning_at(
                member.key_place(),
                format!("{} is not a key of `input`", quote(&key)),
            )
            .because("the provider never reads it here, or refuses the file")
            .help(format!(
                "remove it; known keys are `{}`",
                known.join("`, `")
            ))
            .unsafe_fix(
                "remove the key",
                vec![(member.removal(before), String::new())],
            );
    }
}

/// The keys a record of this shape may have; empty where that is not known.
fn known_keys(conversation: &Conversation<'_>, profile: &Profile) -> &'static [&'static str] {
    let limits = &profile.limits;
    match conversation.shape {
        Shape::Chat if conversation.is_chat() => limits.record_keys,
        Shape::Preference if conversation.is_chat() => limits.preference_keys,
        Shape::Fields if !limits.record_keys.is_empty() => match conversation.likely_format() {
            "prompt-completion" => &["prompt", "completion"],
            "text" => &["text"],
            _ => &[],
        },
        _ => &[],
    }
}

/// Names that have a rule of their own.
fn is_older_name(key: &str, shape: Shape) -> bool {
    shape == Shape::Preference && matches!(key, "preferred_completion" | "non_preferred_completion")
}
