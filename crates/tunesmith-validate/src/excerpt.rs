//! The part of a line around a place, kept so that a report can show it when the line itself is long gone.

use std::ops::Range;

/// How many bytes are kept before the place.
const BEFORE: usize = 160;
/// How many bytes are kept from the start of the place on.
const FROM: usize = 320;

/// A piece of one line. Broken characters are shown as U+FFFD.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// The text; no line break in it.
    pub text: String,
    /// The place, as bytes of `text`; empty for a place between characters, cut short where it is longer than what is kept.
    pub highlight: Range<usize>,
    /// Whether the line goes on to the left.
    pub cut_left: bool,
    /// Whether the line goes on to the right.
    pub cut_right: bool,
}

impl Excerpt {
    /// Cuts the surroundings of `place` out of a line; a place outside it is moved to its end.
    pub(crate) fn cut(line: &[u8], place: Range<usize>) -> Self {
        let start = place.start.min(line.len());
        let left = between_characters(line, start.saturating_sub(BEFORE));
        let right = between_characters(line, (start + FROM).min(line.len())).max(start);
        let end = place.end.clamp(start, right);
        let mut text = String::from_utf8_lossy(&line[left..start]).into_owned();
        let from = text.len();
        text.push_str(&String::from_utf8_lossy(&line[start..end]));
        let to = text.len();
        text.push_str(&String::from_utf8_lossy(&line[end..right]));
        Self {
            text,
            highlight: from..to,
            cut_left: left > 0,
            cut_right: right < line.len(),
        }
    }
}

/// The last offset up to `at` where a character begins.
fn between_characters(line: &[u8], at: usize) -> usize {
    let continues = |at: &usize| line.get(*at).is_some_and(|byte| byte & 0xc0 == 0x80);
    // A character has at most three continuation bytes; more are broken ones.
    (at.saturating_sub(3)..=at)
        .rev()
        .find(|at| !continues(at))
        .unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::Excerpt;

    #[test]
    fn keeps_short_lines_whole() {
        let excerpt = Excerpt::cut("añb".as_bytes(), 1..3);
        assert_eq!((excerpt.text.as_str(), excerpt.highlight), ("añb", 1..3));
        assert!(!excerpt.cut_left && !excerpt.cut_right);
    }

    #[test]
    fn cuts_long_lines_between_characters() {
        let line = "é".repeat(1000);
        let excerpt = Excerpt::cut(line.as_bytes(), 1000..1002);
        assert!(excerpt.cut_left && excerpt.cut_right);
        assert_eq!(&excerpt.text[excerpt.highlight], "é");
        assert!(!excerpt.text.contains('\u{fffd}') && excerpt.text.len() <= 480);
    }

    #[test]
    fn shows_broken_characters_and_places_at_the_end() {
        let excerpt = Excerpt::cut(b"a\xffb", 1..2);
        assert_eq!(&excerpt.text[excerpt.highlight], "\u{fffd}");
        assert_eq!(Excerpt::cut(b"ab", 9..12).highlight, 2..2);
    }
}
