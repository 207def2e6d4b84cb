//! Amazon Bedrock's conversation shape, schema version `bedrock-conversation-2024`: what Nova and Llama 3.2 are tuned with.
//!
//! Contents are lists of `{"text":…}`, `{"image":…}` and `{"video":…}`; media lie in S3 (Nova user guide, fine-tune-prepare-data-understanding;
//! Bedrock user guide, preparing-image-text-data, 2026). Tool use is not among what these guides describe, so it has no place here.

use crate::format::bedrock_claude::{conversation_role, fitting_role};
use crate::format::losses::{Losses, drop_null, example_of, left_of_message};
use crate::format::media::{Kind, Media, converse_format, named};
use crate::format::openai_chat::{
    FormatError, Parsed, array, object, take_required, take_text, wrong,
};
use crate::format::{Format, Rendered};
use crate::json_text::{ObjectWriter, array_text};
use crate::{Content, Example, Extra, JsonText, Message, Part, Role};

/// The format.
pub(crate) static FORMAT: Format = Format {
    name: "bedrock-nova",
    summary: "Amazon Bedrock's conversations with images and videos in S3, for Nova and Llama 3.2",
    parse,
    render,
};

const VERSION: &str = "bedrock-conversation-2024";

fn parse(record: &str) -> Result<Example, FormatError> {
    let mut top = object("", record)?;
    let version = top.get("schemaVersion").and_then(JsonText::as_text);
    if version.as_deref() == Some(VERSION) {
        top.take("schemaVersion");
    }
    drop_null(&mut top, "system");
    let mut messages = Vec::new();
    if let Some(system) = top.take("system") {
        let mut message = Message::text(Role::System, "");
        message.content = read_content("/system", &system)?;
        messages.push(message);
    }
    let list = take_required("", &mut top, "messages")?;
    for (index, message) in array("/messages", &list)?.iter().enumerate() {
        let at = format!("/messages/{index}");
        let mut members = object(&at, message.as_str())?;
        let role = conversation_role(&at, &take_text(&at, &mut members, "role")?)?;
        let content = take_required(&at, &mut members, "content")?;
        let mut message = Message::text(role, "");
        message.content = read_content(&format!("{at}/content"), &content)?;
        message.extra = left_of_message(&at, members)?;
        messages.push(message);
    }
    example_of(Example::from_messages(messages), top)
}

fn read_content(at: &str, list: &JsonText) -> Parsed<Content> {
    let parts = array(at, list)?.into_iter().enumerate();
    let parts = parts.map(|(index, part)| read_part(&format!("{at}/{index}"), &part));
    Ok(plain(parts.collect::<Parsed<_>>()?))
}

/// A single part of text is a plain text.
pub(super) fn plain(mut parts: Vec<Part>) -> Content {
    match parts.as_mut_slice() {
        [Part::Text { text, extra }] if extra.is_empty() => Content::Text(std::mem::take(text)),
        _ => Content::Parts(parts),
    }
}

fn read_part(at: &str, part: &JsonText) -> Parsed<Part> {
    let mut members = object(at, part.as_str())?;
    if members.get("text").is_some() {
        let text = take_text(at, &mut members, "text")?;
        if let Some(kind) = members
            .take("type")
            .filter(|kind| kind.as_str() != "\"text\"")
        {
            members.set("type", kind);
            return Err(unknown_part(at));
        }
        let extra = members;
        return Ok(Part::Text { text, extra });
    }
    let kind = [Kind::Image, Kind::Video].into_iter();
    let mut kind = kind.filter(|kind| members.get(kind.word()).is_some());
    let Some(kind) = kind.next() else {
        return Err(unknown_part(at));
    };
    members.take("type");
    let media = take_required(at, &mut members, kind.word())?;
    let at = format!("{at}/{}", kind.word());
    let mut media = object(&at, media.as_str())?;
    let source = take_required(&at, &mut media, "source")?;
    let source_at = format!("{at}/source");
    let mut source = object(&source_at, source.as_str())?;
    let Some(location) = source.take("s3Location") else {
        let hint = format!(
            "training data gives an {} by its place in S3; put it there and name it as `s3Location`",
            kind.word()
        );
        return Err(wrong(&source_at, hint));
    };
    let location_at = format!("{source_at}/s3Location");
    let mut location = object(&location_at, location.as_str())?;
    let url = take_text(&location_at, &mut location, "uri")?;
    let format = take_text(&at, &mut media, "format")?;
    for (at, left) in [(&at, &media), (&source_at, &source)] {
        if let Some((name, _)) = left.iter().next() {
            let hint = format!("this shape has no member `{name}` here; remove it or rename it");
            return Err(wrong(&format!("{at}/{name}"), hint));
        }
    }
    if converse_format(&url) != Some(&format) {
        location.set("format", JsonText::string(&format));
    }
    Ok(Media {
        kind,
        url,
        inner: location,
        extra: members,
    }
    .into_part())
}

