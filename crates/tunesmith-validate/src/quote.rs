//! Text from the data inside a message: between backticks, short, and harmless to a terminal.

/// Puts `text` between backticks; control characters are escaped, what is longer than 60 characters is cut.
pub(crate) fn quote(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut quoted = String::from("`");
    for (count, letter) in text.chars().enumerate() {
        if count == LONGEST {
            quoted.push('…');
            break;
        }
        if letter.is_control() || is_invisible(letter) {
            quoted.extend(letter.escape_unicode());
        } else {
            quoted.push(letter);
        }
    }
    quoted.push('`');
    quoted
}

/// Characters that change how the text around them is shown.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::quote;

    #[test]
    fn shows_what_is_safe_and_short() {
        assert_eq!(quote("user"), "`user`");
        assert_eq!(quote("\u{1b}[31m\n"), r"`\u{1b}[31m\u{a}`");
        assert_eq!(quote(&"é".repeat(60)), format!("`{}`", "é".repeat(60)));
        assert_eq!(quote(&"é".repeat(61)), format!("`{}…`", "é".repeat(60)));
    }
}
