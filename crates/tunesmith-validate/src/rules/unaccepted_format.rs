//! The record is in a format that is known but not one the provider takes. One whose format is not known is the business of
//! `missing-messages`.

use crate::conversation::Conversation;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use tunesmith_core::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "unaccepted-format",
    summary: "the record is in a format the provider does not take",
    page: include_str!("../../rules/unaccepted-format.md"),
    group: Group::Structure,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachExample(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let name = conversation.likely_format();
    let profile = report.profile;
    if profile.takes(name) {
        return;
    }
    let because = match name {
        "prompt-completion" if profile.speaks_openai() => {
            "this is the legacy format, without new training since 2024-10-28".to_owned()
        }
        _ if profile.speaks_openai() && !conversation.is_chat() => {
            "the job fails with `Unexpected file format, expected either prompt/completion pairs or chat messages.`".to_owned()
        }
        _ => format!("{} takes `{}`", profile.name, profile.formats.join("`, `")),
    };
    report
        .error_at(
            conversation.root.place(),
            format!("the record is in the format `{name}`"),
        )
        .because(because)
        .help(format!(
            "convert the file: `tunesmith convert --to {}`",
            profile.formats[0]
        ));
}
