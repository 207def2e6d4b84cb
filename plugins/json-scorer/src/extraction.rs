//! Finds the JSON in an answer: the whole text, what stands between fences, or the first value inside other text.

use crate::strict::{Document, begins, read};

/// Beginnings tried inside other text.
const MOST_TRIES: usize = 32;

/// What an answer holds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Extracted {
    /// Nothing that looks like JSON.
    Nothing,
    /// It looks like JSON and is none; why.
    Bad(String),
    /// JSON, and what stands around it.
    Json {
        document: Document,
        fenced: bool,
        around: bool,
    },
}

/// Looks for it.
pub(crate) fn extract(text: &str) -> Extracted {
    let text = text.trim().trim_start_matches('\u{feff}');
    let mut error = None;
    if begins(text) {
        match read(text) {
            Ok(document) => {
                let around = !text[document.length..].trim().is_empty();
                return Extracted::Json {
                    document,
                    fenced: false,
                    around,
                };
            }
            Err(why) => error = Some(why),
        }
    }
    for block in fences(text) {
        let inside = block.inside.trim();
        if !begins(inside) {
            continue;
        }
        match read(inside) {
            Ok(document) if inside[document.length..].trim().is_empty() => {
                return Extracted::Json {
                    document,
                    fenced: true,
                    around: block.around,
                };
            }
            Ok(_) => error = error.or(Some("more follows the value between the fences".to_owned())),
            Err(why) => error = error.or(Some(why)),
        }
    }
    if let Some(why) = error {
        return Extracted::Bad(why);
    }
    // Why: a bracket in prose, `[1]`, is no JSON answer; an object is.
    for (at, _) in text.match_indices('{').take(MOST_TRIES) {
        match read(&text[at..]) {
            Ok(document) if document.value.as_object().is_some_and(|it| !it.is_empty()) => {
                return Extracted::Json {
                    document,
                    fenced: false,
                    around: true,
                };
            }
            _ => {}
        }
    }
    Extracted::Nothing
}

/// One fenced block.
pub(crate) struct Block<'a> {
    pub(crate) inside: &'a str,
    /// Text stands before or behind it.
    around: bool,
}

/// The fenced blocks of a text; one that is never closed goes to the end.
pub(crate) fn fences(text: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find("```").map(|it| at + it) {
        let after = open + 3;
        let line = text[after..]
            .find('\n')
            .map_or(text.len(), |it| after + it + 1);
        // Why: "```{…}```" on one line has no language.
        let tag = text[after..line].trim();
        let start = if tag.contains(['{', '[', '`']) {
            after
        } else {
            line
        };
        let close = text[start..].find("```").map(|it| start + it);
        let end = close.unwrap_or(text.len());
        let rest = close.map_or("", |it| &text[it + 3..]);
        let around = !text[..open].trim().is_empty() || !rest.trim().is_empty();
        blocks.push(Block {
            inside: &text[start..end],
            around,
        });
        match close {
            Some(close) => at = close + 3,
            None => break,
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::{Extracted, extract};

    fn shape(text: &str) -> String {
        match extract(text) {
            Extracted::Nothing => "nothing".to_owned(),
            Extracted::Bad(why) => format!("bad: {why}"),
            Extracted::Json {
                document,
                fenced,
                around,
            } => format!(
                "{} {fenced} {around} {}",
                document.value,
                document.duplicates.join(",")
            ),
        }
    }

    #[test]
    fn finds_json() {
        let cases = [
            (r#" {"a": 1} "#, r#"{"a":1} false false "#),
            (r#"{"a": 1} I hope this helps."#, r#"{"a":1} false true "#),
            ("```json\n{\"a\": 1}\n```", r#"{"a":1} true false "#),
            ("Here:\n```\n[1]\n```", "[1] true true "),
            ("```{\"a\": 1}```", r#"{"a":1} true false "#),
            ("```json\n{\"a\": 1}", r#"{"a":1} true false "#),
            (
                r#"The result is {"a": {"b": 1, "b": 2}}."#,
                r#"{"a":{"b":2}} false true /a/b"#,
            ),
            ("As {shown} in [1], no.", "nothing"),
            ("", "nothing"),
            (r#"{"a": 1,}"#, "bad: trailing comma at line 1 column 9"),
            (
                r#"{"a": 1"#,
                "bad: EOF while parsing an object at line 1 column 7",
            ),
            (
                "```json\n{'a': 1}\n```",
                "bad: key must be a string at line 1 column 2",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(shape(text), expected, "{text}");
        }
        assert!(shape(&"[".repeat(100_000)).starts_with("bad: recursion limit"));
    }
}
