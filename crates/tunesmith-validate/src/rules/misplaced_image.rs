//! Images stand where the provider takes them: in user messages, and in no others.

use crate::conversation::{Conversation, Shape};
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use tunesmith_core::{Role, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "misplaced-image",
    summary: "an image stands in a message that may not have one",
    page: include_str!("../../rules/misplaced-image.md"),
    group: Group::Content,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachChat(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let limits = report.profile.limits.images;
    let preference = conversation.shape == Shape::Preference;
    for message in conversation.all_messages() {
        let Some(role) = &message.role else { continue };
        for (part, _) in message.images() {
            let (what, help) = match limits {
                None => (
                    "the provider takes no images".to_owned(),
                    "remove the image, or the record",
                ),
                Some(_) if *role != Role::User => (
                    format!("a message of role `{}` has an image", role.name()),
                    "only user messages carry images",
                ),
                Some(limits) if preference && !limits.preference => (
                    "a preference record has an image".to_owned(),
                    "preference training takes text only",
                ),
                Some(_) => break,
            };
            report
                .error_at(part.place(), what)
                .because("the provider refuses the record or leaves the image out")
                .help(help);
        }
    }
}
