//! Turns alternate: questions and tool results at odd places, answers and calls at even ones, after an optional system prompt. Silent
//! from a turn on whose speaker is unknown.

use tunesmith_core::{Role, Severity};

use crate::conversation::{Conversation, Message, Shape};
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "misplaced-turn",
    summary: "a turn is not where its speaker may speak",
    page: include_str!("../../rules/misplaced-turn.md"),
    group: Group::Roles,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachExample(check),
};

/// The order of the turns as the reader sees it.
pub(super) enum Order<'c, 'a> {
    /// It is right, for this many turns; the last of them.
    Right(u64, Option<&'c Message<'a>>),
    /// This turn is the first that is out of place, counted from 1.
    Wrong(u64, &'c Message<'a>),
    /// It can not be told.
    Unknown,
}

pub(super) fn order<'c, 'a>(conversation: &'c Conversation<'a>) -> Order<'c, 'a> {
    if conversation.list.is_none() || conversation.shape == Shape::Contents {
        return Order::Unknown;
    }
    let chat = conversation.shape == Shape::Chat;
    let mut turns = 0;
    let mut last: Option<&Message<'_>> = None;
    for (index, message) in conversation.messages.iter().enumerate() {
        let Some(role) = &message.role else {
            return Order::Unknown;
        };
        if index == 0 && *role == Role::System {
            continue;
        }
        // Why: results of parallel calls stand side by side in chats, and the reader joins them.
        let joined =
            chat && *role == Role::Tool && last.is_some_and(|last| last.role == Some(Role::Tool));
        if joined {
            continue;
        }
        turns += 1;
        let asks = matches!(role, Role::User | Role::Tool | Role::Function);
        if asks != (turns % 2 == 1) || *role == Role::System {
            return Order::Wrong(turns, message);
        }
        last = Some(message);
    }
    Order::Right(turns, last)
}

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let Order::Wrong(place, message) = order(conversation) else {
        return;
    };
    let (parity, wanted) = if place % 2 == 1 {
        ("odd", "a question or a tool result")
    } else {
        ("even", "an answer or a call")
    };
    let who = message.role.as_ref().map_or("", Role::name);
    report
        .error_at(
            message.value.place(),
            format!("turn {place} is of role `{who}`; at an {parity} place stands {wanted}"),
        )
        .because("the reader says `Skipping this abnormal example.` in its log and leaves the example out")
        .help("join turns of the same side, or remove the ones that are out of place");
}
