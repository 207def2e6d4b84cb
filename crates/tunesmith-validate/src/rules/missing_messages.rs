//! A record has a list under `messages`; a preference record under `input`. Records of other formats are the business of
//! `unaccepted-format`.

use tunesmith_core::Severity;

use crate::conversation::{Conversation, Shape};
use crate::json::Value;
use crate::quote::quote;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use crate::settings::nearest;

pub(crate) static RULE: Rule = Rule {
    name: "missing-messages",
    summary: "the record has no list of messages",
    page: include_str!("../../rules/missing-messages.md"),
    group: Group::Structure,
    severity: Severity::Error,
    since: "0.1.0",
    check: Check::EachExample(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    // A record of a known format either is fine or the business of `unaccepted-format`.
    if conversation.is_chat() || is_other_format(conversation) {
        return;
    }
    let root = conversation.root;
    let input = root
        .get("input")
        .filter(|_| conversation.shape == Shape::Preference);
    let holder = input.unwrap_or(root);
    if let Some(value) = holder.get("messages") {
        let what = value.kind().noun();
        report
            .error_at(value.place(), format!("`messages` is {what}, not a list"))
            .because("the conversation can not be read")
            .help(r#"write a list of messages: `"messages":[{"role":"…","content":"…"}]`"#);
        return;
    }
    let because = match input {
        None if report.profile.speaks_openai() => {
            "the job fails with `Example X is missing key 'messages'`"
        }
        _ => "there is no conversation to learn from",
    };
    let draft = report
        .error_at(holder.place(), "`messages` is missing")
        .because(because);
    draft.help(help(holder));
}

fn is_other_format(conversation: &Conversation<'_>) -> bool {
    let format = conversation.likely_format();
    !format.is_empty()
        && !matches!(
            format,
            "openai-chat" | "openai-preference" | "openai-reinforcement"
        )
}

/// Says more where the record looks like one of another format.
fn help(root: Value<'_>) -> String {
    let keys: Vec<_> = root.children().map(|member| member.key()).collect();
    match nearest("messages", keys.iter().map(|key| &**key)) {
        Some(key) => format!("rename {} to `messages`", quote(key)),
        None => r#"put the conversation under it: `{"messages":[…]}`"#.to_owned(),
    }
}
