//! Content is a string or a list of parts the role may have. What is absent or null is the business of `missing-content`.

use tunesmith_core::{Role, Severity};

use crate::conversation::Conversation;
use crate::json::{Kind, Value};
use crate::profile::Limits;
use crate::quote::quote;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use crate::settings::nearest;

pub(crate) static RULE: Rule = Rule {
    name: "malformed-content",
    summary: "the content of a message is neither a string nor a list of parts its role may have",
    page: include_str!("../../rules/malformed-content.md"),
    group: Group::Content,
    severity: Severity::Error,
    since: "0.1.0",
    check: Check::EachChat(check),
};

const BECAUSE: &str = "the provider refuses the file or, at best, leaves this content out";

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    for message in &conversation.messages {
        let content = message.value.get_some("content");
        let (Some(role), Some(content)) = (&message.role, content) else {
            continue;
        };
        match content.kind() {
            Kind::String | Kind::Null => {}
            Kind::Array => check_parts(role, content, report),
            other => {
                report
                    .error_at(
                        content.place(),
                        format!("the content is {}, not a string", other.noun()),
                    )
                    .because(BECAUSE)
                    .help("write the text as a string");
            }
        }
    }
}

/// The kinds of part a role may have.
fn part_types(role: &Role, limits: &Limits) -> &'static [&'static str] {
    match role {
        Role::User => limits.user_parts,
        Role::Assistant => limits.assistant_parts,
        _ => &["text"],
    }
}

fn check_parts(role: &Role, parts: Value<'_>, report: &mut Report<'_>) {
    if *role == Role::Function {
        report
            .error_at(
                parts.place(),
                "the content of a `function` message is a list, not a string",
            )
            .because("only a string or `null` is taken here")
            .help("write the text as a string");
        return;
    }
    if parts.is_empty() {
        report
            .error_at(parts.place(), "the content is an empty list of parts")
            .because("at least one part is required")
            .help("write the text as a string, or remove the message");
        return;
    }
    let mut sound = true;
    let (mut refusals, mut count) = (0, 0);
    for part in parts.children() {
        count += 1;
        match check_part(role, part, report) {
            None => sound = false,
            Some(kind) => refusals += u64::from(kind == "refusal"),
        }
    }
    if !sound {
        return;
    }
    if refusals > 0 && count > 1 {
        report
            .error_at(parts.place(), "a refusal stands beside other parts")
            .because("an assistant message has one or more texts, or exactly one refusal")
            .help("keep either the refusal or the texts");
    } else if *role == Role::Tool {
        let because = if report.profile.speaks_openai() {
            "a fine-tuning job was refused for it: `key \"content\": Input should be a valid string`"
        } else {
            "some providers take a string only here"
        };
        report
            .warning_at(
                parts.place(),
                "the content of a `tool` message is a list of parts",
            )
            .because(because)
            .help("write the text as a string");
    }
}

