//! `schemaVersion` names the version the provider knows. One that is no string is the business of `malformed-field`.

use tunesmith_core::Severity;

use crate::conversation::Conversation;
use crate::quote::quote;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "unknown-schema-version",
    summary: "the schema version is not the one the provider knows",
    page: include_str!("../../rules/unknown-schema-version.md"),
    group: Group::Structure,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachExample(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let Some(known) = report.profile.limits.schema_version else {
        return;
    };
    let found = conversation.root.get_some("schemaVersion");
    let Some((version, text)) = found.and_then(|version| Some((version, version.text()?))) else {
        return;
    };
    if text == known {
        return;
    }
    report
        .error_at(
            version.place(),
            format!("{} is not a known version", quote(&text)),
        )
        .because("the version says how the rest of the record is read")
        .help(format!("write `{known}`"))
        .unsafe_fix(
            format!("write `{known}`"),
            vec![(version.place().bytes, format!("\"{known}\""))],
        );
}
