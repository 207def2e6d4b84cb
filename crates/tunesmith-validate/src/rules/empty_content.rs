//! What the person or the model says is not empty. Absent and null content is the business of `missing-content`; an answer that calls
//! tools may say nothing, and so may the optional input of an instruction.

use tunesmith_core::{Role, Severity};

use crate::conversation::Conversation;
use crate::json::{Kind, Value};
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use crate::suspicion::Suspect;

pub(crate) static RULE: Rule = Rule {
    name: "empty-content",
    summary: "a message says nothing",
    page: include_str!("../../rules/empty-content.md"),
    group: Group::Content,
    severity: Severity::Warning,
    since: "0.2.0",
    check: Check::EachExample(check),
};

/// Whether a text is nothing but white space.
pub(crate) fn is_blank(text: &str) -> bool {
    text.trim_start().is_empty()
}

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    for suspect in conversation.suspects() {
        let Some(role @ (Role::User | Role::Assistant)) = &suspect.role else {
            continue;
        };
        if !is_blank(&suspect.text) || says_more(suspect) || suspect.is_field("input") {
            continue;
        }
        let what = if suspect.text.is_empty() {
            "is empty"
        } else {
            "is white space only"
        };
        let refused = report.profile.limits.speaking_roles.contains(&role.name())
            && conversation.endings.is_empty()
            && is_empty(suspect);
        let because = if refused {
            "the provider refuses a message without a word"
        } else if *role == Role::Assistant {
            "the model learns to answer nothing"
        } else {
            "the model learns to answer what nobody asked"
        };
        let place = suspect.value.place();
        let message = format!("the content of this `{}` message {what}", role.name());
        let draft = if refused {
            report.error_at(place, message)
        } else {
            report.warning_at(place, message)
        };
        draft
            .because(because)
            .help("write what is said, or remove the record");
    }
}

/// Whether there is not even white space; where parts are told by `type`, a list of them is something.
fn is_empty(suspect: &Suspect<'_>) -> bool {
    let parts = suspect.message.get("content");
    let parts = parts.filter(|content| content.kind() == Kind::Array);
    let mut parts = parts.into_iter().flat_map(Value::children);
    suspect.text.is_empty()
        && parts.all(|part| {
            let text = part.get("text").and_then(Value::text);
            part.get("type").is_none() && text.is_some_and(|text| text.is_empty())
        })
}

/// Whether the message holds something beside this text.
fn says_more(suspect: &Suspect<'_>) -> bool {
    let message = suspect.message;
    let acts = ["tool_calls", "function_call", "refusal", "audio"];
    if acts.iter().any(|key| message.get_some(key).is_some()) {
        return true;
    }
    let lists = ["content", "parts"]
        .iter()
        .filter_map(|key| message.get(key));
    let mut parts = lists
        .filter(|list| list.kind() == Kind::Array)
        .flat_map(Value::children);
    let own = suspect.value.range();
    // Of several blank parts the first one speaks.
    parts.any(|part| {
        let text = part.get("text").filter(|text| text.kind() == Kind::String);
        text.is_none_or(|text| {
            text.range().start < own.start || text.text().is_some_and(|text| !is_blank(&text))
        })
    })
}
