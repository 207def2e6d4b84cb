//! Each record is a JSON object.

use tunesmith_core::Severity;

use crate::json::Kind;
use crate::record::Record;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "record-not-object",
    summary: "the record is not a JSON object",
    page: include_str!("../../rules/record-not-object.md"),
    group: Group::Structure,
    severity: Severity::Error,
    since: "0.1.0",
    check: Check::EachRecord(check),
};

const BECAUSE: &str = "the upload fails with `Expected file to have JSONL format, where every line is a JSON dictionary`";

fn check(record: &Record<'_>, report: &mut Report<'_>) {
    let Some(root) = record
        .root()
        .filter(|root| record.is_complete() && root.kind() != Kind::Object)
    else {
        return;
    };
    let message = format!("this record is {}, not an object", root.kind().noun());
    let first = root.children().next();
    let objects = first.is_some_and(|item| item.kind() == Kind::Object);
    let messages = first.is_some_and(|item| item.get("role").is_some());
    let help = match root.kind() {
        Kind::Array if objects && !messages => {
            "write each element on a line of its own, without brackets and commas (`jq -c '.[]'`)"
        }
        Kind::Array => r#"if these are the messages, write `{"messages":[…]}`"#,
        Kind::String => "if the record was encoded twice, decode it once",
        _ => r#"write an object, as in `{"messages":[…]}`"#,
    };
    report
        .error_at(root.place(), message)
        .because(BECAUSE)
        .help(help);
}
