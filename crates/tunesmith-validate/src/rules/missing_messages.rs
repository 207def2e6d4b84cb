//! A record has a list under `messages`. Records of other known formats are recognised.

use tunesmith_core::Severity;

use crate::conversation::Conversation;
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
    if conversation.is_chat() {
        return;
    }
    let root = conversation.root;
    if let Some(value) = root.get("messages") {
        let what = value.kind().noun();
        report
            .error_at(value.place(), format!("`messages` is {what}, not a list"))
            .because("the conversation can not be read")
            .help(r#"write a list of messages: `"messages":[{"role":"…","content":"…"}]`"#);
        return;
    }
    report
        .error_at(root.place(), "`messages` is missing")
        .because("the job fails with `Example X is missing key 'messages'`")
        .help(help(root));
}

/// Says more where the record looks like one of another format.
fn help(root: Value<'_>) -> String {
    let has = |key| root.get(key).is_some();
    if has("conversations") {
        return "this is ShareGPT: convert it, `from` and `value` become `role` and `content`"
            .to_owned();
    }
    if has("instruction") {
        return "this is Alpaca: convert it, `instruction` and `output` become messages".to_owned();
    }
    if has("preferred_output") || has("non_preferred_output") || has("chosen") {
        return "this is a preference record: use it with a preference method, not with supervised fine-tuning"
            .to_owned();
    }
    if has("prompt") {
        return "this is a prompt with its completion: make a user and an assistant message of them".to_owned();
    }
    let keys: Vec<_> = root.children().map(|member| member.key()).collect();
    match nearest("messages", keys.iter().map(|key| &**key)) {
        Some(key) => format!("rename {} to `messages`", quote(key)),
        None => r#"put the conversation under it: `{"messages":[…]}`"#.to_owned(),
    }
}
