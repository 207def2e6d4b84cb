//! Answers that stop in the middle.

use tunesmith_plugin_sdk::Finding;

use crate::prose::is_fence;
use crate::quote::quote_end;

/// Words no sentence ends with.
const NEVER_LAST: [&str; 22] = [
    "a", "an", "and", "are", "as", "at", "because", "but", "by", "for", "from", "if", "in", "is",
    "of", "or", "that", "the", "their", "to", "with", "your",
];
/// Fewer words may be a name, a label or a short answer.
const FEWEST_WORDS: usize = 6;
/// Longest last line that may be a signature, in words.
const LONGEST_SIGNATURE: usize = 5;

/// Looks at the end of an answer.
pub(crate) fn check(text: &str, found: &mut Vec<Finding>) {
    let Some(why) = reason(text.trim_end()) else {
        return;
    };
    let words = format!("the answer {why}: {}", quote_end(text));
    found.push(Finding::new("truncated", 0.5, words));
}

fn reason(text: &str) -> Option<&'static str> {
    if text.lines().filter(|line| is_fence(line)).count() % 2 == 1 {
        return Some("ends inside a code block");
    }
    if text.starts_with(['{', '[']) && depth(text) > 0 {
        return Some("ends inside a bracket");
    }
    let last_line = text.lines().next_back().unwrap_or_default().trim();
    if is_fence(last_line)
        || !last_line.ends_with(|c: char| c.is_alphabetic() || ",-–—(".contains(c))
    {
        return None;
    }
    let words = text.split_whitespace().count();
    if words < FEWEST_WORDS {
        return None;
    }
    let last_word = last_line
        .split_whitespace()
        .next_back()
        .unwrap_or_default()
        .to_lowercase();
    if NEVER_LAST.contains(&last_word.as_str()) || last_line.ends_with(['-', '–', '—', '(']) {
        return Some("stops in the middle of a sentence");
    }
    let before = text.strip_suffix(last_line).unwrap_or_default();
    let free_form = is_list_item(last_line) || is_signature(before, last_line);
    // Why: whoever closed earlier sentences would have closed this one too.
    let punctuates =
        text.contains(". ") || text.contains(".\n") || text.contains("? ") || text.contains("! ");
    (punctuates && !free_form).then_some("stops without closing its sentence")
}

/// Open brackets at the end, strings in double quotes left out.
fn depth(text: &str) -> i64 {
    let (mut depth, mut quoted, mut escaped) = (0, false, false);
    for letter in text.chars() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '{' | '[' if !quoted => depth += 1,
            '}' | ']' if !quoted => depth -= 1,
            _ => {}
        }
    }
    depth
}

fn is_list_item(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    line.starts_with(['-', '*', '•', '+', '#', '|', '>'])
        || (rest.len() < line.len() && rest.starts_with(['.', ')', ':']))
        || line
            .split_once(':')
            .is_some_and(|(label, _)| label.split_whitespace().count() <= 3)
}

fn is_signature(before: &str, line: &str) -> bool {
    !before.is_empty() && line.split_whitespace().count() <= LONGEST_SIGNATURE
}
