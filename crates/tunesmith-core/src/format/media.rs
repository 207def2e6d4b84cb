//! Pictures, films and sounds as parts of a content, and what their names tell.
//!
//! A film or a sound has no type of its own in the model; it is a part `{"type":"video_url","video_url":{"url":…}}`, as inference servers take
//! it. Media types and formats are told by the ending of a name, never by looking at the bytes.

use crate::json_text::ObjectWriter;
use crate::{Extra, JsonText, Part};

/// What a part shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Image,
    Video,
    Audio,
    File,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Image, Self::Video, Self::Audio, Self::File];

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Video => "video",
            Self::Audio => "audio",
            Self::File => "file",
        }
    }

    pub(super) fn part_type(self) -> &'static str {
        match self {
            Self::Image => "image_url",
            Self::Video => "video_url",
            Self::Audio => "audio_url",
            Self::File => "file_url",
        }
    }
}

/// A part that shows something found at an address.
pub(super) struct Media {
    pub(super) kind: Kind,
    pub(super) url: String,
    /// Further members beside the address.
    pub(super) inner: Extra,
    /// Further members of the part.
    pub(super) extra: Extra,
}

impl Media {
    pub(super) fn of_part(part: &Part) -> Option<Self> {
        match part {
            Part::Text { .. } | Part::Refusal { .. } => None,
            Part::Image {
                url,
                image_extra,
                extra,
            } => Some(Self {
                kind: Kind::Image,
                url: url.clone(),
                inner: image_extra.clone(),
                extra: extra.clone(),
            }),
            Part::Other(json) => {
                let mut members = Extra::parse(json.as_str()).ok()?;
                let name = members.take("type")?.as_text()?;
                let kind = Kind::ALL
                    .into_iter()
                    .find(|kind| kind.part_type() == name)?;
                let mut inner = Extra::parse(members.take(&name)?.as_str()).ok()?;
                Some(Self {
                    kind,
                    url: inner.take("url")?.as_text()?,
                    inner,
                    extra: members,
                })
            }
        }
    }

    pub(super) fn into_part(self) -> Part {
        let name = self.kind.part_type();
        if self.kind == Kind::Image {
            return Part::Image {
                url: self.url,
                image_extra: self.inner,
                extra: self.extra,
            };
        }
        let mut inner = ObjectWriter::new();
        inner.string("url", &self.url);
        inner.extra(&self.inner);
        let mut part = ObjectWriter::new();
        part.string("type", name);
        part.member(name, &inner.finish());
        part.extra(&self.extra);
        // The writer makes JSON of JSON, so this can not fail.
        Part::Other(JsonText::parse(&part.finish()).unwrap_or_else(|_| JsonText::string(name)))
    }
}

/// A part by its kind, with its article.
pub(super) fn named(part: &Part) -> String {
    match Media::of_part(part).map(|media| media.kind) {
        Some(Kind::Image) => "an image".to_owned(),
        Some(Kind::Audio) => "an audio".to_owned(),
        Some(kind) => format!("a {}", kind.word()),
        None => "a part of this type".to_owned(),
    }
}

/// Media types by the ending of a name: ending, media type, and the name Bedrock's Converse API has for it (empty where it takes none).
const ENDINGS: [(&str, &str, &str); 24] = [
    ("jpg", "image/jpeg", "jpeg"),
    ("jpeg", "image/jpeg", "jpeg"),
    ("png", "image/png", "png"),
    ("gif", "image/gif", "gif"),
    ("webp", "image/webp", "webp"),
    ("heic", "image/heic", ""),
    ("heif", "image/heif", ""),
    ("mp4", "video/mp4", "mp4"),
    ("mov", "video/quicktime", "mov"),
    ("mkv", "", "mkv"),
    ("webm", "video/webm", "webm"),
    ("mpeg", "video/mpeg", "mpeg"),
    ("mpg", "video/mpeg", "mpg"),
    ("flv", "video/x-flv", "flv"),
    ("wmv", "video/wmv", "wmv"),
    ("3gp", "video/3gpp", "three_gp"),
    ("mp3", "audio/mpeg", ""),
    ("wav", "audio/wav", ""),
    ("m4a", "audio/m4a", ""),
    ("flac", "audio/flac", ""),
    ("ogg", "audio/ogg", ""),
    ("aac", "audio/aac", ""),
    ("pdf", "application/pdf", ""),
    ("txt", "text/plain", ""),
];

fn ending(url: &str) -> Option<&'static (&'static str, &'static str, &'static str)> {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let (_, ending) = path.rsplit_once('.')?;
    ENDINGS
        .iter()
        .find(|(name, ..)| name.eq_ignore_ascii_case(ending))
}

/// The media type a name tells, as in `image/png`.
pub(super) fn media_type(url: &str) -> Option<&'static str> {
    ending(url)
        .map(|(_, media_type, _)| *media_type)
        .filter(|name| !name.is_empty())
}

/// The format a name tells, as Bedrock has it.
pub(super) fn converse_format(url: &str) -> Option<&'static str> {
    ending(url)
        .map(|(_, _, format)| *format)
        .filter(|name| !name.is_empty())
}

/// What a media type shows.
pub(super) fn kind_of(media_type: &str) -> Kind {
    match media_type.split('/').next() {
        Some("image") => Kind::Image,
        Some("video") => Kind::Video,
        Some("audio") => Kind::Audio,
        Some(_) | None => Kind::File,
    }
}
