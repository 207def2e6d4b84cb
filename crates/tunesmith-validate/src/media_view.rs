//! An image, a sound, a film or a file of a message: where it is, or what it is made of.

use serde::Serialize;
use tunesmith_tokens::read_data_url;

use crate::json::{Kind, Value};
use crate::pieces::MEDIA;

/// What a part shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Medium {
    Image,
    Audio,
    Video,
    File,
}

/// Something that is not text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MediaView {
    /// An address, a path, or a data URL as a whole; empty where only a name is known.
    pub url: String,
    /// As the record says; of a data URL, what it declares.
    pub media_type: Option<String>,
    /// Bytes behind base64, for what stands in the record itself.
    pub size: Option<u64>,
    /// Pixels, where the header of the image could be read.
    pub width: Option<u32>,
    /// Pixels, where the header of the image could be read.
    pub height: Option<u32>,
    /// `detail` of an image.
    pub detail: Option<String>,
    /// A file's name or id.
    pub name: Option<String>,
}

/// Reads a part; nothing if it does not say where or what the medium is.
pub(crate) fn media(part: Value<'_>) -> Option<(Medium, MediaView)> {
    let named = MEDIA.iter().find_map(|key| part.get_some(key));
    let key = named.map(Value::key);
    let kind = part.get("type").and_then(Value::text);
    let holder = named.unwrap_or(part);
    if holder.kind() == Kind::String {
        let detail = text(part, &["detail"]);
        let url = holder.text()?.into_owned();
        let medium = medium(key.as_deref().unwrap_or(""), None);
        return Some((medium, view(url, None, detail, None)));
    }
    let find = |keys: &[&str]| text(holder, keys).or_else(|| text(part, keys));
    let media_type = find(&["mimeType", "mime_type", "media_type"]);
    let word = key.or(kind).unwrap_or_default();
    let medium = medium(&word, media_type.as_deref());
    let name = find(&["filename", "file_id", "displayName"]);
    let source = holder.get("source");
    let stored = source.and_then(|source| source.get("s3Location"));
    let url = find(&["url", "uri", "fileUri", "file_uri", "path"])
        .or_else(|| stored.and_then(|stored| text(stored, &["uri"])));
    let data = find(&["data", "base64", "file_data"])
        .or_else(|| source.and_then(|source| text(source, &["bytes", "data"])));
    let format = find(&["format"]);
    let media_type = media_type.or_else(|| {
        let class = match medium {
            Medium::Image => "image",
            Medium::Audio => "audio",
            Medium::Video => "video",
            Medium::File => return None,
        };
        format.map(|format| format!("{class}/{format}"))
    });
    let url = match (url, data) {
        (Some(url), _) => url,
        (None, Some(data)) if data.starts_with("data:") => data,
        (None, Some(data)) => {
            let media_type = media_type.as_deref().unwrap_or("application/octet-stream");
            format!("data:{media_type};base64,{data}")
        }
        (None, None) if name.is_some() => String::new(),
        (None, None) => return None,
    };
    Some((medium, view(url, media_type, find(&["detail"]), name)))
}

fn text(holder: Value<'_>, keys: &[&str]) -> Option<String> {
    let mut texts = keys.iter().filter_map(|key| holder.get(key)?.text());
    texts.next().map(std::borrow::Cow::into_owned)
}

fn medium(word: &str, media_type: Option<&str>) -> Medium {
    let class = media_type.and_then(|media_type| media_type.split('/').next());
    match class.unwrap_or("") {
        "image" => Medium::Image,
        "audio" => Medium::Audio,
        "video" => Medium::Video,
        _ if word.contains("image") => Medium::Image,
        _ if word.contains("audio") => Medium::Audio,
        _ if word.contains("video") => Medium::Video,
        _ => Medium::File,
    }
}

fn view(
    url: String,
    media_type: Option<String>,
    detail: Option<String>,
    name: Option<String>,
) -> MediaView {
    let read = read_data_url(&url).ok();
    let info = read.as_ref().and_then(|read| read.info);
    let declared = read.as_ref().map(|read| read.media_type.clone());
    MediaView {
        media_type: declared
            .filter(|declared| !declared.is_empty())
            .or(media_type),
        size: read.map(|read| read.bytes),
        width: info.map(|info| info.width),
        height: info.map(|info| info.height),
        url,
        detail,
        name,
    }
}
