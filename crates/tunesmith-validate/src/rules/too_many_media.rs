//! A record has at most as many images and videos as the provider takes.

use tunesmith_core::Severity;

use crate::conversation::Conversation;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use crate::rules::malformed_media::media;

pub(crate) static RULE: Rule = Rule {
    name: "too-many-media",
    summary: "a record has more images or videos than the provider takes",
    page: include_str!("../../rules/too-many-media.md"),
    group: Group::Content,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachExample(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let Some(limits) = report.profile.limits.stored_media else {
        return;
    };
    for (wanted, most) in [
        ("image", limits.max_images),
        ("video", Some(limits.max_videos)),
    ] {
        let Some(most) = most.and_then(|most| usize::try_from(most).ok()) else {
            continue;
        };
        let all = || {
            let all = conversation.messages.iter().flat_map(media);
            all.filter(move |(key, _)| *key == wanted)
        };
        let Some((_, first)) = all().nth(most) else {
            continue;
        };
        let count = all().count();
        let in_one = conversation
            .messages
            .iter()
            .any(|message| media(message).filter(|(key, _)| *key == wanted).count() > most);
        let message = format!("the record has {count} {wanted}s; at most {most} are taken");
        // Why: the provider's own script counts the images of one message, its documents those of a record.
        let draft = if in_one || wanted == "video" {
            report.error_at(first.place(), message)
        } else {
            report.warning_at(first.place(), message)
        };
        draft
            .because("the provider limits the media of one example")
            .help("remove some, or split the record");
    }
}
