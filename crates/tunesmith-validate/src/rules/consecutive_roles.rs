//! Where the provider wants turns to alternate, no role speaks twice in a row. Silent beside a message whose role is unknown.

use crate::conversation::Conversation;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use tunesmith_core::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "consecutive-roles",
    summary: "the same role speaks twice in a row",
    page: include_str!("../../rules/consecutive-roles.md"),
    group: Group::Roles,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachExample(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    if conversation.list.is_none() {
        return;
    }
    let alternating = report.profile.limits.alternating;
    for pair in conversation.messages.windows(2) {
        let [before, message] = pair else { continue };
        let Some(role) = &message.role else { continue };
        if before.role.as_ref() != Some(role) || !alternating.contains(&role.name()) {
            continue;
        }
        let because = if report.profile.name == "azure" {
            "one user blames it for a job that was refused with `contains invalid schema`"
        } else {
            "the provider wants the roles to take turns"
        };
        report
            .error_at(
                message.value.place(),
                format!("two messages of role `{}` follow each other", role.name()),
            )
            .because(because)
            .help("join the two messages into one")
            .related(before.value.place(), "the one before is here");
    }
}