fn unknown_part(at: &str) -> FormatError {
    let hint =
        "a part of a content is `text`, `image` or `video`; tool use and others can not be read";
    wrong(at, hint.to_owned())
}

fn render(example: &Example) -> Rendered {
    let mut losses = Losses::default();
    let mut writer = ObjectWriter::new();
    if example.extra.get("schemaVersion").is_none() {
        writer.string("schemaVersion", VERSION);
    }
    losses.tools(example);
    let mut messages = Vec::new();
    for (index, (at, message)) in losses.one_ending(example).into_iter().enumerate() {
        let Some(role) = fitting_role(&at, index == 0, message, &mut losses) else {
            continue;
        };
        let with_media = role == Role::User;
        let content = write_content(
            &format!("{at}/content"),
            &message.content,
            with_media,
            &mut losses,
        );
        if role == Role::System {
            writer.member("system", &content);
            continue;
        }
        let mut turn = ObjectWriter::new();
        turn.string("role", role.name());
        turn.member("content", &content);
        losses.write_members(&at, &mut turn, &message.extra, &["role", "content"]);
        messages.push(turn.finish());
    }
    writer.member("messages", &array_text(messages));
    losses.write_record_members(&mut writer, example, &["system", "messages", "tools"]);
    losses.rendered(writer)
}

fn write_content(at: &str, content: &Content, with_media: bool, losses: &mut Losses) -> String {
    let parts = match content {
        Content::Absent | Content::Null => {
            let what = "the content is missing, and the shape can only hold an empty list instead";
            losses.add(at, what);
            &[]
        }
        Content::Text(text) => {
            return array_text([write_text(at, text, &Extra::default(), losses)]);
        }
        Content::Parts(parts) => parts.as_slice(),
    };
    let parts = parts.iter().enumerate().filter_map(|(index, part)| {
        let at = format!("{at}/{index}");
        match part {
            Part::Text { text, extra } => Some(write_text(&at, text, extra, losses)),
            Part::Refusal { refusal, extra } => {
                losses.add(&at, "a refusal becomes plain text");
                Some(write_text(&at, refusal, extra, losses))
            }
            Part::Image { .. } | Part::Other(_) => {
                let media = Media::of_part(part)
                    .filter(|media| with_media && matches!(media.kind, Kind::Image | Kind::Video));
                let Some(media) = media else {
                    losses.add(&at, format!("there is no place for {}", named(part)));
                    return None;
                };
                write_media(&at, media, losses)
            }
        }
    });
    array_text(parts)
}

fn write_text(at: &str, text: &str, extra: &Extra, losses: &mut Losses) -> String {
    let mut writer = ObjectWriter::new();
    writer.string("text", text);
    losses.write_members(at, &mut writer, extra, &["text", "image", "video", "type"]);
    writer.finish()
}

fn write_media(at: &str, mut media: Media, losses: &mut Losses) -> Option<String> {
    let word = media.kind.word();
    if !media.url.starts_with("s3://") {
        losses.add(
            at,
            format!("the {word} does not lie in S3; the shape takes `s3://` addresses only"),
        );
        return None;
    }
    let named = media
        .inner
        .take("format")
        .and_then(|format| format.as_text());
    let Some(format) = named.or_else(|| converse_format(&media.url).map(str::to_owned)) else {
        losses.add(
            at,
            format!("the format of the {word} can not be told from its name"),
        );
        return None;
    };
    let mut location = ObjectWriter::new();
    location.string("uri", &media.url);
    let inner_at = format!("{at}/{word}_url");
    for (name, value) in media.inner.iter() {
        if name == "bucketOwner" {
            location.member(name, value.as_str());
        } else if value.as_str() != "null" {
            losses.member(&inner_at, name);
        }
    }
    let mut source = ObjectWriter::new();
    source.member("s3Location", &location.finish());
    let mut body = ObjectWriter::new();
    body.string("format", &format);
    body.member("source", &source.finish());
    let mut writer = ObjectWriter::new();
    writer.member(word, &body.finish());
    losses.write_members(
        at,
        &mut writer,
        &media.extra,
        &["text", "image", "video", "type"],
    );
    Some(writer.finish())
}
