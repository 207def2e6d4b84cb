//! Reinforcement takes instructions as a developer message, not as a system message.

use crate::conversation::Conversation;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use tunesmith_core::{Role, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "reinforcement-system-message",
    summary: "a record for reinforcement has a system message",
    page: include_str!("../../rules/reinforcement-system-message.md"),
    group: Group::Roles,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachChat(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    if !conversation.is_reinforcement() {
        return;
    }
    let because = if report.profile.name == "azure" {
        "the job fails with `System messages are not supported in 'reinforcement' examples`"
    } else {
        "the schema for reinforcement has `developer` in its place"
    };
    for message in conversation
        .messages
        .iter()
        .filter(|message| message.is(&Role::System))
    {
        let Some(role) = message.value.get("role") else {
            continue;
        };
        let bytes = role.place().bytes;
        report
            .error_at(
                role.place(),
                "a record for reinforcement has a system message",
            )
            .because(because)
            .help("write `developer`")
            .safe_fix(
                "write `developer`",
                vec![(bytes, "\"developer\"".to_owned())],
            );
    }
}
