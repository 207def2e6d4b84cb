//! Which of the split's Unicode classes a character has, by tables that build.rs takes from the reference's regex engine.
//!
//! Works on UTF-8 bytes of valid text; the end of the text has a class of its own, so that no caller asks twice.

/// Symbols, punctuation, controls, unassigned.
pub(crate) const OTHER: u8 = 0;
/// Upper-case and title-case letters.
pub(crate) const UPPER: u8 = 1;
/// Lower-case letters.
pub(crate) const LOWER: u8 = 2;
/// Letters without case and modifier letters.
pub(crate) const CASELESS: u8 = 3;
/// Combining marks.
pub(crate) const MARK: u8 = 4;
/// Digits and other numbers.
pub(crate) const NUMBER: u8 = 5;
/// White space, line ends apart.
pub(crate) const SPACE: u8 = 6;
/// Carriage return and line feed.
pub(crate) const NEWLINE: u8 = 7;
/// Behind the last byte.
pub(crate) const END: u8 = 8;

static TABLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/classes.bin"));
const BLOCKS: usize = 0x11_0000 / 256;

static ASCII: [u8; 128] = {
    let mut ascii = [0; 128];
    let mut byte = 0;
    while byte < 128 {
        ascii[byte] = TABLE[BLOCKS + TABLE[0] as usize * 256 + byte];
        byte += 1;
    }
    ascii
};

/// Class and length in bytes of the character at `at`; ([`END`], 0) behind the text.
#[inline(always)]
pub(crate) fn class_at(text: &[u8], at: usize) -> (u8, usize) {
    match text.get(at) {
        None => (END, 0),
        Some(&byte) => match ASCII.get(usize::from(byte)) {
            Some(&class) => (class, 1),
            None => wide(text, at),
        },
    }
}

/// Class of one byte; [`END`] where it is part of a longer character.
#[inline(always)]
pub(crate) fn ascii_class(byte: u8) -> u8 {
    *ASCII.get(usize::from(byte)).unwrap_or(&END)
}

#[inline(never)]
fn wide(text: &[u8], at: usize) -> (u8, usize) {
    let byte = |k: usize| text.get(at + k).map_or(0, |&byte| usize::from(byte));
    let tail = |k: usize| byte(k) & 0x3f;
    let first = byte(0);
    let (code, length) = if first < 0xe0 {
        ((first & 0x1f) << 6 | tail(1), 2)
    } else if first < 0xf0 {
        ((first & 0x0f) << 12 | tail(1) << 6 | tail(2), 3)
    } else {
        (
            (first & 0x07) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3),
            4,
        )
    };
    let block = TABLE.get(code >> 8).map_or(0, |&block| usize::from(block));
    let class = TABLE.get(BLOCKS + block * 256 + (code & 255));
    (class.copied().unwrap_or(OTHER), length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_have_the_class_unicode_gives_them() {
        for (character, class) in [
            ('a', LOWER),
            ('Z', UPPER),
            ('ǅ', UPPER),
            ('ſ', LOWER),
            ('ʰ', CASELESS),
            ('中', CASELESS),
            ('\u{301}', MARK),
            ('\u{1d165}', MARK),
            ('7', NUMBER),
            ('Ⅷ', NUMBER),
            ('½', NUMBER),
            (' ', SPACE),
            ('\u{a0}', SPACE),
            ('\u{85}', SPACE),
            ('\u{200b}', OTHER),
            ('\n', NEWLINE),
            ('\r', NEWLINE),
            ('\u{10ffff}', OTHER),
            ('😀', OTHER),
        ] {
            let text = character.to_string();
            assert_eq!(
                class_at(text.as_bytes(), 0),
                (class, text.len()),
                "{character:?}"
            );
        }
        assert_eq!(class_at(b"a", 1), (END, 0));
    }
}
