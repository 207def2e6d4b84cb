//! A message has only the keys the provider knows, and so have the parts of its content. `weight` of the wrong kind and the like have rules of their own.

use crate::conversation::Conversation;
use crate::json::{Kind, Value};
use crate::quote::quote;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use crate::settings::nearest;
use tunesmith_core::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "unknown-message-key",
    summary: "a message has a key the provider does not know",
    page: include_str!("../../rules/unknown-message-key.md"),
    group: Group::Structure,
    severity: Severity::Warning,
    since: "0.2.0",
    check: Check::EachChat(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let strict = report.profile.limits.strict_parts;
    let known = report.profile.limits.message_keys;
    if known.is_empty() {
        return;
    }
    for message in conversation
        .all_messages()
        .filter(|message| message.is_object())
    {
        for (before, member) in message.value.children_and_before() {
            let key = member.key();
            if known.contains(&&*key) || message.role.is_none() {
                continue;
            }
            let help = match nearest(&key, known.iter().copied()) {
                Some(near) => format!("remove it, or rename it to `{near}` if that is meant"),
                None => format!("remove it; known keys are `{}`", known.join("`, `")),
            };
            report
                .error_at(
                    member.key_place(),
                    format!("{} is not a key of a message", quote(&key)),
                )
                .because(
                    "the provider ignores it or refuses the file; either way it is not trained",
                )
                .help(help)
                .unsafe_fix(
                    "remove the key",
                    vec![(member.removal(before), String::new())],
                );
        }
        // Where such a key is refused, `malformed-content` speaks.
        let content = message.value.get("content").filter(|_| !strict);
        let parts = content.filter(|content| content.kind() == Kind::Array);
        for part in parts.into_iter().flat_map(Value::children) {
            check_part(part, report);
        }
    }
}

/// A part has its type and, under a key of this name, what it holds. Parts of other types are the business of `malformed-content`.
fn check_part(part: Value<'_>, report: &mut Report<'_>) {
    let Some(kind) = part.get("type").and_then(Value::text) else {
        return;
    };
    if !matches!(&*kind, "text" | "refusal" | "image_url") || part.get(&kind).is_none() {
        return;
    }
    for (before, member) in part.children_and_before() {
        let key = member.key();
        if key == "type" || key == kind {
            continue;
        }
        report
            .warning_at(
                member.key_place(),
                format!("{} is not a key of a part of type `{kind}`", quote(&key)),
            )
            .because("the provider ignores it or refuses the file; either way it is not trained")
            .help(format!("remove it; such a part has `type` and `{kind}`"))
            .unsafe_fix(
                "remove the key",
                vec![(member.removal(before), String::new())],
            );
    }
}
