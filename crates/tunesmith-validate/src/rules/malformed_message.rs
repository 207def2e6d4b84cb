//! Every item of the list of messages is an object.

use tunesmith_core::Severity;

use crate::conversation::Conversation;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "malformed-message",
    summary: "a message is not an object",
    page: include_str!("../../rules/malformed-message.md"),
    group: Group::Structure,
    severity: Severity::Error,
    since: "0.1.0",
    check: Check::EachChat(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    for message in conversation
        .messages
        .iter()
        .filter(|message| !message.is_object())
    {
        let what = message.value.kind().noun();
        report
            .error_at(
                message.value.place(),
                format!("this message is {what}, not an object"),
            )
            .because("a message without role and content can not be read")
            .help(r#"write it as `{"role":"…","content":"…"}`"#);
    }
}
