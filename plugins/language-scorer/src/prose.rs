//! The part of a text that is written in a language: without code, links, addresses, tags, placeholders, tables and data.

/// More bytes than this make detection slower and no surer.
const ENOUGH: usize = 20_000;

/// Removes what is in no language; line breaks stay.
pub(crate) fn prose(text: &str) -> String {
    let text = &text[..text.floor_char_boundary(text.len().min(ENOUGH))];
    let trimmed = text.trim();
    let data = (trimmed.starts_with('{') && trimmed.ends_with('}'))
        || (trimmed.starts_with('[') && trimmed.ends_with(']'));
    if data {
        return String::new();
    }
    let mut kept = String::with_capacity(text.len());
    let mut fenced = false;
    for line in text.lines() {
        let start = line.trim_start();
        if start.starts_with("```") || start.starts_with("~~~") {
            fenced = !fenced;
        } else if !fenced && line.matches('|').count() < 2 {
            let parts: Vec<&str> = line.split('`').collect();
            // Why: an even number of backquotes encloses code at every second part; an odd one encloses nothing for sure.
            let step = if parts.len() % 2 == 1 { 2 } else { 1 };
            for part in parts.iter().step_by(step) {
                push_words(part, &mut kept);
            }
            kept.push('\n');
        }
    }
    kept
}

fn push_words(part: &str, kept: &mut String) {
    for word in part.split_inclusive(char::is_whitespace) {
        let bare = word.trim();
        let name = bare.contains("://")
            || bare.starts_with("www.")
            || bare.contains('@')
            || bare.contains('_')
            || bare.contains('\\');
        let tag = bare.starts_with('<') && bare.ends_with('>')
            || bare.starts_with(['{', '$'])
            || bare.contains(['=', '<'])
            || bare.contains(|letter: char| letter.is_ascii_digit());
        if !name && !tag {
            kept.push_str(word);
        } else {
            kept.push(' ');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::prose;

    #[test]
    fn keeps_words_only() {
        assert_eq!(
            prose("Run `ls -l` now\n```sh\nls\n```\nDone."),
            "Run  now\nDone.\n"
        );
        assert_eq!(
            prose("see https://acme.org/a and a@b.de b"),
            "see  and  b\n"
        );
        assert_eq!(prose("{\"name\": \"a\"}"), "");
        assert_eq!(prose("{name}, hello"), " hello\n");
    }
}
