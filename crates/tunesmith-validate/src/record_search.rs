//! Looks for a text in what is said in records.
//!
//! Most records do not hold the text, and that is told from their bytes. Invariant: a record is passed over only if no escape in it could
//! stand for a part of the text, so the answer is always that of the decoded texts.

use std::borrow::Cow;

use memchr::memmem::Finder;
use tunesmith_core::Role;

use crate::json::{Kind, Value};
use crate::message_view::text_of;
use crate::pieces::{CallParts, Piece, pieces, system_pieces};
use crate::record_view::read;
use crate::search_prefilter::Prefilter;
use crate::spoken::Spoken;
use crate::tool_view::tool_values;

/// What is looked for, and where.
pub struct RecordSearch {
    /// In small letters, unless the case matters.
    finder: Finder<'static>,
    /// Nothing is found where there is nothing to look for.
    is_empty: bool,
    match_case: bool,
    roles: Option<Vec<Role>>,
    prefilter: Prefilter,
}

impl RecordSearch {
    /// Looks for `text` in the messages of these roles; without roles in the tools and all other texts of a record too. An empty text is in no
    /// record. Unless the case matters, letters are compared by their simple lowercase.
    pub fn new(text: &str, roles: Option<&[Role]>, match_case: bool) -> Self {
        let text = if match_case {
            Cow::Borrowed(text)
        } else {
            lowercase(text)
        };
        Self {
            finder: Finder::new(text.as_bytes()).into_owned(),
            is_empty: text.is_empty(),
            match_case,
            roles: roles.map(<[Role]>::to_vec),
            prefilter: Prefilter::new(&text, match_case),
        }
    }

    /// Whether a record holds the text.
    pub fn matches(&self, record: &[u8]) -> bool {
        if self.is_empty || self.prefilter.rules_out(record) {
            return false;
        }
        let parsed = read(record);
        let spoken = Spoken::read(&parsed);
        let found = spoken.is_some_and(|spoken| self.is_said(&spoken));
        // Why: of a record that is not understood, nobody knows what is said in it.
        found
            || self.roles.is_none()
                && !parsed.is_complete()
                && self.is_in(&String::from_utf8_lossy(record))
    }

    fn is_said(&self, spoken: &Spoken<'_>) -> bool {
        let system = spoken.system.filter(|_| self.wants(Some(&Role::System)));
        if system.is_some_and(|system| self.any_piece(&system_pieces(system))) {
            return true;
        }
        let said = spoken.all().any(|said| {
            let (own, results): (Vec<_>, Vec<_>) = pieces(&said.message)
                .into_iter()
                .partition(|piece| !matches!(piece, Piece::Result(_)));
            // Why: a result says what a tool said, in whichever message it stands.
            self.wants(said.message.role.as_ref()) && self.any_piece(&own)
                || self.wants(Some(&Role::Tool)) && self.any_piece(&results)
        });
        said || self.roles.is_none() && self.is_anywhere(spoken)
    }

    fn wants(&self, role: Option<&Role>) -> bool {
        match &self.roles {
            None => true,
            Some(roles) => role.is_some_and(|role| roles.contains(role)),
        }
    }

    fn any_piece(&self, pieces: &[Piece<'_>]) -> bool {
        pieces.iter().any(|piece| match *piece {
            Piece::Text(value)
            | Piece::Refusal(value)
            | Piece::Thinking(value)
            | Piece::CallText(value) => self.is_in_text(value),
            Piece::Call(call) => {
                let CallParts {
                    name, arguments, ..
                } = CallParts::of(call);
                [name, arguments]
                    .into_iter()
                    .flatten()
                    .any(|value| self.is_within(value))
            }
            Piece::Result(result) => self.is_within(result),
            Piece::Media(_) => false,
            Piece::Other(value) => self.is_within(value),
        })
    }

    /// Whether a tool or any other member holds it; who speaks and what kind of thing something is are no texts.
    fn is_anywhere(&self, spoken: &Spoken<'_>) -> bool {
        let tools = tool_values(&spoken.conversation);
        tools.into_iter().any(|tools| self.is_within(tools))
            || self.is_in_values(spoken.conversation.root)
    }

    /// Whether a key or a value in here holds it.
    fn is_within(&self, value: Value<'_>) -> bool {
        match value.kind() {
            Kind::Array | Kind::Object => value
                .children()
                // Why: the reader stops at 256 levels, so this recursion does too.
                .any(|child| self.is_in(&child.key()) || self.is_within(child)),
            _ => self.is_in_text(value),
        }
    }

    fn is_in_values(&self, value: Value<'_>) -> bool {
        match value.kind() {
            Kind::Array | Kind::Object => value.children().any(|child| {
                !matches!(&*child.key(), "role" | "from" | "type") && self.is_in_values(child)
            }),
            _ => !is_data(value) && self.is_in_text(value),
        }
    }

    fn is_in_text(&self, value: Value<'_>) -> bool {
        match value.text() {
            Some(text) => self.is_in(&text),
            None if value.kind() == Kind::String => self.is_in(&text_of(value)),
            None => self.is_in(&String::from_utf8_lossy(value.raw())),
        }
    }

    fn is_in(&self, text: &str) -> bool {
        if self.match_case {
            return self.finder.find(text.as_bytes()).is_some();
        }
        self.finder.find(lowercase(text).as_bytes()).is_some()
    }
}

/// Whether a string is what a picture or a sound is made of.
fn is_data(value: Value<'_>) -> bool {
    value.raw().starts_with(b"\"data:")
        || matches!(&*value.key(), "data" | "file_data" | "bytes" | "base64")
}

/// The text in small letters, one for each.
fn lowercase(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return text.to_ascii_lowercase().into();
    }
    text.chars().map(simple_lowercase).collect()
}

/// Unicode's simple lowercase: a single character. The first of the full one is that in every case.
pub(crate) fn simple_lowercase(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}
