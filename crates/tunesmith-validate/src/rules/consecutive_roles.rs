//! Where the provider wants turns to alternate, no role speaks twice in a row. Silent beside a message whose role is unknown.

use tunesmith_core::Severity;

use crate::conversation::Conversation;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

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
    let alternating = report.profile.limits.alternating;
    if conversation.list.is_none() {
        return;
    }
    for pair in conversation.messages.windows(2) {
        let [before, message] = pair else { continue };
        let Some(role) = &message.role else { continue };
        if before.role.as_ref() != Some(role) || !alternating.contains(&role.name()) {
            continue;
        }
        report
            .error_at(
                message.value.place(),
                format!("two messages of role `{}` follow each other", role.name()),
            )
            .because("the provider wants the roles to take turns")
            .help("join the two messages into one")
            .related(before.value.place(), "the one before is here");
    }
}
