//! There are as many media as places for them: `<image>` in the texts, or parts of type `image` in conversations of parts.

use tunesmith_core::{Role, Severity};

use crate::conversation::{Conversation, Message};
use crate::json::{Kind, Value};
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "inconsistent-media-count",
    summary: "there are more or fewer media than places for them",
    page: include_str!("../../rules/inconsistent-media-count.md"),
    group: Group::Content,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachExample(check),
};

const BECAUSE: &str =
    "the trainer puts the media into these places one by one and fails when one is left";

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    if report.profile.name == "trl" {
        check_parts(conversation, report);
        return;
    }
    for (key, mark) in [
        ("images", "<image>"),
        ("videos", "<video>"),
        ("audios", "<audio>"),
    ] {
        let value = conversation.root.get_some(key);
        let given = match value.map(|value| (value, value.kind())) {
            Some((value, Kind::Array)) => value.children().count(),
            // Why: what is no list has a rule of its own.
            Some(_) => continue,
            None => 0,
        };
        let marks = texts(conversation)
            .map(|text| count(text, mark))
            .sum::<usize>();
        if given == marks {
            continue;
        }
        match value {
            Some(list) => {
                let message = format!("`{key}` has {given}, the texts have {marks} `{mark}`");
                report
                    .error_at(list.place(), message)
                    .because(BECAUSE)
                    .help(format!("write `{mark}` where each of them belongs"));
            }
            None => {
                let message = format!("the texts have {marks} `{mark}`, but there are no `{key}`");
                report
                    .warning_at(conversation.root.place(), message)
                    .because(BECAUSE)
                    .help(format!("add `{key}`, or take `{mark}` out of the texts"));
            }
        }
    }
}

/// The strings in which a mark counts: those of the messages, and of a history beside them.
fn texts<'a>(conversation: &Conversation<'a>) -> impl Iterator<Item = Value<'a>> {
    let spoken = conversation
        .messages
        .iter()
        .filter_map(|message| message.content);
    let history = conversation.root.get("history").into_iter();
    let history = history.flat_map(Value::children).flat_map(Value::children);
    spoken.chain(history)
}

fn count(value: Value<'_>, mark: &str) -> usize {
    // Why: the mark has no letter that is ever escaped without need, so the bytes tell it without decoding.
    let text = value.raw();
    if value.kind() == Kind::String {
        memchr::memmem::find_iter(text, mark.as_bytes()).count()
    } else {
        0
    }
}

fn check_parts(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let images = conversation.root.get_some("images");
    let Some(list) = images.filter(|images| images.kind() == Kind::Array) else {
        return;
    };
    let given = list.children().count();
    let user = |message: &&Message<'_>| message.role == Some(Role::User);
    let text = |value: &Value<'_>| value.kind() == Kind::String;
    // Why: the first question that is a string is given all images.
    let plain = conversation
        .messages
        .iter()
        .filter(user)
        .any(|message| message.content.as_ref().is_some_and(text));
    if conversation.list.is_none() || plain {
        return;
    }
    let parts = conversation
        .messages
        .iter()
        .filter_map(|message| message.content);
    let parts = parts
        .filter(|content| content.kind() == Kind::Array)
        .flat_map(Value::children);
    let empty = |part: &Value<'_>| {
        let image = part.get("type").and_then(Value::text).as_deref() == Some("image");
        image && part.get("image").is_none()
    };
    let places = parts.filter(empty).count();
    if places != given {
        report
            .error_at(
                list.place(),
                format!("`images` has {given}, the messages have {places} parts of type `image`"),
            )
            .because(format!(
                "the trainer fails with `Number of images provided ({given}) does not match number of image placeholders ({places}).`"
            ))
            .help(r#"write `{"type":"image"}` where each image belongs"#);
    }
}
