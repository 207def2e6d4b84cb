//! The two endings of a preference record differ.

use crate::conversation::Conversation;
use crate::fingerprint;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use tunesmith_core::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "identical-preferences",
    summary: "the two endings of a preference record are the same",
    page: include_str!("../../rules/identical-preferences.md"),
    group: Group::Content,
    severity: Severity::Warning,
    since: "0.2.0",
    check: Check::EachExample(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let [better, worse] = conversation.endings.as_slice() else {
        return;
    };
    let same = better.value.kind() == worse.value.kind()
        && fingerprint::value(better.value) == fingerprint::value(worse.value);
    if same {
        report
            .warning_at(worse.value.key_place(), "both endings say the same")
            .because("there is nothing to prefer; the record costs tokens and teaches nothing")
            .help("remove the record, or write the ending that is worse")
            .related(better.value.key_place(), "the other ending is here");
    }
}
