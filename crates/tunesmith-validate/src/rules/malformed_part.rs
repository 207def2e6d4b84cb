//! Where parts are told by their key, each part has one the provider knows, with a value of the right kind. What stands in an image or a
//! video is the business of `malformed-media`; a message without content that of `missing-content` and `malformed-turn`.

use tunesmith_core::Severity;

use crate::conversation::{Conversation, Shape};
use crate::json::{Kind, Value};
use crate::quote::quote;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use crate::rules::missing_field::is_known;

pub(crate) static RULE: Rule = Rule {
    name: "malformed-part",
    summary: "a part of a content is not of a kind the provider takes",
    page: include_str!("../../rules/malformed-part.md"),
    group: Group::Content,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachExample(check),
};

const BECAUSE: &str = "the provider tells the parts of a content by their key";

/// The strings a part of this key has in its object.
const MEMBERS: [(&str, &[&str]); 3] = [
    ("fileData", &["mimeType", "fileUri"]),
    ("functionCall", &["name"]),
    ("functionResponse", &["name"]),
];

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    if !is_known(conversation.root, report) {
        return;
    }
    let known = report.profile.limits.parts;
    if known.is_empty() || !matches!(conversation.shape, Shape::Chat | Shape::Contents) {
        return;
    }
    let system = conversation.system.and_then(|system| match system.kind() {
        Kind::Array => Some(system),
        Kind::Object => system.get_some("parts"),
        _ => None,
    });
    if let Some(system) = system {
        check_parts(system, &["text"], report);
    }
    let key = match conversation.shape {
        Shape::Contents => "parts",
        _ => "content",
    };
    for message in &conversation.messages {
        if let Some(content) = message.value.get_some(key) {
            check_parts(content, known, report);
        }
    }
}

fn check_parts(content: Value<'_>, known: &[&str], report: &mut Report<'_>) {
    match content.kind() {
        Kind::Array if content.is_empty() => {
            report
                .error_at(content.place(), "the list of parts is empty")
                .because("at least one part is required")
                .help(r#"write `[{"text":"…"}]`, or remove the message"#);
        }
        Kind::Array => content
            .children()
            .for_each(|part| check_part(part, known, report)),
        other => {
            let draft = report.error_at(
                content.place(),
                format!("the content is {}, not a list of parts", other.noun()),
            );
            draft.because(BECAUSE).help(r#"write `[{"text":"…"}]`"#);
            if other == Kind::String {
                let bytes = content.place().bytes;
                let edits = vec![
                    (bytes.start..bytes.start, r#"[{"text":"#.to_owned()),
                    (bytes.end..bytes.end, "}]".to_owned()),
                ];
                draft.safe_fix("make the text a part", edits);
            }
        }
    }
}

fn check_part(part: Value<'_>, known: &[&str], report: &mut Report<'_>) {
    if part.kind() != Kind::Object {
        let what = part.kind().noun();
        let draft = report.error_at(part.place(), format!("this part is {what}, not an object"));
        draft.because(BECAUSE).help(r#"write `{"text":"…"}`"#);
        return;
    }
    let mut found = false;
    for key in known {
        let Some(value) = spelled(part, key, report) else {
            continue;
        };
        found = true;
        let wanted = if *key == "text" {
            Kind::String
        } else {
            Kind::Object
        };
        if value.kind() != wanted {
            let (what, noun) = (value.kind().noun(), wanted.noun());
            report
                .error_at(
                    value.place(),
                    format!("`{key}` of this part is {what}, not {noun}"),
                )
                .because(BECAUSE)
                .help(format!("write {noun}"));
            continue;
        }
        check_members(key, value, report);
    }
    if found {
        check_other_keys(part, known, report);
    } else {
        let mut keys = part.children().map(|member| member.key());
        let message = match keys.find(|key| *key != "type") {
            Some(key) => format!("{} is not a part that is taken here", quote(&key)),
            None => "this part is empty".to_owned(),
        };
        report
            .error_at(part.place(), message)
            .because(BECAUSE)
            .help(format!("parts are `{}`", known.join("`, `")));
    }
}

/// What stands under a key, or under its spelling with underscores, which is the business of `snake-case-key`.
fn spelled<'a>(holder: Value<'a>, key: &str, report: &Report<'_>) -> Option<Value<'a>> {
    holder.get_some(key).or_else(|| {
        let spellings = report.profile.limits.camel_case;
        let (other, _) = spellings.iter().find(|(_, camel)| *camel == key)?;
        holder.get_some(other)
    })
}

/// Parts of other dialects say their kind under `type`, which nobody reads here.
fn check_other_keys(part: Value<'_>, known: &[&str], report: &mut Report<'_>) {
    for (before, member) in part.children_and_before() {
        let kind = member.text();
        if member.key() != "type" || !kind.is_some_and(|kind| known.contains(&&*kind)) {
            continue;
        }
        report
            .warning_at(member.key_place(), "`type` is not a key of a part here")
            .because(BECAUSE)
            .help("remove it: it belongs to parts of OpenAI's dialect")
            .safe_fix(
                "remove `type`",
                vec![(member.removal(before), String::new())],
            );
    }
}

fn check_members(key: &str, value: Value<'_>, report: &mut Report<'_>) {
    let members = MEMBERS.iter().filter(|(name, _)| *name == key);
    for member in members.flat_map(|(_, members)| *members) {
        let sound =
            spelled(value, member, report).is_some_and(|value| value.kind() == Kind::String);
        if !sound {
            report
                .error_at(
                    value.place(),
                    format!("`{key}` has no `{member}` that is a string"),
                )
                .because("the provider can not use the part without it")
                .help(format!("add `{member}`"));
        }
    }
}
