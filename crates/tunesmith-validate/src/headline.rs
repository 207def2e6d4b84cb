//! The beginning of what a record says, for a list of records. It needs only the first bytes of a record and never fails.

use std::borrow::Cow;

use memchr::memrchr;

use crate::json::{Kind, SyntaxError, SyntaxKind, Value};
use crate::record::Record;

/// How many characters it has at most.
const LONGEST: usize = 200;

/// Keys of lists of messages.
const LISTS: [&str; 5] = ["messages", "conversations", "contents", "prompt", "chosen"];

/// Keys of texts that ask for something, the likeliest first.
const TEXTS: [&str; 7] = [
    "prompt",
    "instruction",
    "question",
    "query",
    "input",
    "text",
    "content",
];

/// The beginning of what the first user says in a record; else of the first text there is; else of the raw bytes. On one line.
pub fn headline(head: &[u8]) -> String {
    let closed = closed(head);
    let record = Record::parse(&closed);
    let said = record.root().and_then(said);
    one_line(&said.unwrap_or_else(|| String::from_utf8_lossy(head)))
}

/// The same with a string closed that is cut off, so that what is there of it is read.
fn closed(head: &[u8]) -> Cow<'_, [u8]> {
    let record = Record::parse(head);
    let is_open = |error: &&SyntaxError| matches!(error.kind, SyntaxKind::UnclosedString);
    let Some(open) = record.syntax_errors().iter().find(is_open) else {
        return Cow::Borrowed(head);
    };
    let start = open.start as usize + 1;
    let mut end = head.len();
    // An escape may be cut off too; the longest one that stands alone has six bytes.
    let last = start.max(end.saturating_sub(6));
    if let Some(at) = head.get(last..).and_then(|tail| memrchr(b'\\', tail)) {
        end = last + at;
        while end > start && head[end - 1] == b'\\' {
            end -= 1;
        }
    }
    let mark = head.get(start - 1).copied().unwrap_or(b'"');
    Cow::Owned([&head[..end], &[mark]].concat())
}

fn said(root: Value<'_>) -> Option<Cow<'_, str>> {
    let inner = root
        .get("input")
        .filter(|inner| inner.kind() == Kind::Object);
    let lists = [Some(root), inner].into_iter().flatten();
    let mut lists = lists.flat_map(|root| LISTS.iter().filter_map(move |key| root.get(key)));
    // Why: a record that is a bare list of messages is a common mistake.
    let list = lists
        .find(|list| list.kind() == Kind::Array)
        .or_else(|| (root.kind() == Kind::Array).then_some(root));
    let messages = || list.into_iter().flat_map(Value::children);
    messages()
        .filter(|message| is_user(*message))
        .find_map(text_of_message)
        .or_else(|| messages().find_map(text_of_message))
        .or_else(|| TEXTS.iter().find_map(|key| text(root.get(key)?)))
        .or_else(|| root.children().find_map(text))
}

fn is_user(message: Value<'_>) -> bool {
    let role = message.get("role").or_else(|| message.get("from"));
    matches!(
        role.and_then(Value::text).as_deref(),
        Some("user" | "human")
    )
}

fn text_of_message(message: Value<'_>) -> Option<Cow<'_, str>> {
    let mut contents = ["content", "value", "parts"].into_iter();
    let content = contents.find_map(|key| message.get_some(key))?;
    text(content).or_else(|| {
        content
            .children()
            .find_map(|part| part.get("text").map_or_else(|| text(part), text))
    })
}

/// A string that says something.
fn text(value: Value<'_>) -> Option<Cow<'_, str>> {
    value.text().filter(|text| !text.trim().is_empty())
}

/// Spaces, breaks and control characters become one space each time.
fn one_line(text: &str) -> String {
    let is_gap = |letter: char| letter.is_whitespace() || letter.is_control();
    let mut line = String::new();
    let words = text.split(is_gap).filter(|word| !word.is_empty());
    let mut count = 0;
    for word in words {
        if count > 0 {
            line.push(' ');
            count += 1;
        }
        let rest = LONGEST.saturating_sub(count);
        line.extend(word.chars().take(rest));
        count += word.chars().take(rest).count();
        if count >= LONGEST {
            break;
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::headline;

    #[test]
    fn it_is_what_the_user_says_first() {
        for (record, expected) in [
            (
                r#"{"messages":[{"role":"system","content":"s"},{"role":"user","content":"how\n  are\tyou"}]}"#,
                "how are you",
            ),
            (
                r#"{"messages":[{"role":"assistant","content":"only I"}]}"#,
                "only I",
            ),
            (
                r#"{"messages":[{"content":[{"type":"image_url"},{"type":"text","text":"see"}],"role":"user"}]}"#,
                "see",
            ),
            (
                r#"{"conversations":[{"from":"system","value":"x"},{"from":"human","value":"hi"}]}"#,
                "hi",
            ),
            (
                r#"{"contents":[{"role":"user","parts":[{"text":"p"}]}]}"#,
                "p",
            ),
            (
                r#"{"input":{"messages":[{"role":"user","content":"which"}]},"preferred_output":[]}"#,
                "which",
            ),
            (r#"{"id":"7","instruction":"do","input":""}"#, "do"),
            (r#"{"id":"7","label":3}"#, "7"),
            (r#"[{"role":"user","content":"bare"}]"#, "bare"),
            (
                r#"{"messages":[{"role":"system","content":" "},{"role":"user","content":null}],"x":1}"#,
                r#"{"messages":[{"role":"system","content":" "},{"role":"user","content":null}],"x":1}"#,
            ),
            (
                "{'messages': [{'role': 'user', 'content': 'single'}]}",
                "single",
            ),
            ("not\u{7}JSON  at all", "not JSON at all"),
            ("", ""),
        ] {
            assert_eq!(headline(record.as_bytes()), expected, "{record}");
        }
    }

    #[test]
    fn a_record_that_is_cut_off_anywhere_has_one() {
        let record = r#"{"messages":[{"role":"system","content":"sé"},{"role":"user","content":"a question \"of\" words"}]}"#;
        let asked = record.find("a question").unwrap();
        let read = |end: usize| headline(&record.as_bytes()[..end]);
        assert_eq!(read(asked + 6), "a ques");
        // The cut goes through `\"`: what is before it is read.
        let quoted = record.find('\\').unwrap();
        assert_eq!(read(quoted + 1), "a question");
        for end in 0..record.len() {
            let found = headline(&record.as_bytes()[..end]);
            assert!(found.chars().count() <= 200);
            if end >= asked + 4 {
                assert!(found.starts_with("a qu"), "{end}: {found}");
            }
        }
        assert_eq!(headline("é".repeat(500).as_bytes()), "é".repeat(200));
    }
}
