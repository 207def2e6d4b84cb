//! What the first bytes of an image say: its kind and its colours. PNG, JPEG, WebP and GIF; nothing is decoded.
//!
//! Invariant: never panics, looks at each byte at most once.

/// The kinds of image that are told apart; names are subtypes of `image/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    /// `png`, `jpeg`, `webp` or `gif`.
    pub(crate) kind: &'static str,
    /// Its colours, if the bytes at hand say so.
    pub(crate) colour: Option<Colour>,
}

/// How an image keeps its colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Colour {
    Rgb,
    Gray,
    GrayAlpha,
    Palette,
    Cmyk,
}

impl Colour {
    /// The words for messages.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Rgb => "RGB",
            Self::Gray => "grayscale",
            Self::GrayAlpha => "grayscale with transparency",
            Self::Palette => "a colour table",
            Self::Cmyk => "CMYK",
        }
    }
}

/// How every PNG begins.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Reads the beginning of an image; nothing if it is of no known kind.
pub(crate) fn read(bytes: &[u8]) -> Option<Header> {
    let header = |kind, colour| Some(Header { kind, colour });
    if bytes.starts_with(PNG) {
        // Why: IHDR comes first; 8 bytes of signature, 8 of chunk header, width, height, depth.
        return header("png", bytes.get(25).and_then(|kind| png_colour(*kind)));
    }
    if bytes.starts_with(b"\xff\xd8\xff") {
        return header("jpeg", jpeg_colour(bytes));
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return header("webp", Some(Colour::Rgb));
    }
    if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
        return header("gif", Some(Colour::Palette));
    }
    None
}

/// Whether an image ends before it says it does: a PNG without its last chunk, a WebP shorter than its header says. `tail` is what it
/// ends with. Nothing is said of the other kinds.
pub(crate) fn is_cut_off(head: &[u8], tail: &[u8], size: u64) -> bool {
    if head.starts_with(PNG) {
        return memchr::memmem::find(tail, b"IEND").is_none();
    }
    let length = head.get(4..8).and_then(|length| length.try_into().ok());
    match (head.get(8..12), length.map(u32::from_le_bytes)) {
        (Some(b"WEBP"), Some(length)) if head.starts_with(b"RIFF") => size < u64::from(length) + 8,
        _ => false,
    }
}

/// PNG specification, table of colour types.
fn png_colour(kind: u8) -> Option<Colour> {
    match kind {
        0 => Some(Colour::Gray),
        2 | 6 => Some(Colour::Rgb),
        3 => Some(Colour::Palette),
        4 => Some(Colour::GrayAlpha),
        _ => None,
    }
}

/// The number of components in the frame header, which comes after any number of other segments.
fn jpeg_colour(bytes: &[u8]) -> Option<Colour> {
    let mut at = 2;
    loop {
        if *bytes.get(at)? != 0xff {
            return None;
        }
        let marker = *bytes.get(at + 1)?;
        match marker {
            // Padding between segments.
            0xff => at += 1,
            0x01 | 0xd0..=0xd7 => at += 2,
            // Frame headers; the gaps are tables.
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                return match bytes.get(at + 9)? {
                    1 => Some(Colour::Gray),
                    3 => Some(Colour::Rgb),
                    4 => Some(Colour::Cmyk),
                    _ => None,
                };
            }
            0xd9 | 0xda => return None,
            _ => {
                let high = usize::from(*bytes.get(at + 2)?);
                let low = usize::from(*bytes.get(at + 3)?);
                at += 2 + (high << 8 | low).max(2);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Colour, Header, is_cut_off, read};

    fn png(kind: u8) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08".to_vec();
        bytes.push(kind);
        bytes
    }

    fn jpeg(components: u8) -> Vec<u8> {
        let mut bytes = b"\xff\xd8\xff\xe0\0\x04ab\xff\xff\xc0\0\x0b\x08\0\x01\0\x01".to_vec();
        bytes.push(components);
        bytes
    }

    #[test]
    fn tells_kinds_and_colours() {
        let cases: [(Vec<u8>, &str, Option<Colour>); 12] = [
            (png(0), "png", Some(Colour::Gray)),
            (png(2), "png", Some(Colour::Rgb)),
            (png(3), "png", Some(Colour::Palette)),
            (png(4), "png", Some(Colour::GrayAlpha)),
            (png(6), "png", Some(Colour::Rgb)),
            (png(9), "png", None),
            (jpeg(1), "jpeg", Some(Colour::Gray)),
            (jpeg(3), "jpeg", Some(Colour::Rgb)),
            (jpeg(4), "jpeg", Some(Colour::Cmyk)),
            (b"\xff\xd8\xff".to_vec(), "jpeg", None),
            (
                b"RIFF\x04\0\0\0WEBPVP8 ".to_vec(),
                "webp",
                Some(Colour::Rgb),
            ),
            (b"GIF89a".to_vec(), "gif", Some(Colour::Palette)),
        ];
        for (bytes, kind, colour) in cases {
            assert_eq!(read(&bytes), Some(Header { kind, colour }), "{bytes:?}");
        }
    }

    #[test]
    fn tells_what_is_cut_off() {
        let mut whole = png(2);
        assert!(is_cut_off(&whole, &whole, whole.len() as u64));
        whole.extend_from_slice(b"\0\0\0\0IEND\xaeB`\x82");
        assert!(!is_cut_off(&whole, &whole, whole.len() as u64));
        let webp = b"RIFF\x0c\0\0\0WEBPVP8 \0\0\0\0";
        assert!(!is_cut_off(webp, webp, webp.len() as u64));
        assert!(is_cut_off(&webp[..16], &webp[..16], 16));
        assert!(!is_cut_off(&jpeg(3), &jpeg(3), 20));
    }

    #[test]
    fn knows_nothing_of_what_is_cut_or_foreign() {
        for bytes in [
            &b""[..],
            b"\x89PNG",
            b"BM",
            b"RIFF\0\0\0\0WAVE",
            b"\xff\xd8",
        ] {
            assert_eq!(read(bytes), None, "{bytes:?}");
        }
        let whole = jpeg(4);
        for end in 3..whole.len() {
            assert_eq!(
                read(&whole[..end]).and_then(|header| header.colour),
                None,
                "{end}"
            );
        }
    }
}
