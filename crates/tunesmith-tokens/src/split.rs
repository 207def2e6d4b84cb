//! Cuts text into pieces as the regular expressions of the encodings do, by hand: no regex engine, one pass, nothing allocated.
//!
//! Invariant: the pieces are those of the reference's pattern with leftmost-first matching; the tests compare with the reference.
//! The pieces of a text cover it without gaps.

use crate::classes::{
    CASELESS, LOWER, MARK, NEWLINE, NUMBER, OTHER, SPACE, UPPER, ascii_class, class_at,
};
use crate::window::Window;

/// Which pattern: a type, so that each is compiled on its own.
pub(crate) trait Pattern: Send + Sync + 'static {
    /// End of the piece that begins at `at`, which must lie inside the text.
    fn end(text: &[u8], at: usize) -> usize;

    /// Length of the piece the window begins with, where it is a plain ASCII word that certainly ends inside the window; 0 otherwise.
    fn word(window: &Window) -> usize;
}

/// The pattern of `o200k_base`.
pub(crate) struct O200k;
/// The pattern of `cl100k_base`.
pub(crate) struct Cl100k;

impl Pattern for O200k {
    #[inline(always)]
    fn end(text: &[u8], at: usize) -> usize {
        let (class, length) = class_at(text, at);
        let after = at + length;
        match class {
            UPPER | LOWER | CASELESS => {
                if let Some(end) = cased(text, at).or_else(|| uncased(text, at)) {
                    return end;
                }
            }
            // A mark may be the leading character of a word or its first letter.
            MARK => {
                if let Some(end) = cased(text, after).or_else(|| cased(text, at)) {
                    return end;
                }
            }
            OTHER | SPACE => {
                if let Some(end) = cased(text, after).or_else(|| uncased(text, after)) {
                    return end;
                }
            }
            NUMBER => return numbers(text, after),
            _ => {}
        }
        let symbols = symbols(text, at);
        if symbols > at {
            return skip(text, symbols, |byte| matches!(byte, b'\r' | b'\n' | b'/'));
        }
        let spaces = Spaces::at(text, at);
        spaces.last_newline.unwrap_or_else(|| spaces.cut())
    }

    #[inline(always)]
    fn word(window: &Window) -> usize {
        let class = ascii_class(window.first());
        let lead = u32::from(class == OTHER || class == SPACE);
        if class > LOWER && lead == 0 {
            return 0;
        }
        let (upper, lower) = (window.upper() >> lead, window.lower() >> lead);
        let capitals = upper.trailing_ones();
        let letters = capitals + (lower >> capitals).trailing_ones();
        let end = (lead + letters) as usize;
        if letters == 0 || !window.ends_word(end) || window.byte(end) == b'\'' {
            return 0;
        }
        end
    }
}

impl Pattern for Cl100k {
    #[inline(always)]
    fn end(text: &[u8], at: usize) -> usize {
        let contraction = contraction(text, at);
        if contraction > at {
            return contraction;
        }
        let (class, length) = class_at(text, at);
        let after = at + length;
        match class {
            UPPER | LOWER | CASELESS => return letters(text, after),
            OTHER | SPACE | MARK => {
                let end = letters(text, after);
                if end > after {
                    return end;
                }
            }
            NUMBER => return numbers(text, after),
            _ => {}
        }
        let symbols = symbols(text, at);
        if symbols > at {
            return skip(text, symbols, |byte| matches!(byte, b'\r' | b'\n'));
        }
        let spaces = Spaces::at(text, at);
        if spaces.end == text.len() {
            return spaces.end;
        }
        spaces.last_newline.unwrap_or_else(|| spaces.cut())
    }

    #[inline(always)]
    fn word(window: &Window) -> usize {
        let first = window.first();
        let class = ascii_class(first);
        let lead = u32::from(class == OTHER || class == SPACE);
        if (class > LOWER && lead == 0) || first == b'\'' {
            return 0;
        }
        let letters = ((window.upper() | window.lower()) >> lead).trailing_ones();
        let end = (lead + letters) as usize;
        if letters == 0 || !window.ends_word(end) {
            return 0;
        }
        end
    }
}

