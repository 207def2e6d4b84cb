//! What an image's first bytes say: format, size and colour. Nothing is decoded, and no byte is trusted.
//!
//! Reads PNG, JPEG, WEBP and GIF; also inside `data:` URLs, of which only as much is decoded as the answer needs.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Formats that are told apart by their first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageFormat {
    /// Portable Network Graphics.
    Png,
    /// JPEG, whatever the container.
    Jpeg,
    /// WebP, lossy or lossless.
    Webp,
    /// Graphics Interchange Format.
    Gif,
}

impl ImageFormat {
    /// The media type: `image/png`.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
            Self::Gif => "image/gif",
        }
    }
}

/// How an image stores colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageColour {
    /// Red, green, blue, or what is turned into them (YCbCr).
    Rgb,
    /// The same with transparency.
    Rgba,
    /// Grey.
    Grey,
    /// Grey with transparency.
    GreyAlpha,
    /// Numbers that stand for the colours of a list.
    Palette,
    /// Four inks, for print.
    Cmyk,
}

/// What the header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImageInfo {
    /// By the first bytes, whatever was declared.
    pub format: ImageFormat,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// How colour is stored; nothing where the header has an unknown number there.
    pub colour: Option<ImageColour>,
}

/// What a `data:` URL says about its image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataUrlImage {
    /// The declared media type, in small letters; empty where there is none.
    pub media_type: String,
    /// Bytes of the image behind base64.
    pub bytes: u64,
    /// What the image's own header says; nothing where it is none we know, or cut off.
    pub info: Option<ImageInfo>,
}

/// Why a `data:` URL could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DataUrlError {
    /// It does not begin with `data:` or has no comma.
    #[error("not a `data:` URL: wanted `data:image/png;base64,` and the image")]
    NotADataUrl,
    /// The part before the comma does not end in `;base64`.
    #[error("the `data:` URL is not in base64: wanted `;base64,` before the image")]
    NotBase64,
    /// The part behind the comma is no base64.
    #[error("the `data:` URL's image is not readable as base64: {0}")]
    BadBase64(String),
}

/// How much of an image is decoded at first, in characters of base64; then everything up to a bound, then all.
const FIRST_TRIES: [usize; 2] = [256, 1 << 16];

/// Reads the header of the image in a `data:` URL.
///
/// Only the part of the base64 that is needed for the header is checked.
///
/// # Errors
///
/// [`DataUrlError`] where it is no such URL.
pub fn read_data_url(url: &str) -> Result<DataUrlImage, DataUrlError> {
    let (head, data) = url
        .get(..5)
        .filter(|scheme| scheme.eq_ignore_ascii_case("data:"))
        .and_then(|_| url.get(5..))
        .and_then(|rest| rest.split_once(','))
        .ok_or(DataUrlError::NotADataUrl)?;
    let media_type = head
        .get(head.len().saturating_sub(7)..)
        .filter(|mark| mark.eq_ignore_ascii_case(";base64"))
        .and_then(|_| head.split(';').next())
        .ok_or(DataUrlError::NotBase64)?
        .trim()
        .to_ascii_lowercase();
    let data = data.trim_end();
    let padding = data.bytes().rev().take_while(|&byte| byte == b'=').count();
    let bytes = (data.len() - padding.min(2)) as u64 * 3 / 4;
    Ok(DataUrlImage {
        media_type,
        bytes,
        info: header_of(data.as_bytes())?,
    })
}

fn header_of(data: &[u8]) -> Result<Option<ImageInfo>, DataUrlError> {
    let decode = |part: &[u8]| {
        STANDARD
            .decode(part)
            .map_err(|error| DataUrlError::BadBase64(error.to_string()))
    };
    for length in FIRST_TRIES {
        if let Some(part) = data.get(..length) {
            let info = image_info(&decode(part)?);
            if info.is_some() {
                return Ok(info);
            }
        }
    }
    Ok(image_info(&decode(data)?))
}

/// The format that the first bytes of an image tell; nothing where it is none we know.
#[must_use]
pub fn image_format(bytes: &[u8]) -> Option<ImageFormat> {
    match bytes {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(ImageFormat::Png),
        [0xff, 0xd8, 0xff, ..] => Some(ImageFormat::Jpeg),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(ImageFormat::Gif),
        [b'R', b'I', b'F', b'F', ..] if bytes.get(8..12) == Some(b"WEBP") => {
            Some(ImageFormat::Webp)
        }
        _ => None,
    }
}

