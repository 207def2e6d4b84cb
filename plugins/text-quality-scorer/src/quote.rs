//! Quotations in notes: one line, and short.

/// Longest quotation in a note, in characters.
const LONGEST_QUOTE: usize = 60;

/// The text on one line, cut to 60 characters.
pub(crate) fn quote(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST_QUOTE {
        return format!("“{line}”");
    }
    let cut: String = line.chars().take(LONGEST_QUOTE - 1).collect();
    format!("“{cut}…”")
}

/// The end of the text on one line, cut to 60 characters.
pub(crate) fn quote_end(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let count = line.chars().count();
    if count <= LONGEST_QUOTE {
        return format!("“{line}”");
    }
    let cut: String = line.chars().skip(count - LONGEST_QUOTE + 1).collect();
    format!("“…{cut}”")
}

#[cfg(test)]
mod tests {
    use super::{quote, quote_end};

    #[test]
    fn quotes_stay_short_and_whole() {
        assert_eq!(quote("a\n b"), "“a b”");
        let long = "é".repeat(80);
        assert_eq!(quote(&long), format!("“{}…”", "é".repeat(59)));
        assert_eq!(quote_end(&long), format!("“…{}”", "é".repeat(59)));
    }
}
