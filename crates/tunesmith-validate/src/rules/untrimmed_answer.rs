//! An answer neither begins nor ends with white space. Texts of bare `completion` and `text` fields are left alone: there it may be meant.

use std::ops::Range;

use tunesmith_core::Severity;

use crate::conversation::Conversation;
use crate::json::Kind;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "untrimmed-answer",
    summary: "an answer begins or ends with white space",
    page: include_str!("../../rules/untrimmed-answer.md"),
    group: Group::Content,
    severity: Severity::Info,
    since: "0.2.0",
    check: Check::EachExample(check),
};

/// The white space before and after a text that has some and is not blank.
pub(crate) fn ends(text: &str) -> Option<[Range<usize>; 2]> {
    let inner = text.trim_start();
    let begin = text.len() - inner.len();
    let end = begin + inner.trim_end().len();
    let blank = inner.is_empty();
    (!blank && (begin > 0 || end < text.len())).then_some([0..begin, end..text.len()])
}

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    for suspect in conversation.suspects() {
        let exempt = suspect.rejected || suspect.is_field("completion") || suspect.is_field("text");
        // Why: a part may end in the white space that divides it from the next.
        let is_part = suspect.message.children().any(|member| {
            member.kind() == Kind::Array
                && member.children().nth(1).is_some()
                && member.range().contains(&suspect.value.range().start)
        });
        if !suspect.is_answer() || exempt || is_part {
            continue;
        }
        let Some([before, after]) = ends(&suspect.text) else {
            continue;
        };
        let what = match (before.is_empty(), after.is_empty()) {
            (false, false) => "begins and ends",
            (false, true) => "begins",
            _ => "ends",
        };
        let first = if before.is_empty() { &after } else { &before };
        let place = suspect.value.place_in_text(first.clone());
        let trims = [before, after]
            .into_iter()
            .filter(|space| !space.is_empty());
        let edits = trims.map(|space| (suspect.value.range_in_text(space), String::new()));
        report
            .info_at(place, format!("this answer {what} with white space"))
            .because("the model learns to write it too")
            .help("remove it, unless all answers are meant to have it")
            .unsafe_fix("remove the white space around the answer", edits.collect());
    }
}