/// Returns the kind of a sound part.
fn check_part(role: &Role, part: Value<'_>, report: &mut Report<'_>) -> Option<&'static str> {
    if part.kind() != Kind::Object {
        let what = part.kind().noun();
        report
            .error_at(part.place(), format!("this part is {what}, not an object"))
            .because(BECAUSE)
            .help(r#"write it as `{"type":"text","text":"…"}`"#);
        return None;
    }
    let limits = &report.profile.limits;
    let allowed = part_types(role, limits);
    let parts = || parts_of(role, allowed);
    let Some(kind) = part.get("type") else {
        report
            .error_at(part.place(), "this part has no `type`")
            .because(BECAUSE)
            .help(parts());
        return None;
    };
    let Some(name) = kind.text() else {
        let what = kind.kind().noun();
        report
            .error_at(
                kind.place(),
                format!("the type of this part is {what}, not a string"),
            )
            .because(BECAUSE)
            .help(parts());
        return None;
    };
    let Some(known) = allowed.iter().copied().find(|known| *known == name) else {
        // Where images may stand is the business of `misplaced-image`.
        if name == "image_url" && limits.images.is_some() {
            return None;
        }
        let place = kind.place();
        let draft = match limits.user_parts.iter().find(|known| **known == name) {
            Some(known) => {
                let message = format!("a message of role `{}` has a part `{known}`", role.name());
                report
                    .error_at(place, message)
                    .help("only user messages carry media")
            }
            None => report
                .error_at(
                    place,
                    format!("{} is not a kind of part here", quote(&name)),
                )
                .help(match nearest(&name, allowed.iter().copied()) {
                    Some(near) => format!("write `{near}`"),
                    None => parts(),
                }),
        };
        draft.because(BECAUSE);
        return None;
    };
    let sound = match known {
        "text" | "refusal" => check_text(part, known, report),
        "image_url" => check_image(part, report),
        // What audio and files look like is not documented for training data.
        _ => {
            report
                .warning_at(
                    kind.place(),
                    format!("fine-tuning is not said to take a part `{known}`"),
                )
                .because(
                    "the chat API takes it; the guides on fine-tuning name texts and images only",
                )
                .help("remove the part, or write what it says as text");
            true
        }
    };
    let strict = limits.strict_parts && sound;
    (sound && !(strict && has_other_key(part, known, report))).then_some(known)
}

fn has_other_key(part: Value<'_>, known: &str, report: &mut Report<'_>) -> bool {
    let mut found = false;
    for (before, member) in part.children_and_before() {
        let key = member.key();
        if key == "type" || key == known {
            continue;
        }
        found = true;
        report
            .error_at(
                member.key_place(),
                format!("{} is not a key of a part `{known}`", quote(&key)),
            )
            .because("the provider refuses parts with other keys than it knows")
            .help("remove it")
            .unsafe_fix(
                "remove the key",
                vec![(member.removal(before), String::new())],
            );
    }
    found
}

fn parts_of(role: &Role, allowed: &[&str]) -> String {
    if allowed.is_empty() {
        return "write the text as a string".to_owned();
    }
    format!(
        "a message of role `{}` has parts `{}`",
        role.name(),
        allowed.join("`, `")
    )
}

fn check_text(part: Value<'_>, key: &str, report: &mut Report<'_>) -> bool {
    match part.get(key) {
        Some(text) if text.kind() == Kind::String => return true,
        Some(text) => {
            let what = text.kind().noun();
            report
                .error_at(
                    text.place(),
                    format!("`{key}` of this part is {what}, not a string"),
                )
                .because(BECAUSE)
                .help("write the text as a string");
        }
        None => {
            // Other formats keep the text under another name.
            let is_text =
                |member: &Value<'_>| member.kind() == Kind::String && member.key() != "type";
            let help = match part.children().find(is_text) {
                Some(other) => format!("rename {} to `{key}`", quote(&other.key())),
                None => format!(r#"write it as `{{"type":"{key}","{key}":"…"}}`"#),
            };
            report
                .error_at(part.place(), format!("this part has no `{key}`"))
                .because(BECAUSE)
                .help(help);
        }
    }
    false
}

fn check_image(part: Value<'_>, report: &mut Report<'_>) -> bool {
    let shape = r#"write `"image_url":{"url":"…"}`"#;
    let Some(image) = part.get("image_url") else {
        report
            .error_at(part.place(), "this part has no `image_url`")
            .because(BECAUSE)
            .help(shape);
        return false;
    };
    if image.kind() == Kind::String && report.profile.limits.image_url_text {
        return true;
    }
    if image.kind() != Kind::Object {
        let what = image.kind().noun();
        report
            .error_at(
                image.place(),
                format!("`image_url` is {what}, not an object"),
            )
            .because(BECAUSE)
            .help(shape);
        return false;
    }
    match image.get("url") {
        Some(url) if url.kind() == Kind::String => true,
        other => {
            let place = other.map_or_else(|| image.place(), Value::place);
            report
                .error_at(place, "the image has no URL in a string")
                .because(BECAUSE)
                .help("write an `https` URL, or a `data:image/png;base64,…` URL");
            false
        }
    }
}
