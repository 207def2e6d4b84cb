//! No text holds what belongs to a chat template: special tokens, headings of prompt templates, placeholders that were never filled in.
//! What stands in code between backticks is meant; results of tools and ready-made `text` fields are left alone.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use memchr::memmem::Finder;
use tunesmith_core::{Role, Severity};

use crate::conversation::Conversation;
use crate::quote::quote;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "template-leftover",
    summary: "a text holds a piece of a chat template",
    page: include_str!("../../rules/template-leftover.md"),
    group: Group::Content,
    severity: Severity::Warning,
    since: "0.2.0",
    check: Check::EachExample(check),
};

/// Tokens and headings that are looked for as they are.
const TOKENS: [&str; 14] = [
    "[INST]",
    "[/INST]",
    "<<SYS>>",
    "<</SYS>>",
    "<start_of_turn>",
    "<end_of_turn>",
    "<start_of_image>",
    "<｜begin",
    "<｜end",
    "<｜User",
    "<｜Assistant",
    "### Instruction:",
    "### Response:",
    "[gMASK]",
];

/// What special tokens begin with.
static SPECIAL: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("<|"));

/// What placeholders begin with.
static BRACES: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("{{"));

/// Looks for [`TOKENS`].
static KNOWN: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let mut builder = AhoCorasick::builder();
    // Why: only this kind of match may be looked for with SIMD.
    builder.match_kind(MatchKind::LeftmostFirst);
    builder.build(TOKENS).ok()
});

/// Most findings that are looked at in one text.
const MOST: usize = 1000;

/// A piece of a template.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Leftover {
    /// Bytes of the text.
    pub(crate) bytes: Range<usize>,
    /// Whether it can be taken out without leaving a hole.
    pub(crate) removable: bool,
}

/// Whether a text holds a token that is looked for as it is; cheap.
pub(crate) fn has_known_token(text: &[u8]) -> bool {
    let known = KNOWN.as_ref();
    is_framed(text) || known.is_some_and(|known| known.is_match(text))
}

/// Whether a text may hold a special token; cheap.
pub(crate) fn may_have_special_token(text: &[u8]) -> bool {
    SPECIAL.find(text).is_some()
}

/// Whether a text may hold a placeholder; cheap.
pub(crate) fn may_have_placeholder(text: &[u8]) -> bool {
    BRACES.find(text).is_some()
}

/// Whether a text begins or ends with the marks of a sequence.
fn is_framed(text: &[u8]) -> bool {
    text.trim_ascii_start().starts_with(b"<s>") || text.trim_ascii_end().ends_with(b"</s>")
}

/// The pieces of templates in a text, in order.
pub(crate) fn find(text: &str, is_answer: bool) -> Vec<Leftover> {
    let mut found: Vec<Leftover> = Vec::new();
    let known = KNOWN.as_ref().map(|searcher| searcher.find_iter(text));
    for token in known.into_iter().flatten().take(MOST) {
        let is_heading = text[token.range()].starts_with('#');
        if is_heading && !heads_a_section(text, token.range(), is_answer) {
            continue;
        }
        let wide = text[token.range()].starts_with("<｜");
        let mut near = text.as_bytes()[token.end()..].iter().take(60);
        let end = match near.position(|byte| *byte == b'>') {
            Some(more) if wide => token.end() + more + 1,
            _ => token.end(),
        };
        found.push(Leftover {
            bytes: token.start()..end,
            removable: !is_heading,
        });
    }
    for at in SPECIAL.find_iter(text.as_bytes()).take(MOST) {
        found.extend(special_token(text, at).map(|bytes| Leftover {
            bytes,
            removable: true,
        }));
    }
    for at in BRACES.find_iter(text.as_bytes()).take(MOST) {
        found.extend(placeholder(text, at).map(|bytes| Leftover {
            bytes,
            removable: false,
        }));
    }
    found.extend(frame(text).into_iter().flatten().map(|bytes| Leftover {
        bytes,
        removable: true,
    }));
    found.sort_by_key(|leftover| leftover.bytes.start);
    if !found.is_empty() {
        leave_code_out(text, &mut found);
    }
    found
}

