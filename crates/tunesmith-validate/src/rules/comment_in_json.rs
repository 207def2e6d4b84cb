//! JSON has no comments. One that fills a line is a finding too: that line holds no record.

use tunesmith_core::Severity;

use crate::record::Record;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use crate::syntax_fix;
use crate::syntax_report::{REFUSED, report_syntax};

pub(crate) static RULE: Rule = Rule {
    name: "comment-in-json",
    summary: "there is a comment in the JSON",
    page: include_str!("../../rules/comment-in-json.md"),
    group: Group::Syntax,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachRecord(check),
};

fn check(record: &Record<'_>, report: &mut Report<'_>) {
    report_syntax(&RULE, REFUSED, record, report, |_, draft| {
        draft.safe_fix("remove the comments", syntax_fix::remove_comments(record));
    });
}
