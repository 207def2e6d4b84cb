//! What stands around a candidate: borders of words, and the words that say what a number is.

/// How far back a word counts for a number, in bytes.
const REACH: usize = 48;

/// Whether a number or code may begin here: it is not the rest of a longer name, path or number.
pub(crate) fn opens(text: &str, start: usize) -> bool {
    let mut before = text[..start].chars().rev();
    match before.next() {
        None => true,
        Some(it)
            if it.is_alphanumeric() || matches!(it, '_' | '#' | '%' | '$' | '€' | '£' | '\\') =>
        {
            false
        }
        Some('-' | '.' | '/' | '@' | '&' | ',' | '+' | '*' | '^') => !before
            .next()
            .is_some_and(|it| it.is_alphanumeric() || matches!(it, '/' | '_')),
        Some(_) => true,
    }
}

/// Whether a number or code may end here.
pub(crate) fn closes(text: &str, end: usize) -> bool {
    let mut after = text[end..].chars();
    match after.next() {
        None => true,
        Some(it) if it.is_alphanumeric() || matches!(it, '_' | '%' | '°' | '€') => false,
        Some('-' | '.' | '/' | '@' | ',' | '+' | '*' | '^' | '=' | ':') => !after
            .next()
            .is_some_and(|it| it.is_alphanumeric() || it == '/'),
        Some(_) => true,
    }
}

/// Whether one of the words (lower case) stands shortly before, on the same line or the one above.
pub(crate) fn says(text: &str, start: usize, words: &[&str]) -> bool {
    let from = text.floor_char_boundary(start.saturating_sub(REACH));
    let before = text[from..start].to_lowercase();
    words.iter().any(|word| stands_in(&before, word))
}

/// A whole word, or the beginning of one if it ends in `*`.
fn stands_in(before: &str, word: &str) -> bool {
    let (stem, open) = word
        .strip_suffix('*')
        .map_or((word, false), |stem| (stem, true));
    before.match_indices(stem).any(|(at, _)| {
        let border = |it: Option<char>| !it.is_some_and(char::is_alphanumeric);
        border(before[..at].chars().next_back())
            && (open || border(before[at + stem.len()..].chars().next()))
    })
}

#[cfg(test)]
mod tests {
    use super::{closes, opens, says};

    #[test]
    fn borders_are_those_of_numbers() {
        for (text, at, expected) in [
            ("a 12", 2, true),
            ("(12", 1, true),
            ("v-12", 2, false),
            ("x=12", 2, true),
            (": -12", 3, true),
            ("#12", 1, false),
        ] {
            assert_eq!(opens(text, at), expected, "{text}");
        }
        for (text, at, expected) in [
            ("12.", 2, true),
            ("12.5", 2, false),
            ("12, a", 2, true),
            ("12a", 2, false),
            ("12-x", 2, false),
        ] {
            assert_eq!(closes(text, at), expected, "{text}");
        }
        assert!(says("My Tel.: 12", 9, &["tel"]));
        assert!(!says("hotel: 12", 7, &["tel"]));
        assert!(says("Steuernummer 12", 13, &["steuer*"]));
    }
}
