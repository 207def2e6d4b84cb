//! `train` says whether a message, or a part of it, is trained: `true` or `false`. Absent and `null` leave it to the settings.

use tunesmith_core::Severity;

use crate::conversation::Conversation;
use crate::json::{Kind, Value};
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "malformed-train-flag",
    summary: "`train` of a message is neither true nor false",
    page: include_str!("../../rules/malformed-train-flag.md"),
    group: Group::Structure,
    severity: Severity::Warning,
    since: "0.2.0",
    check: Check::EachExample(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    for message in conversation.all_messages() {
        check_flag(message.value, report);
        let parts = message
            .content
            .filter(|content| content.kind() == Kind::Array);
        for part in parts.into_iter().flat_map(Value::children) {
            check_flag(part, report);
        }
    }
}

fn check_flag(owner: Value<'_>, report: &mut Report<'_>) {
    let Some(flag) = owner
        .get_some("train")
        .filter(|flag| flag.kind() != Kind::Bool)
    else {
        return;
    };
    let draft = report.error_at(
        flag.place(),
        format!("`train` is {}, not true or false", flag.kind().noun()),
    );
    draft
        .because(
            "whatever is not empty and not 0 counts as true: the string `false` would be trained",
        )
        .help("write `true` or `false`");
    let meant = match flag.raw() {
        br#""true""# | br#""True""# | b"1" => "true",
        br#""false""# | br#""False""# | b"0" => "false",
        _ => return,
    };
    let edit = (flag.place().bytes, meant.to_owned());
    draft.unsafe_fix(format!("write `{meant}`"), vec![edit]);
}
