//! An image is given by a URL of a kind the provider takes; one inside the record is sound base64 of an image of the declared type.
//!
//! Only the head of an image is decoded. Images at URLs are not looked at.

use std::ops::Range;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use tunesmith_core::{Role, Severity};

use crate::conversation::{Conversation, Message};
use crate::image_header::{self, Header, foreign_colour};
use crate::json::{Kind, Value};
use crate::profile::ImageLimits;
use crate::quote::quote;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "malformed-image",
    summary: "an image is not given in a way the provider can read",
    page: include_str!("../../rules/malformed-image.md"),
    group: Group::Content,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachChat(check),
};

/// How much of the end of the base64 text is decoded: a PNG ends with a chunk of its own, and rarely much follows. A multiple of 4.
const TAIL: usize = 64 << 10;

/// How much of the base64 text is decoded: enough for the metadata that stands before a frame header. A multiple of 4.
const HEAD: usize = 512 << 10;

const PAD: &str = "base64 is padded with `=` to a multiple of four letters";
const BECAUSE: &str = "the provider skips an image it can not read, or refuses the file";

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let Some(limits) = report.profile.limits.images else {
        return;
    };
    // Images in other messages are the business of `misplaced-image`.
    let messages = conversation.messages.iter();
    let users = messages.filter(|message| message.is(&Role::User));
    for (_, image) in users.flat_map(Message::images) {
        // A missing or misshapen `image_url` is the business of `malformed-content`.
        let Some(image) = image.filter(|image| image.kind() == Kind::Object) else {
            continue;
        };
        check_detail(image, report);
        if let Some(url) = image.get("url").filter(|url| url.kind() == Kind::String) {
            check_url(url, &limits, report);
        }
    }
}

fn check_detail(image: Value<'_>, report: &mut Report<'_>) {
    let Some(detail) = image.get("detail") else {
        return;
    };
    if !matches!(detail.text().as_deref(), Some("auto" | "low" | "high")) {
        let found = quote(&String::from_utf8_lossy(detail.raw()));
        report
            .error_at(detail.place(), format!("{found} is not a detail"))
            .because("it says at which resolution the image is read")
            .help("write `auto`, `low` or `high`, or remove it");
    }
}

fn check_url(url: Value<'_>, limits: &ImageLimits, report: &mut Report<'_>) {
    let Some(text) = url.text() else { return };
    let starts = |prefix: &str| {
        let head = text.as_bytes().get(..prefix.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(prefix.as_bytes()))
    };
    if starts("data:") {
        check_data(url, &text, limits, report);
        return;
    }
    let web = starts("http://") || starts("https://");
    if web && limits.urls {
        return;
    }
    let message = if web {
        "the image is given by a web address".to_owned()
    } else {
        format!("{} is not the URL of an image", quote(&text))
    };
    let help = if limits.urls {
        "write an `https` URL, or a `data:image/png;base64,…` URL"
    } else {
        "put the image into the record: `data:image/png;base64,…`"
    };
    report
        .error_at(url.place(), message)
        .because(BECAUSE)
        .help(help);
}

fn check_data(url: Value<'_>, text: &str, limits: &ImageLimits, report: &mut Report<'_>) {
    // Why: the kind of data stands at the beginning; a comma far inside is none of it.
    let head = text.bytes().take(128).position(|byte| byte == b',');
    let Some(comma) = head else {
        report
            .error_at(
                url.place_within(0, 5),
                "the data URL has no comma before its data",
            )
            .because(BECAUSE)
            .help("write `data:image/png;base64,` and then the data");
        return;
    };
    let kind = &text[5..comma];
    let Some((media, "base64")) = kind.rsplit_once(';') else {
        report
            .error_at(url.place_within(5, comma), "the data URL is not of base64")
            .because(BECAUSE)
            .help("write `data:image/png;base64,` and then the data in base64");
        return;
    };
    let subtype = media.strip_prefix("image/");
    let declared = match subtype.unwrap_or_default() {
        "jpg" if limits.types.contains(&"jpeg") => "jpeg",
        other => other,
    };
    if !limits.types.contains(&declared) {
        report
            .error_at(
                url.place_within(5, 5 + media.len()),
                format!("{} is not a type of image that is taken", quote(media)),
            )
            .because(BECAUSE)
            .help(format!(
                "types are `image/{}`",
                limits.types.join("`, `image/")
            ));
        return;
    }
    let data = &text.as_bytes()[comma + 1..];
    let from = comma + 1;
    let padding = data.iter().rev().take_while(|byte| **byte == b'=').count();
    if let Err((place, message, help)) = check_base64(data) {
        let place = url.place_within(place.start + from, place.end + from);
        let draft = report
            .error_at(place.clone(), message)
            .because(BECAUSE)
            .help(help);
        // Why: where the text is escaped, the place is the whole string.
        if help == PAD && padding == 0 && place.bytes.is_empty() {
            let missing = "=".repeat(4 - data.len() % 4);
            draft.safe_fix("add the padding", vec![(place.bytes, missing)]);
        }
        return;
    }
    let letters = &data[..data.len() - padding];
    let size = letters.len() as u64 / 4 * 3 + [0, 0, 1, 2][letters.len() % 4];
    if size > limits.max_bytes {
        let (found, most) = (size >> 20, limits.max_bytes >> 20);
        report
            .error_at(
                url.place_within(from, from),
                format!("the image has {found} MiB; at most {most} are taken"),
            )
            .because("the provider skips larger images, or refuses the file")
            .help("make the image smaller");
        return;
    }
    let Ok(bytes) = STANDARD_NO_PAD.decode(&letters[..letters.len().min(HEAD)]) else {
        return;
    };
    let tail = letters.len().saturating_sub(TAIL) / 4 * 4;
    let tail = STANDARD_NO_PAD.decode(&letters[tail..]).unwrap_or_default();
    let media = 5..5 + media.len();
    let header = image_header::read(&bytes);
    if header.is_some_and(|header| header.kind == declared)
        && image_header::is_cut_off(&bytes, &tail, size)
    {
        let end = text.len();
        report
            .warning_at(
                url.place_within(end, end),
                format!("the data of this `image/{declared}` is cut off"),
            )
            .because(BECAUSE)
            .help("encode the image once more");
        return;
    }
    if subtype == Some("jpg") && header.is_some_and(|header| header.kind == "jpeg") {
        check_jpg(url, media.clone(), limits, report);
    }
    check_header(url, header, declared, media, limits, report);
}

