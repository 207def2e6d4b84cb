//! What stands under a key of the record is of the kind the provider reads. `null` counts as absent, which is the business of `missing-field`.

use tunesmith_core::Severity;

use crate::conversation::Conversation;
use crate::json::{Kind, Value};
use crate::profile::FieldKind;
use crate::quote::quote;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "malformed-field",
    summary: "the value under a key of the record is of the wrong kind",
    page: include_str!("../../rules/malformed-field.md"),
    group: Group::Structure,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachExample(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    for (key, kinds) in report.profile.limits.fields {
        let Some(value) = conversation.root.get_some(key) else {
            continue;
        };
        if kinds.iter().any(|kind| kind_of(*kind) == value.kind()) {
            if kinds.contains(&FieldKind::Texts) {
                check_texts(value, report);
            }
            continue;
        }
        let wanted: Vec<_> = kinds.iter().map(|kind| kind_of(*kind).noun()).collect();
        let wanted = wanted.join(" or ");
        let draft = report.error_at(
            value.place(),
            format!("`{key}` is {}, not {wanted}", value.kind().noun()),
        );
        draft
            .because("the reader of the file takes no other kind of value here")
            .help(format!("write {wanted}"));
        // Why: spelled as a word or a digit, a flag can mean one thing only.
        let flag = match value.raw() {
            br#""true""# | br#""True""# | b"1" | br#""1""# => "true",
            br#""false""# | br#""False""# | b"0" | br#""0""# => "false",
            _ => continue,
        };
        if kinds.contains(&FieldKind::Flag) {
            let edit = (value.place().bytes, flag.to_owned());
            draft.safe_fix(format!("write `{flag}`"), vec![edit]);
        }
    }
}

fn check_texts(object: Value<'_>, report: &mut Report<'_>) {
    for value in object
        .children()
        .filter(|value| value.kind() != Kind::String)
    {
        let (key, holder) = (quote(&value.key()), object.key());
        let what = value.kind().noun();
        report
            .warning_at(
                value.place(),
                format!("{key} in `{holder}` is {what}, not a string"),
            )
            .because("the provider's documents have strings here")
            .help("write it as a string");
    }
}

fn kind_of(kind: FieldKind) -> Kind {
    match kind {
        FieldKind::Text => Kind::String,
        FieldKind::List => Kind::Array,
        FieldKind::Object | FieldKind::Texts => Kind::Object,
        FieldKind::Flag => Kind::Bool,
    }
}
