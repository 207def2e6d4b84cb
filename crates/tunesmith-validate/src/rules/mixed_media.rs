//! A record has images or a video, not both.

use tunesmith_core::Severity;

use crate::conversation::Conversation;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use crate::rules::malformed_media::media;

pub(crate) static RULE: Rule = Rule {
    name: "mixed-media",
    summary: "a record has both images and a video",
    page: include_str!("../../rules/mixed-media.md"),
    group: Group::Content,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachExample(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let first = |wanted: &str| {
        let mut all = conversation.messages.iter().flat_map(media);
        all.find(|(key, _)| *key == wanted).map(|(_, value)| value)
    };
    let (Some(image), Some(video)) = (first("image"), first("video")) else {
        return;
    };
    report
        .error_at(video.place(), "the record has images and a video")
        .because("a dataset has text with images or text with videos, never both")
        .help("split the record, and the dataset")
        .related(image.place(), "an image is here");
}
