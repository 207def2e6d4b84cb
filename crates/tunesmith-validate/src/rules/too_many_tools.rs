//! A record declares at most as many tools as the provider takes.

use crate::conversation::Conversation;
use crate::json::Kind;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use tunesmith_core::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "too-many-tools",
    summary: "the record declares more tools than the provider takes",
    page: include_str!("../../rules/too-many-tools.md"),
    group: Group::Tools,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachChat(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let Some(most) = report.profile.limits.max_tools else {
        return;
    };
    let functions = conversation.root.get_some("functions");
    for list in conversation.tools.into_iter().chain(functions) {
        let count = list.children().count() as u64;
        if list.kind() == Kind::Array && count > most {
            report
                .error_at(
                    list.key_place(),
                    format!("the record declares {count} tools; at most {most} are taken"),
                )
                .because("the provider limits how many tools a request may offer")
                .help("keep the tools that the conversation needs");
        }
    }
}
