//! A text as a reader means it: lower case, one blank for white space, without invisible signs, with look-alikes as plain letters.
//!
//! So that phrases are found however they are dressed up. Invariant: each byte of the plain text knows the byte it came from.

/// The plain text and where its bytes came from.
pub(crate) struct Plain {
    pub(crate) text: String,
    origins: Vec<u32>,
}

impl Plain {
    pub(crate) fn new(text: &str) -> Self {
        let mut plain = Self {
            text: String::with_capacity(text.len()),
            origins: Vec::with_capacity(text.len()),
        };
        for (at, letter) in text.char_indices() {
            if is_invisible(letter) {
                continue;
            }
            if letter.is_whitespace() {
                // Why: a line break ends a sentence.
                let blank = if letter == '\n' { '\n' } else { ' ' };
                if !plain.text.ends_with([' ', '\n']) {
                    plain.push(blank, at);
                }
                continue;
            }
            for lower in unstyled(letter).to_lowercase() {
                plain.push(lower, at);
            }
        }
        plain
    }

    fn push(&mut self, letter: char, at: usize) {
        self.text.push(letter);
        let origin = u32::try_from(at).unwrap_or(u32::MAX);
        self.origins.resize(self.text.len(), origin);
    }

    /// The byte of the original where this byte of the plain text came from.
    pub(crate) fn origin(&self, at: usize, original: &str) -> usize {
        self.origins
            .get(at)
            .map_or(original.len(), |origin| *origin as usize)
    }
}

/// Signs that show nothing.
pub(crate) fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{AD}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' | '\u{E0000}'..='\u{E01EF}')
}

/// Full-width, mathematical and circled letters, and Cyrillic and Greek letters that look like Latin ones, as Latin letters.
fn unstyled(letter: char) -> char {
    let code = u32::from(letter);
    let latin = |offset: u32| char::from_u32(u32::from('a') + offset % 26).unwrap_or(letter);
    match letter {
        '！'..='～' => char::from_u32(code - 0xFEE0).unwrap_or(letter),
        // 13 alphabets of 26 capitals and 26 small letters.
        '\u{1D400}'..='\u{1D6A3}' => latin(code - 0x1D400),
        'Ⓐ'..='ⓩ' => latin(code - 0x24B6),
        _ => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::Plain;

    #[test]
    fn what_is_dressed_up_becomes_plain() {
        let plain = |text: &str| Plain::new(text).text;
        assert_eq!(plain("Ignore\u{200B} \t ALL"), "ignore all");
        assert_eq!(
            plain("ｉｇｎｏｒｅ 𝗶𝗴𝗻𝗼𝗿𝗲 𝓲gnore ⓘⓖnore"),
            "ignore ignore ignore ignore"
        );
        assert_eq!(plain("a \n b"), "a b");
        let text = "é\u{200B}X";
        let dressed = Plain::new(text);
        assert_eq!(dressed.origin(2, text), 5);
        assert_eq!(dressed.origin(9, text), text.len());
    }
}