/// Reads the header of an image from its first bytes; nothing where it is no image we know or its header is cut off.
#[must_use]
pub fn image_info(bytes: &[u8]) -> Option<ImageInfo> {
    match image_format(bytes)? {
        ImageFormat::Png => png(bytes),
        ImageFormat::Jpeg => jpeg(bytes),
        ImageFormat::Gif => gif(bytes.get(6..)?),
        ImageFormat::Webp => webp(bytes),
    }
}

fn big16(bytes: &[u8], at: usize) -> Option<u32> {
    let pair = bytes.get(at..)?.first_chunk()?;
    Some(u32::from(u16::from_be_bytes(*pair)))
}

fn little16(bytes: &[u8], at: usize) -> Option<u32> {
    let pair = bytes.get(at..)?.first_chunk()?;
    Some(u32::from(u16::from_le_bytes(*pair)))
}

fn png(bytes: &[u8]) -> Option<ImageInfo> {
    if bytes.get(12..16)? != b"IHDR" {
        return None;
    }
    let number = |at: usize| Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?));
    let colour = match bytes.get(25)? {
        0 => Some(ImageColour::Grey),
        2 => Some(ImageColour::Rgb),
        3 => Some(ImageColour::Palette),
        4 => Some(ImageColour::GreyAlpha),
        6 => Some(ImageColour::Rgba),
        _ => None,
    };
    Some(ImageInfo {
        format: ImageFormat::Png,
        width: number(16)?,
        height: number(20)?,
        colour,
    })
}

fn gif(rest: &[u8]) -> Option<ImageInfo> {
    Some(ImageInfo {
        format: ImageFormat::Gif,
        width: little16(rest, 0)?,
        height: little16(rest, 2)?,
        colour: Some(ImageColour::Palette),
    })
}

/// Walks the segments to the first that describes a frame.
fn jpeg(bytes: &[u8]) -> Option<ImageInfo> {
    let mut at = 2;
    loop {
        if *bytes.get(at)? != 0xff {
            return None;
        }
        let marker = *bytes.get(at + 1)?;
        match marker {
            // Fill bytes before a marker, and markers without a segment.
            0xff => at += 1,
            0x01 | 0xd0..=0xd8 => at += 2,
            // The image begins or ends: no frame was described.
            0xd9 | 0xda => return None,
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                let colour = match bytes.get(at + 9)? {
                    1 => Some(ImageColour::Grey),
                    3 => Some(ImageColour::Rgb),
                    4 => Some(ImageColour::Cmyk),
                    _ => None,
                };
                return Some(ImageInfo {
                    format: ImageFormat::Jpeg,
                    width: big16(bytes, at + 7)?,
                    height: big16(bytes, at + 5)?,
                    colour,
                });
            }
            _ => at += 2 + (big16(bytes, at + 2)? as usize).max(2),
        }
    }
}

fn webp(bytes: &[u8]) -> Option<ImageInfo> {
    let little24 = |at: usize| Some(little16(bytes, at)? | u32::from(*bytes.get(at + 2)?) << 16);
    let coloured = |alpha: bool| {
        Some(if alpha {
            ImageColour::Rgba
        } else {
            ImageColour::Rgb
        })
    };
    let (width, height, colour) = match bytes.get(12..16)? {
        b"VP8 " if bytes.get(23..26)? == [0x9d, 0x01, 0x2a] => (
            little16(bytes, 26)? & 0x3fff,
            little16(bytes, 28)? & 0x3fff,
            coloured(false),
        ),
        b"VP8L" if *bytes.get(20)? == 0x2f => {
            let packed = u32::from_le_bytes(*bytes.get(21..)?.first_chunk()?);
            (
                (packed & 0x3fff) + 1,
                (packed >> 14 & 0x3fff) + 1,
                coloured(packed >> 28 & 1 == 1),
            )
        }
        b"VP8X" => (
            little24(24)? + 1,
            little24(27)? + 1,
            coloured(bytes.get(20)? & 0x10 != 0),
        ),
        _ => return None,
    };
    Some(ImageInfo {
        format: ImageFormat::Webp,
        width,
        height,
        colour,
    })
}
