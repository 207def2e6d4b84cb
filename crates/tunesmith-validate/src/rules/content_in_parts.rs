//! Where the provider takes strings only, no content is a list of parts. Content that is neither is the business of `malformed-content`.

use tunesmith_core::Severity;

use crate::conversation::{Conversation, Shape};
use crate::json::{Kind, Value};
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "content-in-parts",
    summary: "the content of a message is no string, and the provider takes strings only",
    page: include_str!("../../rules/content-in-parts.md"),
    group: Group::Content,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachExample(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    if conversation.shape != Shape::Chat {
        return;
    }
    for message in &conversation.messages {
        let Some(content) = message.content.filter(|content| !content.is_null()) else {
            continue;
        };
        if content.kind() == Kind::String {
            continue;
        }
        let draft = report.error_at(
            content.place(),
            format!("the content is {}, not a string", content.kind().noun()),
        );
        draft
            .because("the provider trains on plain text only and takes no other content")
            .help("write the text as a string");
        let mut parts = content.children();
        if let (Some(part), None) = (parts.next(), parts.next()) {
            let text = part.get("text").filter(|text| text.kind() == Kind::String);
            if let Some(raw) = text.and_then(raw) {
                let edit = (content.place().bytes, raw.to_owned());
                draft.safe_fix("keep the text of the part", vec![edit]);
            }
        }
    }
}

fn raw(text: Value<'_>) -> Option<&str> {
    std::str::from_utf8(text.raw()).ok()
}
