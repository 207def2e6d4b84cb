//! Where the provider wants it so, the messages of a record keep their content either all as strings or all as lists of parts.

use crate::conversation::Conversation;
use crate::json::Kind;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use tunesmith_core::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "mixed-content-kinds",
    summary: "content is a string in some messages and a list of parts in others",
    page: include_str!("../../rules/mixed-content-kinds.md"),
    group: Group::Content,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachChat(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let of = |kind: Kind| {
        let contents = conversation
            .messages
            .iter()
            .filter_map(|message| message.content);
        contents.into_iter().find(|content| content.kind() == kind)
    };
    let (Some(parts), Some(text)) = (of(Kind::Array), of(Kind::String)) else {
        return;
    };
    let strings = conversation
        .messages
        .iter()
        .filter_map(|message| message.content);
    let edits = strings
        .filter(|content| content.kind() == Kind::String)
        .flat_map(|content| {
            let bytes = content.place().bytes;
            [
                (
                    bytes.start..bytes.start,
                    r#"[{"type":"text","text":"#.to_owned(),
                ),
                (bytes.end..bytes.end, "}]".to_owned()),
            ]
        });
    report
        .error_at(
            text.place(),
            "the content is a string here and a list of parts elsewhere",
        )
        .because("the provider wants all messages of a record to be of one kind")
        .help(r#"write each string as `[{"type":"text","text":"…"}]`"#)
        .related(parts.place(), "a list of parts is here")
        .safe_fix("write each string as a list of one part", edits.collect());
}
