//! The part of a text that is written for people: without fenced code, inline code and links.

/// Removes code and links; line breaks stay.
pub(crate) fn prose(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut fenced = false;
    for line in text.lines() {
        if is_fence(line) {
            fenced = !fenced;
        } else if !fenced {
            let parts: Vec<&str> = line.split('`').collect();
            // Why: an even number of backquotes encloses code at every second part; an odd one encloses nothing for sure.
            let skips_code = parts.len() % 2 == 1;
            for part in parts.iter().step_by(if skips_code { 2 } else { 1 }) {
                push_without_links(part, &mut kept);
            }
            kept.push('\n');
        }
    }
    kept
}

/// Whether a line opens or closes a code block.
pub(crate) fn is_fence(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("```") || line.starts_with("~~~")
}

fn push_without_links(part: &str, kept: &mut String) {
    for word in part.split_inclusive(char::is_whitespace) {
        if !word.contains("://") && !word.starts_with("www.") {
            kept.push_str(word);
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
        assert_eq!(prose("see https://example.com/a b"), "see b\n");
        assert_eq!(prose("one ` only"), "one  only\n");
    }
}
