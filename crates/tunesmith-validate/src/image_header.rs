//! What rules ask of the first and last bytes of an image: its kind, its colours, and whether it is whole. Nothing is decoded.
//!
//! The headers themselves are read by `tunesmith-tokens`, which counts images by their size.

use tunesmith_tokens::{ImageColour, ImageFormat, image_format, image_info};

/// The beginning of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    /// A subtype of `image/`: `png`, `jpeg`, `webp` or `gif`.
    pub(crate) kind: &'static str,
    /// Its colours, if the bytes at hand say so.
    pub(crate) colour: Option<ImageColour>,
}

/// Reads the beginning of an image; nothing if it is of no known kind.
pub(crate) fn read(bytes: &[u8]) -> Option<Header> {
    let kind = match image_format(bytes)? {
        ImageFormat::Png => "png",
        ImageFormat::Jpeg => "jpeg",
        ImageFormat::Webp => "webp",
        ImageFormat::Gif => "gif",
    };
    let colour = image_info(bytes).and_then(|info| info.colour);
    Some(Header { kind, colour })
}

/// The words for colours that are not red, green and blue.
pub(crate) fn foreign_colour(colour: ImageColour) -> Option<&'static str> {
    match colour {
        ImageColour::Rgb | ImageColour::Rgba => None,
        ImageColour::Grey => Some("grayscale"),
        ImageColour::GreyAlpha => Some("grayscale with transparency"),
        ImageColour::Palette => Some("a colour table"),
        ImageColour::Cmyk => Some("CMYK"),
    }
}

/// Whether an image ends before it says it does: a PNG without its last chunk, a WebP shorter than its header says. `tail` is what it
/// ends with. Nothing is said of the other kinds.
pub(crate) fn is_cut_off(head: &[u8], tail: &[u8], size: u64) -> bool {
    match image_format(head) {
        Some(ImageFormat::Png) => memchr::memmem::find(tail, b"IEND").is_none(),
        Some(ImageFormat::Webp) => {
            let length = head.get(4..8).and_then(|length| length.try_into().ok());
            length.is_some_and(|length| size < u64::from(u32::from_le_bytes(length)) + 8)
        }
        Some(ImageFormat::Jpeg | ImageFormat::Gif) | None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{is_cut_off, read};

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02";

    #[test]
    fn the_kind_is_told_even_where_the_header_is_cut() {
        for (bytes, kind) in [
            (PNG, "png"),
            (&PNG[..8], "png"),
            (b"\xff\xd8\xff", "jpeg"),
            (b"RIFF\x04\0\0\0WEBP", "webp"),
            (b"GIF89a", "gif"),
        ] {
            assert_eq!(read(bytes).map(|header| header.kind), Some(kind));
        }
        assert_eq!(read(b"BM"), None);
    }

    #[test]
    fn tells_what_is_cut_off() {
        let mut whole = PNG.to_vec();
        assert!(is_cut_off(&whole, &whole, whole.len() as u64));
        whole.extend_from_slice(b"\0\0\0\0IEND\xaeB`\x82");
        assert!(!is_cut_off(&whole, &whole, whole.len() as u64));
        let webp = b"RIFF\x0c\0\0\0WEBPVP8 \0\0\0\0";
        assert!(!is_cut_off(webp, webp, webp.len() as u64));
        assert!(is_cut_off(&webp[..16], &webp[..16], 16));
        assert!(!is_cut_off(b"\xff\xd8\xff", b"", 20));
    }
}
