//! At least one message is the assistant's: it is what is trained. Silent where a role is unknown, as that may be the assistant, and in
//! records whose answer stands elsewhere (preferences) or is the model's to give (reinforcement).

use tunesmith_core::{Role, Severity};

use crate::conversation::{Conversation, Message, Shape};
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use crate::rules::missing_field::is_known;

pub(crate) static RULE: Rule = Rule {
    name: "missing-assistant",
    summary: "no message is the assistant's",
    page: include_str!("../../rules/missing-assistant.md"),
    group: Group::Roles,
    severity: Severity::Error,
    since: "0.1.0",
    check: Check::EachChat(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let messages = &conversation.messages;
    let Some(list) = conversation.list.filter(|_| !messages.is_empty()) else {
        return;
    };
    let profile = report.profile;
    let taken = profile.takes(conversation.likely_format()) || is_known(conversation.root, report);
    if conversation.shape == Shape::Preference || !taken {
        return;
    }
    let may_answer = |message: &Message<'_>| message.role.is_none() || message.is(&Role::Assistant);
    let answered = messages.iter().any(may_answer);
    let asked_of_model =
        || profile.takes("openai-reinforcement") && conversation.is_reinforcement();
    if !answered && !asked_of_model() {
        report
            .error_at(list.place(), "no message has the role `assistant`")
            .because("only assistant messages are trained; this record teaches nothing")
            .help("add the answer that is to be learned, or remove the record");
    }
}
