//! The id of a tool call has the form the provider wants. Calls of the last message may do without: what they are is learned, their
//! ids are not.

use crate::conversation::{Call, Conversation, Message};
use crate::fingerprint;
use crate::quote::quote;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use tunesmith_core::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "malformed-tool-call-id",
    summary: "the id of a tool call is not of the form the provider wants",
    page: include_str!("../../rules/malformed-tool-call-id.md"),
    group: Group::Tools,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachChat(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let Some(length) = report.profile.limits.call_id_length else {
        return;
    };
    let messages = &conversation.messages;
    let before_last = messages.len().saturating_sub(1);
    let calls = messages[..before_last].iter().flat_map(Message::calls);
    let wrong = |call: &Call<'_>| {
        call.id
            .as_ref()
            .is_some_and(|id| !id.is_empty() && !fits(id, length))
    };
    let wrong: Vec<_> = calls.filter(wrong).collect();
    if wrong.is_empty() {
        return;
    }
    let mut places = places(conversation);
    for call in wrong {
        let (Some(id), Some(value)) = (call.id, call.value.get("id")) else {
            continue;
        };
        let draft = report
            .error_at(value.place(), format!("the id {} is not {length} letters and digits", quote(&id)))
            .because("the provider takes ids of exactly this form")
            .help(format!("use exactly {length} of `a`-`z`, `A`-`Z`, `0`-`9`, in the call and in the message that answers it"));
        // Each id is replaced once, in all places.
        if let Some(places) = places.remove(&id) {
            let new = format!("\"{}\"", short_id(&id, length));
            let edits = places.into_iter().map(|place| (place, new.clone()));
            draft.safe_fix("replace the id in calls and answers", edits.collect());
        }
    }
}

fn fits(id: &str, length: usize) -> bool {
    id.len() == length && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Where each id stands, in calls and in answers.
fn places<'a>(conversation: &Conversation<'a>) -> BTreeMap<Cow<'a, str>, Vec<Range<u32>>> {
    let messages = || conversation.messages.iter();
    let calls = messages()
        .flat_map(Message::calls)
        .filter_map(|call| call.value.get("id"));
    let answers = messages().filter_map(|message| message.value.get("tool_call_id"));
    let mut places: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for value in calls.chain(answers) {
        if let Some(id) = value.text() {
            places.entry(id).or_default().push(value.place().bytes);
        }
    }
    places
}

/// An id of the wanted length that depends on the old one alone.
fn short_id(id: &str, length: usize) -> String {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let mut hash = fingerprint::text(id.as_bytes());
    let digit = |_| {
        let digit = DIGITS[(hash % 36) as usize];
        hash /= 36;
        char::from(digit)
    };
    (0..length).map(digit).collect()
}
