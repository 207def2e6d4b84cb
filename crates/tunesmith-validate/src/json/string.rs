//! Strings: finding their end, noting what is wrong inside them, decoding escapes.
//!
//! Decoding is lenient: what has no meaning becomes U+FFFD or stands for itself. It looks at each byte a bounded number of times.

/// What an escape stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Escape {
    /// A character.
    Char(char),
    /// Half of a surrogate pair whose other half is missing.
    Lone(u16),
    /// `\u` without four hexadecimal digits.
    Short,
    /// A character that has no escape; it stands for itself.
    Unknown(char),
    /// The text ends after the backslash.
    Cut,
}

/// Reads the escape at the start of `bytes`, which begin with a backslash, and says how many bytes it takes.
pub(crate) fn read_escape(bytes: &[u8]) -> (Escape, usize) {
    let Some(&letter) = bytes.get(1) else {
        return (Escape::Cut, 1);
    };
    let simple = |value: char| (Escape::Char(value), 2);
    match letter {
        b'"' => simple('"'),
        b'\\' => simple('\\'),
        b'/' => simple('/'),
        b'b' => simple('\u{8}'),
        b'f' => simple('\u{c}'),
        b'n' => simple('\n'),
        b'r' => simple('\r'),
        b't' => simple('\t'),
        b'u' => read_unicode(bytes),
        _ => {
            let (value, length) = first_char(&bytes[1..]);
            (
                Escape::Unknown(value.unwrap_or(char::REPLACEMENT_CHARACTER)),
                1 + length,
            )
        }
    }
}

fn read_unicode(bytes: &[u8]) -> (Escape, usize) {
    let Some(first) = hex4(bytes, 2) else {
        return (Escape::Short, 2);
    };
    match char::from_u32(u32::from(first)) {
        Some(value) => (Escape::Char(value), 6),
        None if first < 0xdc00 && bytes.get(6..8) == Some(br"\u") => match hex4(bytes, 8) {
            Some(second @ 0xdc00..=0xdfff) => {
                let code =
                    0x10000 + ((u32::from(first) - 0xd800) << 10) + (u32::from(second) - 0xdc00);
                (
                    Escape::Char(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)),
                    12,
                )
            }
            _ => (Escape::Lone(first), 6),
        },
        None => (Escape::Lone(first), 6),
    }
}

fn hex4(bytes: &[u8], at: usize) -> Option<u16> {
    let digits = bytes.get(at..at + 4)?;
    digits.iter().try_fold(0, |code: u16, &digit| {
        let digit = char::from(digit).to_digit(16)?;
        Some(code << 4 | u16::try_from(digit).ok()?)
    })
}

/// The first character and how many bytes it takes; `None` with the length of the broken sequence where there is none.
pub(crate) fn first_char(bytes: &[u8]) -> (Option<char>, usize) {
    // A character has at most four bytes, so a longer look is not needed.
    match bytes[..bytes.len().min(4)].utf8_chunks().next() {
        Some(chunk) => match chunk.valid().chars().next() {
            Some(value) => (Some(value), value.len_utf8()),
            None => (None, chunk.invalid().len()),
        },
        None => (None, 0),
    }
}

/// The text between the quotation marks, escapes resolved.
pub(crate) fn decode(content: &[u8]) -> String {
    let mut text = String::with_capacity(content.len());
    let mut rest = content;
    while let Some(backslash) = rest.iter().position(|&byte| byte == b'\\') {
        text.push_str(&String::from_utf8_lossy(&rest[..backslash]));
        let (escape, length) = read_escape(&rest[backslash..]);
        match escape {
            Escape::Char(value) | Escape::Unknown(value) => text.push(value),
            Escape::Lone(_) | Escape::Short | Escape::Cut => text.push(char::REPLACEMENT_CHARACTER),
        }
        rest = &rest[backslash + length..];
    }
    text.push_str(&String::from_utf8_lossy(rest));
    text
}

/// The byte of the content at which byte `decoded` of its text begins: the other way round of [`decode`].
pub(crate) fn raw_offset(content: &[u8], decoded: usize) -> usize {
    let (mut raw, mut left) = (0, decoded);
    while left > 0 && raw < content.len() {
        if content[raw] == b'\\' {
            let (escape, length) = read_escape(&content[raw..]);
            let letter = match escape {
                Escape::Char(letter) | Escape::Unknown(letter) => letter,
                Escape::Lone(_) | Escape::Short | Escape::Cut => char::REPLACEMENT_CHARACTER,
            };
            left = left.saturating_sub(letter.len_utf8());
            raw += length;
            continue;
        }
        let rest = &content[raw..];
        let run = memchr::memchr(b'\\', rest).unwrap_or(rest.len());
        for chunk in rest[..run].utf8_chunks() {
            let valid = chunk.valid().len();
            if left <= valid {
                return raw + left;
            }
            left -= valid;
            raw += valid;
            if !chunk.invalid().is_empty() {
                left = left.saturating_sub(char::REPLACEMENT_CHARACTER.len_utf8());
                raw += chunk.invalid().len();
                if left == 0 {
                    return raw;
                }
            }
        }
    }
    raw
}

#[cfg(test)]
mod tests {
    use super::{decode, raw_offset};

    #[test]
    fn finds_the_way_back() {
        let content = b"a\\n\\u00e9\xff\\ud83d\\ude00z\\ud800!";
        let text = decode(content);
        assert_eq!(text, "a\n\u{e9}\u{fffd}\u{1f600}z\u{fffd}!");
        let places = text.char_indices().map(|(at, _)| raw_offset(content, at));
        assert_eq!(places.collect::<Vec<_>>(), [0, 1, 3, 9, 10, 22, 23, 29]);
        assert_eq!(raw_offset(content, text.len()), content.len());
        assert_eq!(raw_offset(content, 1000), content.len());
    }

    #[test]
    fn decodes_as_serde_json_does() {
        for content in [
            "",
            "a",
            r#"\"\\\/\b\f\n\r\t"#,
            r"\u00e9\u20ac",
            r"\ud83d\ude00!",
            "é😀",
        ] {
            let expected: String = serde_json::from_str(&format!("\"{content}\"")).unwrap();
            assert_eq!(decode(content.as_bytes()), expected);
        }
    }

    #[test]
    fn decodes_what_is_broken() {
        let cases: [(&[u8], &str); 7] = [
            (br"a\x", "ax"),
            (br"\ud800", "\u{fffd}"),
            (br"\ud800\u0041", "\u{fffd}A"),
            (br"\udc00\ud800", "\u{fffd}\u{fffd}"),
            (br"\u12", "\u{fffd}12"),
            (b"a\xffb", "a\u{fffd}b"),
            (b"a\\", "a\u{fffd}"),
        ];
        for (content, expected) in cases {
            assert_eq!(decode(content), expected);
        }
    }
}
