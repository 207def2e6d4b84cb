//! The endings of a preference pair are turns beside a conversation, and strings beside an instruction. Other kinds of value are the
//! business of `malformed-field`, the names of speakers that of `unknown-speaker`.

use tunesmith_core::{Role, Severity};

use crate::conversation::Conversation;
use crate::json::{Kind, Value};
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use crate::rules::missing_field::has;

pub(crate) static RULE: Rule = Rule {
    name: "malformed-ending",
    summary: "`chosen` or `rejected` is not what stands beside such a prompt",
    page: include_str!("../../rules/malformed-ending.md"),
    group: Group::Structure,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachExample(check),
};

const BECAUSE: &str = "the reader then takes the record for one without a preference, and leaves it out or trains the wrong thing";

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let root = conversation.root;
    let turns = has(root, "conversations") || has(root, "messages");
    for ending in &conversation.endings {
        let value = ending.value;
        let key = value.key();
        match (turns, value.kind()) {
            (true, Kind::Object) => {
                let answers = ending
                    .messages
                    .iter()
                    .all(|message| message.role.is_none() || message.role == Some(Role::Assistant));
                let text = ["value", "content"].iter().find_map(|key| value.get(key));
                let message = match text.map(Value::kind) {
                    Some(Kind::String) if answers => continue,
                    Some(Kind::String) => format!("`{key}` is not an answer"),
                    _ => format!("`{key}` has no text"),
                };
                report
                    .error_at(value.place(), message)
                    .because(BECAUSE)
                    .help(r#"write `{"from":"gpt","value":"…"}`"#);
            }
            (true, Kind::String) => {
                report
                    .error_at(value.place(), format!("`{key}` is a string, not a turn"))
                    .because(BECAUSE)
                    .help(r#"write `{"from":"gpt","value":"…"}`"#);
            }
            (false, Kind::Object) => {
                report
                    .error_at(value.place(), format!("`{key}` is an object, not a string"))
                    .because(BECAUSE)
                    .help("write the answer as a string");
            }
            _ => {}
        }
    }
}