/// `<|name|>`, as most templates write their tokens.
fn special_token(text: &str, at: usize) -> Option<Range<usize>> {
    let name = &text.as_bytes()[at + 2..];
    let length = name
        .iter()
        .take(40)
        .position(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')))?;
    (length > 1 && name[length..].starts_with(b"|>")).then(|| at..at + 2 + length + 2)
}

/// `{{name}}`. What LaTeX and JSON write with two braces is something else.
fn placeholder(text: &str, at: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let before = at.checked_sub(1).map(|before| bytes[before]);
    let nested = |byte: u8| {
        byte.is_ascii_alphanumeric()
            || matches!(byte, b'{' | b'}' | b'_' | b'^' | b'$' | b'\\' | b']')
    };
    if before.is_some_and(nested) {
        return None;
    }
    let rest = &bytes[at + 2..];
    let spaces = rest
        .iter()
        .take(2)
        .take_while(|byte| **byte == b' ')
        .count();
    let name = &rest[spaces..];
    let named = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-');
    let length = name.iter().take(40).take_while(|byte| named(byte)).count();
    if length < 2 || !name[0].is_ascii_alphabetic() {
        return None;
    }
    let after = &name[length..];
    let spaces_after = after
        .iter()
        .take(2)
        .take_while(|byte| **byte == b' ')
        .count();
    let closing = &after[spaces_after..];
    let closed = closing.starts_with(b"}}") && closing.get(2) != Some(&b'}');
    closed.then(|| at..at + 2 + spaces + length + spaces_after + 2)
}

/// `<s>` at the very start and `</s>` at the very end; elsewhere they strike text through.
fn frame(text: &str) -> [Option<Range<usize>>; 2] {
    if !is_framed(text.as_bytes()) {
        return [None, None];
    }
    let begin = text.len() - text.trim_ascii_start().len();
    let end = text.trim_ascii_end().len();
    let inner = &text[begin..end];
    let opened = inner.starts_with("<s>");
    let closed = inner.ends_with("</s>");
    let (openings, closings) = (inner.matches("<s>").count(), inner.matches("</s>").count());
    let opening = opened && (closings == 0 || closings == 1 && closed);
    let closing = closed && (openings == 0 || openings == 1 && opened);
    [
        opening.then(|| begin..begin + 3),
        closing.then(|| end - 4..end),
    ]
}

/// Whether a heading stands alone on its line. In what is asked, only that of the answer is out of place.
fn heads_a_section(text: &str, bytes: Range<usize>, is_answer: bool) -> bool {
    let after = text[bytes.end..].trim_start_matches([' ', '\r']);
    let alone = (bytes.start == 0 || text[..bytes.start].ends_with('\n'))
        && (after.is_empty() || after.starts_with('\n'));
    alone && (is_answer || text[bytes].contains("Response"))
}

/// Drops what stands between backticks; the findings are in order.
fn leave_code_out(text: &str, found: &mut Vec<Leftover>) {
    if !text.contains('`') {
        return;
    }
    let (mut at, mut open) = (0, 0);
    found.retain(|leftover| {
        let mut rest = &text.as_bytes()[at..leftover.bytes.start.max(at)];
        while let Some(mark) = memchr::memchr2(b'`', b'\n', rest) {
            let marks = rest[mark..]
                .iter()
                .take_while(|byte| **byte == b'`')
                .count();
            match (open, marks) {
                // A span of code in a line ends with the line.
                (1 | 2, 0) => open = 0,
                (0, 1..) => open = marks,
                (_, 1..) if marks == open || open >= 3 && marks >= 3 => open = 0,
                _ => {}
            }
            rest = &rest[mark + marks.max(1)..];
        }
        at = leftover.bytes.start.max(at);
        open == 0
    });
}

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    for suspect in conversation.suspects() {
        if matches!(suspect.role, Some(Role::Tool | Role::Function)) || suspect.is_field("text") {
            continue;
        }
        let found = find(&suspect.text, suspect.is_answer());
        let Some(first) = found.first() else { continue };
        let more = match found.len() - 1 {
            0 => String::new(),
            more => format!(" (and {more} more in this text)"),
        };
        let shown = quote(&suspect.text[first.bytes.clone()]);
        let placeholder = shown.starts_with("`{{");
        let draft = report.warning_at(
            suspect.value.place_in_text(first.bytes.clone()),
            if placeholder {
                format!("the placeholder {shown} was never filled in{more}")
            } else {
                format!("{shown} belongs to a chat template, not to a text{more}")
            },
        );
        if placeholder {
            draft
                .because("the model learns to write the placeholder itself")
                .help("fill it in, or put it between backticks if it is meant");
            continue;
        }
        draft
            .because("the provider wraps each message in its own template; what is left of another one is trained as text")
            .help("take it out, or put it between backticks if the text is about it");
        let removable = found.iter().filter(|leftover| leftover.removable);
        let edits = removable.map(|leftover| {
            (
                suspect.value.range_in_text(leftover.bytes.clone()),
                String::new(),
            )
        });
        let edits: Vec<_> = edits.collect();
        if !edits.is_empty() {
            draft.unsafe_fix("take the tokens of the template out", edits);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn finds_pieces_of_templates_only() {
        for (text, expected) in [
            ("Hello<|im_end|>", vec!["<|im_end|>"]),
            ("<s>[INST] Hi [/INST]", vec!["<s>", "[INST]", "[/INST]"]),
            (
                "I am {{name}} by {{ author }}.",
                vec!["{{name}}", "{{ author }}"],
            ),
            ("Fine.</s>", vec!["</s>"]),
            ("<s>Fine.</s>", vec!["<s>", "</s>"]),
            ("### Response:\nYes", vec!["### Response:"]),
            ("<start_of_turn>model", vec!["<start_of_turn>"]),
            ("<｜begin▁of▁sentence｜>a", vec!["<｜begin▁of▁sentence｜>"]),
            ("`code` <|eot_id|>", vec!["<|eot_id|>"]),
            ("it's ` alone\n<|eot_id|>", vec!["<|eot_id|>"]),
            // Meant as they are.
            ("Use `<|im_start|>` here.", vec![]),
            ("```\n<|im_start|>\n{{ name }}\n```", vec![]),
            ("now <s>10</s> 8", vec![]),
            ("<s>10</s> 8 <s>7</s>", vec![]),
            (r"\frac{{a}}{{b}} {{{x}}} {{1}}", vec![]),
            ("a <| b |> c, x<||y", vec![]),
            ("see ### Response: 200", vec![]),
            ("{{", vec![]),
            ("<|", vec![]),
            ("{{a", vec![]),
        ] {
            let found: Vec<_> = find(text, true)
                .into_iter()
                .map(|leftover| &text[leftover.bytes])
                .collect();
            assert_eq!(found, expected, "{text}");
        }
        assert!(find("### Instruction:\nDo it.", false).is_empty());
        assert!(!find("### Response:\n", false).is_empty());
    }
}
