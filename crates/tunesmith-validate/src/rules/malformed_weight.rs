//! `weight` is the integer 0 or 1 and stands on messages that may have one. The endings of a preference record have none.

use tunesmith_core::{Role, Severity};

use crate::conversation::Conversation;
use crate::quote::quote;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "malformed-weight",
    summary: "a weight is not 0 or 1, or not on an assistant message",
    page: include_str!("../../rules/malformed-weight.md"),
    group: Group::Structure,
    severity: Severity::Error,
    since: "0.1.0",
    check: Check::EachChat(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    for message in &conversation.messages {
        let (Some(role), Some(weight)) = (&message.role, message.value.get("weight")) else {
            continue;
        };
        let allowed = report.profile.limits.weight_roles;
        let unread = !allowed.is_empty() && !allowed.contains(&role.name());
        if unread {
            report
                .error_at(
                    weight.key_place(),
                    format!("a `{}` message has no weight", role.name()),
                )
                .because("only assistant messages are trained, so only they are weighted")
                .help("remove `weight` here");
        } else if weight.raw() == b"1" && *role == Role::User && message.images().next().is_some() {
            report
                .error_at(weight.place(), "a message with an image has weight 1")
                .because("the provider wants weight 0 on messages with images")
                .help("write `0`, or remove `weight`");
        } else if !matches!(weight.raw(), b"0" | b"1") {
            let found = quote(&String::from_utf8_lossy(weight.raw()));
            report
                .error_at(weight.place(), format!("{found} is not a weight"))
                .because("a weight is the integer 0 (not trained) or 1 (trained); booleans, fractions and strings are refused")
                .help("write `0` or `1`");
        }
    }
    for message in conversation
        .endings
        .iter()
        .flat_map(|ending| &ending.messages)
    {
        let mut members = message.value.children_and_before();
        let Some((before, weight)) = members.find(|(_, member)| member.key() == "weight") else {
            continue;
        };
        report
            .warning_at(
                weight.key_place(),
                "an ending of a preference record has no weight",
            )
            .because("the two endings are compared; no provider is known to read a weight here")
            .help("remove `weight`")
            .unsafe_fix(
                "remove `weight`",
                vec![(weight.removal(before), String::new())],
            );
    }
}
