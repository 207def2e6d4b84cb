//! Escapes of UTF-16 surrogates come in pairs. A half stands for no character and can not be written as UTF-8.

use tunesmith_core::Severity;

use crate::record::Record;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use crate::syntax_fix;
use crate::syntax_report::report_syntax;

pub(crate) static RULE: Rule = Rule {
    name: "lone-surrogate",
    summary: "an escape is half of a surrogate pair",
    page: include_str!("../../rules/lone-surrogate.md"),
    group: Group::Syntax,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachRecord(check),
};

fn check(record: &Record<'_>, report: &mut Report<'_>) {
    report_syntax(
        &RULE,
        "strict readers refuse the line, others fail when they write the text as UTF-8",
        record,
        report,
        |_, draft| {
            let edits = syntax_fix::remove_lone_surrogates(record);
            draft.unsafe_fix("remove the halves of characters", edits);
        },
    );
}
