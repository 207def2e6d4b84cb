//! Sentences of a text as a reader meets them: without code, tables, headings, links and equations; an item of a list is a sentence of
//! its own.

use unicode_segmentation::UnicodeSegmentation;

/// Ends of words whose full stop ends no sentence.
const ABBREVIATIONS: [&str; 26] = [
    "mr.", "mrs.", "ms.", "dr.", "prof.", "st.", "vs.", "e.g.", "i.e.", "etc.", "no.", "fig.",
    "vol.", "approx.", "dept.", "est.", "inc.", "ltd.", "jr.", "sr.", "z.b.", "d.h.", "bzw.",
    "ca.", "nr.", "p.",
];

/// Words of each sentence that has any.
pub(crate) fn sentences(text: &str) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    for block in blocks(text) {
        let mut open: Vec<String> = Vec::new();
        for sentence in block.unicode_sentences() {
            open.extend(words(sentence));
            let last = sentence
                .split_whitespace()
                .next_back()
                .unwrap_or_default()
                .trim_start_matches('(')
                .to_lowercase();
            if !ABBREVIATIONS.contains(&last.as_str()) && !open.is_empty() {
                all.push(std::mem::take(&mut open));
            }
        }
        if !open.is_empty() {
            all.push(open);
        }
    }
    all
}

/// Paragraphs and items of lists, each on one line.
fn blocks(text: &str) -> Vec<String> {
    let mut blocks = vec![String::new()];
    let mut fenced = false;
    for line in text.lines() {
        let start = line.trim();
        if start.starts_with("```") || start.starts_with("~~~") {
            fenced = !fenced;
            blocks.push(String::new());
            continue;
        }
        let skipped =
            fenced || start.starts_with('|') || start.starts_with('#') || start.starts_with("<!--");
        if skipped || start.is_empty() {
            blocks.push(String::new());
            continue;
        }
        let item = item(start);
        // Why: texts of models have one line for a paragraph; only a line that goes on in lower case was wrapped.
        if item.is_some() || !start.starts_with(char::is_lowercase) {
            blocks.push(String::new());
        }
        if let Some(block) = blocks.last_mut() {
            push_prose(item.unwrap_or(start), block);
            block.push(' ');
        }
    }
    blocks.retain(|block| !block.trim().is_empty());
    blocks
}

/// What follows `- `, `* `, `1. ` or `2) `.
fn item(line: &str) -> Option<&str> {
    let rest = line.strip_prefix(['-', '*', '•', '+']).or_else(|| {
        let rest = line.trim_start_matches(|letter: char| letter.is_ascii_digit());
        (rest.len() < line.len())
            .then(|| rest.strip_prefix(['.', ')']))
            .flatten()
    });
    rest.filter(|rest| rest.starts_with(' '))
        .map(str::trim_start)
}

fn push_prose(line: &str, kept: &mut String) {
    let parts: Vec<&str> = line.split('`').collect();
    let paired = parts.len() % 2 == 1;
    for (at, part) in parts.iter().enumerate() {
        if paired && at % 2 == 1 {
            continue;
        }
        for word in part.split_inclusive(char::is_whitespace) {
            if !word.contains("://") && !word.contains(['@', '=', '<']) {
                kept.extend(
                    word.chars()
                        .filter(|letter| !matches!(letter, '*' | '_' | '>' | '“' | '”')),
                );
            }
        }
    }
}

/// Words as people count them: between blanks, with a letter or digit inside.
fn words(sentence: &str) -> Vec<String> {
    let bare = |word: &str| {
        word.trim_matches(|letter: char| !letter.is_alphanumeric())
            .to_owned()
    };
    sentence
        .split_whitespace()
        .map(bare)
        .filter(|word| !word.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::sentences;

    #[test]
    fn sentences_are_those_of_readers() {
        let shape = |text: &str| sentences(text).iter().map(Vec::len).collect::<Vec<_>>();
        assert_eq!(shape("One two. Three!"), [2, 1]);
        assert_eq!(shape("Ask Dr. Who about it. He knows."), [5, 2]);
        assert_eq!(
            shape(
                "# Title\nOne two\nthree.\n\n- a b\n- c\n\n| x | y |\n```\ncode here\n```\n1. d e f"
            ),
            [3, 2, 1, 3]
        );
        assert_eq!(
            shape("Run `cargo test --all` and see https://x.io now."),
            [4]
        );
        assert_eq!(shape("See 3.5 of them, e.g. two."), [6]);
        assert_eq!(shape(""), Vec::<usize>::new());
    }
}