/// `[upper, caseless, mark]*[lower, caseless, mark]+` and a contraction.
#[inline(always)]
fn cased(text: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    // Behind the last character both sets hold: where the pattern steps back to if no lower-case letter follows.
    let mut shared = None;
    loop {
        let (class, length) = class_at(text, at);
        match class {
            UPPER => at += length,
            CASELESS | MARK => {
                at += length;
                shared = Some(at);
            }
            LOWER => return Some(contraction(text, small(text, at + length))),
            _ => return shared.map(|end| contraction(text, end)),
        }
    }
}

/// `[upper, caseless, mark]+[lower, caseless, mark]*` and a contraction.
#[inline(always)]
fn uncased(text: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    loop {
        let (class, length) = class_at(text, at);
        if !matches!(class, UPPER | CASELESS | MARK) {
            break;
        }
        at += length;
    }
    (at > start).then(|| contraction(text, small(text, at)))
}

#[inline(always)]
fn small(text: &[u8], mut at: usize) -> usize {
    loop {
        let (class, length) = class_at(text, at);
        if !matches!(class, LOWER | CASELESS | MARK) {
            return at;
        }
        at += length;
    }
}

#[inline(always)]
fn letters(text: &[u8], mut at: usize) -> usize {
    loop {
        let (class, length) = class_at(text, at);
        if !matches!(class, UPPER | LOWER | CASELESS) {
            return at;
        }
        at += length;
    }
}

/// End of up to two more numbers.
#[inline(always)]
fn numbers(text: &[u8], mut at: usize) -> usize {
    for _ in 0..2 {
        let (class, length) = class_at(text, at);
        if class != NUMBER {
            break;
        }
        at += length;
    }
    at
}

/// ` ?[other, mark]+`; `at` itself where there is none.
#[inline(always)]
fn symbols(text: &[u8], at: usize) -> usize {
    let start = at + usize::from(text.get(at) == Some(&b' '));
    let mut end = start;
    loop {
        let (class, length) = class_at(text, end);
        if !matches!(class, OTHER | MARK) {
            return if end > start { end } else { at };
        }
        end += length;
    }
}

#[inline(always)]
fn skip(text: &[u8], mut at: usize, skipped: impl Fn(u8) -> bool) -> usize {
    while text.get(at).is_some_and(|&byte| skipped(byte)) {
        at += 1;
    }
    at
}

/// End of `'s 't 're 've 'm 'll 'd` in any case at `at`, where s may be the long s (U+017F); `at` where there is none.
#[inline(always)]
pub(crate) fn contraction(text: &[u8], at: usize) -> usize {
    if text.get(at) == Some(&b'\'') {
        contraction_letters(text, at)
    } else {
        at
    }
}

#[inline(never)]
fn contraction_letters(text: &[u8], at: usize) -> usize {
    let letter = |k: usize| text.get(at + k).map_or(0, u8::to_ascii_lowercase);
    match (letter(1), letter(2)) {
        (b's' | b't' | b'm' | b'd', _) => at + 2,
        (b'r' | b'v', b'e') | (b'l', b'l') | (0xc5, 0xbf) => at + 3,
        _ => at,
    }
}

/// A run of white space.
struct Spaces {
    end: usize,
    /// Where its last character begins.
    last: usize,
    /// Behind its last line end.
    last_newline: Option<usize>,
    start: usize,
    ends_text: bool,
}

impl Spaces {
    #[inline(always)]
    fn at(text: &[u8], start: usize) -> Self {
        let (mut end, mut last, mut last_newline) = (start, start, None);
        loop {
            let (class, length) = class_at(text, end);
            match class {
                NEWLINE => {
                    last = end;
                    end += length;
                    last_newline = Some(end);
                }
                SPACE => {
                    last = end;
                    end += length;
                }
                _ => break,
            }
        }
        Self {
            end,
            last,
            last_newline,
            start,
            ends_text: end == text.len(),
        }
    }

    /// `\s+(?!\S)|\s`: all but the last character, which belongs to the word that follows.
    fn cut(&self) -> usize {
        if self.ends_text || self.last == self.start {
            self.end
        } else {
            self.last
        }
    }
}
