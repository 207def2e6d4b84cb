//! No text holds U+FFFD, the mark that a decoder leaves where it could not read a byte. What is broken in this very file is the business of
//! `broken-utf8` and `lone-surrogate`.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use tunesmith_core::Severity;

use crate::conversation::Conversation;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use crate::suspicion::Suspect;

pub(crate) static RULE: Rule = Rule {
    name: "replacement-character",
    summary: "a text holds the replacement character U+FFFD",
    page: include_str!("../../rules/replacement-character.md"),
    group: Group::Content,
    severity: Severity::Warning,
    since: "0.2.0",
    check: Check::EachExample(check),
};

/// Whether a text holds the character; cheap.
pub(crate) fn is_in(text: &[u8]) -> bool {
    static FINDER: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("\u{fffd}"));
    FINDER.find(text).is_some()
}

/// Where the character stands.
pub(crate) fn find(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices('\u{fffd}').map(|(at, _)| at)
}

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    for suspect in conversation.suspects() {
        let mut own = find(&suspect.text).filter(|at| is_written(suspect, *at));
        let Some(first) = own.next() else { continue };
        let more = match own.count() {
            0 => String::new(),
            more => format!(" (and {more} more in this text)"),
        };
        let place = suspect
            .value
            .place_in_text(first..first + '\u{fffd}'.len_utf8());
        report
            .warning_at(place, format!("the text holds U+FFFD, the replacement character{more}"))
            .because("a character was lost here when the text was read in the wrong encoding; the model learns to write the mark")
            .help("take the text from its source again with the right encoding, or write the character that is missing");
    }
}

/// Whether the record itself says U+FFFD here, rather than something that can not be read.
fn is_written(suspect: &Suspect<'_>, at: usize) -> bool {
    let value = suspect.value;
    let place = value.range_in_text(at..at + '\u{fffd}'.len_utf8());
    let from = (place.start - value.range().start) as usize;
    let raw = value.raw().get(from..).unwrap_or_default();
    raw.starts_with("\u{fffd}".as_bytes())
        || raw
            .get(..6)
            .is_some_and(|raw| raw.eq_ignore_ascii_case(br"\ufffd"))
}
