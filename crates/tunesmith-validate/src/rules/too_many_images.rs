//! A record has at most as many images as the provider takes.

use crate::conversation::{Conversation, Message};
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use tunesmith_core::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "too-many-images",
    summary: "the record has more images than the provider takes",
    page: include_str!("../../rules/too-many-images.md"),
    group: Group::Content,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachChat(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let Some(limits) = report.profile.limits.images else {
        return;
    };
    let images = || conversation.messages.iter().flat_map(Message::images);
    let most = usize::try_from(limits.max_images).unwrap_or(usize::MAX);
    let Some((first, _)) = images().nth(most) else {
        return;
    };
    let count = images().count();
    report
        .error_at(
            first.place(),
            format!("the record has {count} images; at most {most} are taken"),
        )
        .because("the provider limits the images of one example")
        .help("remove images, or split the record");
}
