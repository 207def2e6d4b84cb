//! Every question has its answer: the number of turns is even, for preference pairs odd. Turns out of order are the business of
//! `misplaced-turn`.

use tunesmith_core::Severity;

use crate::conversation::{Conversation, Shape};
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use crate::rules::misplaced_turn::{Order, order};

pub(crate) static RULE: Rule = Rule {
    name: "unpaired-turn",
    summary: "the last turn has no counterpart",
    page: include_str!("../../rules/unpaired-turn.md"),
    group: Group::Roles,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachExample(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let Order::Right(turns, Some(last)) = order(conversation) else {
        return;
    };
    let pair = conversation.shape == Shape::Preference;
    if (turns % 2 == 1) == pair {
        return;
    }
    let (message, help) = if pair {
        (
            "the last turn before the two answers is an answer itself",
            "remove it, or add the question that the two answers belong to",
        )
    } else {
        (
            "the last turn has no answer",
            "add the answer, or remove the turn",
        )
    };
    report
        .error_at(last.value.place(), message)
        .because("the reader says `Skipping this abnormal example.` in its log and leaves the example out")
        .help(help);
}
