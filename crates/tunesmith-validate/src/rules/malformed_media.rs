//! An image or video kept in S3 says its format and where it is, in the way the provider reads.

use tunesmith_core::Severity;

use crate::conversation::{Conversation, Message};
use crate::json::{Kind, Value};
use crate::profile::StoredMediaLimits;
use crate::quote::quote;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "malformed-media",
    summary: "an image or video lacks its format or its place, or they are not taken",
    page: include_str!("../../rules/malformed-media.md"),
    group: Group::Content,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachExample(check),
};

/// The parts of a message that are images or videos: their key and what stands under it, if that is an object.
pub(super) fn media<'a>(
    message: &Message<'a>,
) -> impl Iterator<Item = (&'static str, Value<'a>)> + use<'a> {
    let parts = message
        .content
        .filter(|content| content.kind() == Kind::Array);
    let parts = parts.into_iter().flat_map(Value::children);
    parts.flat_map(|part| {
        ["image", "video"].into_iter().filter_map(move |key| {
            let value = part.get(key)?;
            (value.kind() == Kind::Object).then_some((key, value))
        })
    })
}

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let Some(limits) = report.profile.limits.stored_media else {
        return;
    };
    for message in &conversation.messages {
        for (key, value) in media(message) {
            check_format(key, value, &limits, report);
            check_place(key, value, &limits, report);
        }
    }
}

fn check_format(key: &str, value: Value<'_>, limits: &StoredMediaLimits, report: &mut Report<'_>) {
    let known = match key {
        "image" => limits.image_formats,
        _ => limits.video_formats,
    };
    let help = || format!("formats are `{}`", known.join("`, `"));
    let Some((format, text)) = value.get("format").and_then(|it| Some((it, it.text()?))) else {
        report
            .error_at(
                value.place(),
                format!("this {key} has no `format` that is a string"),
            )
            .because("the provider reads the file by its format")
            .help(help());
        return;
    };
    if !known.iter().any(|known| text.eq_ignore_ascii_case(known)) {
        report
            .error_at(
                format.place(),
                format!("{} is not a format of {key}s", quote(&text)),
            )
            .because("the provider refuses the record")
            .help(help());
    }
}

fn check_place(key: &str, value: Value<'_>, limits: &StoredMediaLimits, report: &mut Report<'_>) {
    let place = value
        .get("source")
        .and_then(|source| source.get("s3Location"));
    let uri = place.and_then(|place| place.get("uri"));
    let Some((uri, text)) = uri.and_then(|uri| Some((uri, uri.text()?))) else {
        report
            .error_at(value.place(), format!("this {key} has no place in S3"))
            .because("training data names the files, it does not hold them")
            .help(r#"write `"source":{"s3Location":{"uri":"s3://bucket/file"}}`"#);
        return;
    };
    let plain = |letter: char| letter.is_alphanumeric() || "_-/.".contains(letter);
    let message = match text.strip_prefix("s3://") {
        None => "the address does not begin with `s3://`",
        Some("") => "the address names no file",
        Some(path) if limits.plain_paths && !path.chars().all(plain) => {
            "the address has a character that is not taken"
        }
        Some(_) => return,
    };
    report
        .error_at(uri.place(), message)
        .because("the provider refuses the record")
        .help("write `s3://`, the bucket and the path, of letters, digits, `_`, `-`, `/` and `.`");
}
