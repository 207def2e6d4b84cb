//! `train_detail` names pieces of a content by their characters: they begin before they end, lie in the content and
//! follow each other.

use tunesmith_core::Severity;

use crate::conversation::{Conversation, Message};
use crate::json::{Kind, Value};
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "malformed-train-detail",
    summary: "`train_detail` of a message names no pieces of its content",
    page: include_str!("../../rules/malformed-train-detail.md"),
    group: Group::Structure,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachExample(check),
};

const SHAPE: &str = r#"write `[{"begin_offset":0,"end_offset":4,"train":true}]`"#;
const FAILS: &str = "the trainer reads these three from every piece and fails without them";
const SKIPPED: &str =
    "the trainer skips such a piece or moves it, says so in its log at most, and trains on";

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    for message in conversation.all_messages() {
        if let Some(detail) = message.value.get_some("train_detail") {
            check_detail(message, detail, report);
        }
    }
}

fn check_detail(message: &Message<'_>, detail: Value<'_>, report: &mut Report<'_>) {
    if detail.kind() != Kind::Array {
        let what = detail.kind().noun();
        report
            .error_at(
                detail.place(),
                format!("`train_detail` is {what}, not a list"),
            )
            .because(FAILS)
            .help(SHAPE);
        return;
    }
    let content = message.content.filter(|content| !content.is_null());
    let text = content.and_then(Value::text);
    if let Some(content) =
        content.filter(|content| content.kind() != Kind::String && !detail.is_empty())
    {
        report
            .error_at(
                detail.key_place(),
                "`train_detail` stands beside a content that is no string",
            )
            .because(
                "the trainer fails: `train_detail` is not supported when `content` is not a string",
            )
            .help("give the parts of the content their own `train`")
            .related(content.place(), "the content is here");
        return;
    }
    let length = text.map_or(u64::MAX, |text| text.chars().count() as u64);
    let mut covered = 0;
    for piece in detail.children() {
        if let Some(end) = check_piece(piece, length, covered, report) {
            covered = covered.max(end);
        }
    }
}

/// Returns where a sound piece ends. `covered` is where those before it end.
fn check_piece(
    piece: Value<'_>,
    length: u64,
    covered: u64,
    report: &mut Report<'_>,
) -> Option<u64> {
    let number = |key: &str| -> Option<u64> {
        let value = piece
            .get(key)
            .filter(|value| value.kind() == Kind::Number)?;
        std::str::from_utf8(value.raw()).ok()?.parse().ok()
    };
    let flag = piece
        .get("train")
        .is_some_and(|flag| flag.kind() == Kind::Bool);
    let (Some(begin), Some(end), true) = (number("begin_offset"), number("end_offset"), flag)
    else {
        report
            .error_at(piece.place(), "this piece lacks `begin_offset`, `end_offset` or `train`, or they are of the wrong kind")
            .because(FAILS)
            .help(SHAPE);
        return None;
    };
    let message = if begin > end {
        format!("this piece begins at {begin} and ends at {end}")
    } else if end > length {
        format!("this piece ends at {end}; the content has {length} characters")
    } else if begin < covered {
        format!("this piece begins at {begin}; one before it ends at {covered}")
    } else {
        return Some(end);
    };
    report
        .warning_at(piece.place(), message)
        .because(SKIPPED)
        .help("count characters from 0; pieces follow each other, and their ends are neither before their beginnings nor behind the content");
    None
}