/// Says what is wrong with base64 text and where in it.
fn check_base64(data: &[u8]) -> Result<(), (Range<usize>, String, &'static str)> {
    let padding = data.iter().rev().take_while(|byte| **byte == b'=').count();
    let letters = data.len() - padding;
    let letter = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    if let Some(wrong) = data[..letters].iter().position(|byte| !letter(byte)) {
        let shown = String::from_utf8_lossy(&data[wrong..data.len().min(wrong + 4)]);
        let shown = shown.chars().next().unwrap_or_default();
        let help = match data[wrong] {
            b'-' | b'_' => "this is the URL alphabet of base64: write `+` for `-` and `/` for `_`",
            b'\n' | b'\r' | b' ' => "write the data without white space",
            _ => "write the image as base64, with nothing else in it",
        };
        let message = format!(
            "{} is not a letter of base64",
            quote(shown.encode_utf8(&mut [0; 4]))
        );
        return Err((wrong..wrong + shown.len_utf8(), message, help));
    }
    let end = letters..data.len();
    if letters == 0 {
        return Err((
            end,
            "the image is empty".to_owned(),
            "put the data of the image after the comma",
        ));
    }
    let missing = (4 - letters % 4) % 4;
    if missing == 3 {
        let help = "the data is cut off; encode the image once more";
        return Err((
            end,
            "the base64 text ends in the middle of a byte".to_owned(),
            help,
        ));
    }
    if padding != missing {
        let message = format!("the base64 text ends with {padding} `=`, not with {missing}");
        return Err((end, message, PAD));
    }
    Ok(())
}

/// The name many programs write for JPEG, which is no registered type.
fn check_jpg(url: Value<'_>, media: Range<usize>, limits: &ImageLimits, report: &mut Report<'_>) {
    if limits.types.contains(&"jpg") {
        return;
    }
    let place = url.place_within(media.start, media.end);
    let draft = report
        .error_at(
            place.clone(),
            "the type of JPEG is `image/jpeg`, not `image/jpg`",
        )
        .because(BECAUSE)
        .help("write `image/jpeg`");
    // Why: where the text is escaped, the place is the whole string.
    if place.bytes.len() == media.len() {
        draft.safe_fix(
            "write `image/jpeg`",
            vec![(place.bytes, "image/jpeg".to_owned())],
        );
    }
}

fn check_header(
    url: Value<'_>,
    header: Option<Header>,
    declared: &str,
    media: Range<usize>,
    limits: &ImageLimits,
    report: &mut Report<'_>,
) {
    let place = url.place_within(media.start, media.end);
    let Some(header) = header else {
        report
            .error_at(place, format!("the data is no `image/{declared}`"))
            .because(BECAUSE)
            .help(format!(
                "types are `image/{}`",
                limits.types.join("`, `image/")
            ));
        return;
    };
    if header.kind != declared {
        let draft = report
            .error_at(
                place.clone(),
                format!(
                    "the data is of type `image/{}`, not `image/{declared}`",
                    header.kind
                ),
            )
            .because(BECAUSE);
        if limits.types.contains(&header.kind) {
            let type_of_data = format!("image/{}", header.kind);
            draft.help("declare the type of the data");
            // Why: where the text is escaped, the place is the whole string.
            if place.bytes.len() == media.len() {
                draft.safe_fix(
                    "declare the type of the data",
                    vec![(place.bytes, type_of_data)],
                );
            }
        } else {
            draft.help(format!(
                "convert the image; types are `image/{}`",
                limits.types.join("`, `image/")
            ));
        }
        return;
    }
    if limits.rgb
        && let Some(colour) = header.colour.and_then(foreign_colour)
    {
        report
            .warning_at(place, format!("the colours of this image are {colour}"))
            .because("the provider asks for RGB or RGBA")
            .help("convert the image to RGB");
    }
}
