//! Whether a question and an answer are usable. Each error is told to the model, and is the reason if it does not help.

use std::collections::BTreeSet;

use unicode_segmentation::UnicodeSegmentation;

use crate::kind::Kind;
use crate::settings::Shot;

const LONGEST_QUESTION: usize = 400;
/// Fewest letters and digits of a quote: enough that it can not stand in any text.
const SHORTEST_QUOTE: usize = 8;

/// Ways of pointing at a text that the reader of the question does not see.
const POINTERS: [&str; 20] = [
    "the text",
    "this text",
    "the passage",
    "this passage",
    "the paragraph",
    "this paragraph",
    "the document",
    "this document",
    "the excerpt",
    "this excerpt",
    "the article",
    "this article",
    "mentioned above",
    "given above",
    "the above",
    "the first part",
    "the second part",
    "the chunk",
    "the section above",
    "according to the source",
];

/// Says what is wrong with a question.
pub(crate) fn question(
    question: &str,
    kind: Kind,
    text: &str,
    shots: &[Shot],
) -> Result<(), String> {
    if question.is_empty() {
        return Err("`question` is empty".to_owned());
    }
    if question.chars().count() > LONGEST_QUESTION {
        return Err(format!(
            "`question` has more than {LONGEST_QUESTION} characters"
        ));
    }
    let words = flat(question);
    if let Some(pointer) = POINTERS.iter().find(|it| words.contains(&flat(it))) {
        return Err(format!(
            "`question` says “{pointer}”, which the reader does not see"
        ));
    }
    if shots.iter().any(|it| flat(&it.question) == words) {
        return Err("`question` copies one of the examples".to_owned());
    }
    let is_request = [
        "Summarise",
        "Summarize",
        "List",
        "Describe",
        "Explain",
        "Compare",
        "Name",
        "Give",
        "Tell",
    ]
    .iter()
    .any(|it| question.starts_with(it));
    if !question.ends_with(['?', '？', '؟', ';']) && !is_request {
        return Err("`question` does not end with a question mark".to_owned());
    }
    if flat(text).contains(&words) {
        return Err("`question` is copied from the text".to_owned());
    }
    let known = content_words(text);
    if kind != Kind::Summary && !content_words(question).iter().any(|it| known.contains(it)) {
        return Err(
            "`question` has no word in common with the text, so it is about something else"
                .to_owned(),
        );
    }
    Ok(())
}

/// Says what is wrong with what an unanswerable question is said to lack. `shown` is all the reader sees.
pub(crate) fn missing(missing: &str, question: &str, shown: &str) -> Result<(), String> {
    let words = content_words(missing);
    if words.is_empty() {
        return Err("`missing` does not name what the text lacks".to_owned());
    }
    let known = content_words(shown);
    if words.iter().all(|it| known.contains(it)) {
        return Err(format!(
            "the text does mention “{missing}”; ask for something it lacks"
        ));
    }
    let asked = content_words(question);
    if asked.iter().all(|it| known.contains(it)) {
        return Err("every word of `question` is in the text, which may answer it; ask for something it lacks".to_owned());
    }
    if !words.iter().any(|it| asked.contains(it)) {
        return Err(format!("`question` does not ask for “{missing}”"));
    }
    Ok(())
}

/// Says what is wrong with an answer.
pub(crate) fn answer(answer: &str, question: &str, shots: &[Shot]) -> Result<(), String> {
    if answer.is_empty() {
        return Err("`answer` is empty".to_owned());
    }
    let words = flat(answer);
    if words == flat(question) {
        return Err("`answer` repeats the question".to_owned());
    }
    if answer.ends_with('?') {
        return Err("`answer` is a question".to_owned());
    }
    if shots.iter().any(|it| flat(&it.answer) == words) {
        return Err("`answer` copies one of the examples".to_owned());
    }
    if [
        "does not say",
        "doesn t say",
        "does not mention",
        "doesn t mention",
        "not mentioned",
        "no information",
        "i don t know",
        "i do not know",
    ]
    .iter()
    .any(|it| words.contains(it))
    {
        return Err("`answer` declines, but the text has the answer".to_owned());
    }
    Ok(())
}

/// The first chunk that has the quote.
pub(crate) fn quoted_in(quote: &str, chunks: &[&str]) -> Result<usize, String> {
    let words = flat(quote);
    if words.chars().filter(|it| it.is_alphanumeric()).count() < SHORTEST_QUOTE {
        return Err(format!("`quote` “{quote}” is too short to prove anything"));
    }
    let found = chunks.iter().position(|it| flat(it).contains(&words));
    found.ok_or_else(|| {
        format!(
            "`quote` “{}” is not in the text; copy words exactly",
            short(quote)
        )
    })
}

fn short(text: &str) -> String {
    let cut: String = text.chars().take(80).collect();
    if cut.len() == text.len() {
        cut
    } else {
        format!("{cut}…")
    }
}

/// Words only, joined by single spaces, in lower case: what quotes are compared by.
fn flat(text: &str) -> String {
    let mut flat = String::from(" ");
    for word in text
        .split(|it: char| !it.is_alphanumeric())
        .filter(|it| !it.is_empty())
    {
        flat.extend(word.chars().flat_map(char::to_lowercase));
        flat.push(' ');
    }
    flat
}

/// Words that are not asked with, without their endings.
fn content_words(text: &str) -> BTreeSet<String> {
    const ASKING: [&str; 52] = [
        "a", "an", "and", "are", "at", "be", "by", "can", "did", "do", "does", "for", "from",
        "had", "has", "have", "how", "in", "is", "it", "its", "many", "may", "much", "of", "on",
        "or", "that", "the", "their", "them", "they", "this", "to", "was", "were", "what", "when",
        "where", "which", "who", "whom", "whose", "why", "will", "with", "would", "you", "your",
        "i", "there", "if",
    ];
    let words = text
        .unicode_words()
        .map(str::to_lowercase)
        .filter(|it| !ASKING.contains(&it.as_str()));
    words
        .map(|it| {
            it.strip_suffix("'s")
                .or_else(|| it.strip_suffix('s'))
                .unwrap_or(&it)
                .to_owned()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{answer, missing, question, quoted_in};
    use crate::kind::Kind;

    #[test]
    fn what_is_wrong_is_said() {
        let text = "The lamp has three levels.";
        let check = |asked: &str| {
            question(asked, Kind::Factual, text, &[])
                .err()
                .unwrap_or_default()
        };
        assert_eq!(check("How many levels does the lamp have?"), "");
        assert_eq!(
            check("What does the Text say about lamps?"),
            "`question` says “the text”, which the reader does not see"
        );
        assert!(check("Who founded Rome?").contains("something else"));
        assert!(check("The lamp has three levels").contains("question mark"));
        assert!(check("").contains("empty"));
        assert_eq!(
            missing("weight", "What is the lamp's weight?", text),
            Ok(())
        );
        assert!(
            missing("levels", "How many levels has the lamp?", text)
                .unwrap_err()
                .contains("does mention")
        );
        assert!(
            missing("price", "What is the lamp's weight?", text)
                .unwrap_err()
                .contains("does not ask")
        );
        assert_eq!(quoted_in("“has Three  levels”", &["none", text]), Ok(1));
        assert!(quoted_in("has four levels", &[text]).is_err());
        assert!(quoted_in("three", &[text]).is_err());
        assert!(answer("The text does not say.", "Why?", &[]).is_err());
    }
}
