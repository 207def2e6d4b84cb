//! One message as it is shown: its pieces, its calls, and what else it has.

use tunesmith_core::Role;

use crate::json::{Kind, Value, decode};
use crate::media_view::{Medium, media};
use crate::pieces::{CallParts, Piece, THINKING, pieces, speaker};
use crate::record::Record;
use crate::record_view::{
    CallView, MemberView, MessageView, Part, PartView, PlaceView, member_view,
};
use crate::spoken::{Said, Standing};
use crate::text_view::pretty_text;
use crate::trained::Verdict;

pub(crate) fn message_view(said: &Said<'_>, (trained, why): Verdict) -> MessageView {
    let message = &said.message;
    let pieces = pieces(message);
    let written = speaker(message).map_or_else(
        || match said.standing {
            Standing::Step => "completions".to_owned(),
            Standing::History => "history".to_owned(),
            _ => message.value.key().into_owned(),
        },
        text_or_json,
    );
    let text_of = |key: &str| message.value.get_some(key).map(text_or_json);
    MessageView {
        place: PlaceView::of(message.value),
        written_role: written,
        role: message.role.as_ref().and_then(role_name),
        name: text_of("name"),
        calls: pieces.iter().flat_map(call_views).collect(),
        parts: part_views(&pieces),
        answers: text_of("tool_call_id"),
        weight: message.value.get("weight").map(lossy),
        trained,
        why,
        members: members(said, pieces.is_empty()),
    }
}

/// Known roles have names that live as long as the program.
fn role_name(role: &Role) -> Option<&'static str> {
    Some(match role {
        Role::System => "system",
        Role::Developer => "developer",
        Role::User => "user",
        Role::Assistant => "assistant",
        Role::Tool => "tool",
        Role::Function => "function",
        Role::Other(_) => return None,
    })
}

/// The members of a message that nothing else shows; of a message that says nothing, also that its content is null.
fn members(said: &Said<'_>, says_nothing: bool) -> Vec<MemberView> {
    const SHOWN: [&str; 6] = ["role", "from", "name", "tool_call_id", "weight", "refusal"];
    let message = &said.message;
    if !message.is_object() {
        return Vec::new();
    }
    let content = message.content.map(|content| content.range());
    let is_shown = |member: &Value<'_>| {
        let key = member.key();
        let kind = member.kind();
        match &*key {
            "content" | "value" | "parts" => {
                content == Some(member.range()) && (kind != Kind::Null || !says_nothing)
            }
            "text" => content.is_none() && kind == Kind::String,
            "tool_calls" => kind == Kind::Array,
            "function_call" => kind == Kind::Object,
            "refusal" => matches!(kind, Kind::String | Kind::Null),
            "name" | "tool_call_id" => kind != Kind::Null,
            key if THINKING.contains(&key) => {
                let first = THINKING.iter().find(|key| {
                    message
                        .value
                        .get(key)
                        .is_some_and(|value| value.kind() == Kind::String)
                });
                first == Some(&key)
            }
            key => SHOWN.contains(&key),
        }
    };
    let members = message.value.children().filter(|member| !is_shown(member));
    members.map(member_view).collect()
}

/// The pieces that are no calls.
pub(crate) fn part_views(pieces: &[Piece<'_>]) -> Vec<PartView> {
    pieces.iter().filter_map(part_view).collect()
}

fn part_view(piece: &Piece<'_>) -> Option<PartView> {
    let (value, part) = match *piece {
        Piece::Text(value) => (
            value,
            Part::Text {
                text: text_of(value),
            },
        ),
        Piece::Refusal(value) => (
            value,
            Part::Refusal {
                text: text_of(value),
            },
        ),
        Piece::Thinking(value) => (
            value,
            Part::Thinking {
                text: text_of(value),
            },
        ),
        Piece::Media(value) => (value, media_part(value)),
        Piece::Result(value) => (value, result(value)),
        Piece::Other(value) => (value, other(value)),
        // Why: a text that should hold a call and holds none is shown as the text it is.
        Piece::CallText(value) if call_views(piece).is_empty() => (
            value,
            Part::Text {
                text: text_of(value),
            },
        ),
        Piece::Call(_) | Piece::CallText(_) => return None,
    };
    Some(PartView {
        place: PlaceView::of(value),
        part,
    })
}

fn media_part(value: Value<'_>) -> Part {
    match media(value) {
        Some((Medium::Image, view)) => Part::Image(view),
        Some((Medium::Audio, view)) => Part::Audio(view),
        Some((Medium::Video, view)) => Part::Video(view),
        Some((Medium::File, view)) => Part::File(view),
        None => other(value),
    }
}

fn result(value: Value<'_>) -> Part {
    Part::Result {
        name: value.get("name").map(text_or_json).unwrap_or_default(),
        json: value.get("response").map(pretty).unwrap_or_default(),
    }
}

fn other(value: Value<'_>) -> Part {
    Part::Other {
        json: pretty(value),
    }
}

fn call_views(piece: &Piece<'_>) -> Vec<CallView> {
    match *piece {
        Piece::Call(call) => vec![call_view(call, PlaceView::of(call))],
        Piece::CallText(value) => {
            let text = text_of(value);
            let inside = Record::parse(text.as_bytes());
            let Some(root) = inside.root().filter(|_| inside.is_complete()) else {
                return Vec::new();
            };
            let calls: Vec<_> = match root.kind() {
                Kind::Array => root.children().collect(),
                _ => vec![root],
            };
            if !calls.iter().all(|call| call.get("name").is_some()) {
                return Vec::new();
            }
            let calls = calls.into_iter();
            calls
                .map(|call| call_view(call, PlaceView::of(value)))
                .collect()
        }
        _ => Vec::new(),
    }
}

fn call_view(call: Value<'_>, place: PlaceView) -> CallView {
    let CallParts {
        id,
        name,
        arguments,
    } = CallParts::of(call);
    let (arguments, arguments_ok) = match arguments {
        // Why: what is no call at all is shown as it is.
        None if name.is_none() => (pretty(call), false),
        None => (String::new(), false),
        Some(value) if value.kind() == Kind::String => {
            let text = text_of(value);
            let inside = Record::parse(text.as_bytes());
            match inside.syntax_errors() {
                [] => (pretty_text(text.as_bytes(), &[]).text, true),
                _ => (text, false),
            }
        }
        Some(value) => (pretty(value), true),
    };
    CallView {
        place,
        id: id.map(text_or_json),
        name: name.map(text_or_json).unwrap_or_default(),
        arguments,
        arguments_ok,
    }
}

/// The text of a string; of one that is cut off, what there is of it.
pub(crate) fn text_of(value: Value<'_>) -> String {
    match value.text() {
        Some(text) => text.into_owned(),
        None => decode(value.raw().get(1..).unwrap_or_default()),
    }
}

/// The text of a string, the JSON of anything else.
pub(crate) fn text_or_json(value: Value<'_>) -> String {
    match value.kind() {
        Kind::String => text_of(value),
        _ => lossy(value),
    }
}

/// The value as indented JSON.
pub(crate) fn pretty(value: Value<'_>) -> String {
    pretty_text(value.raw(), &[]).text
}

fn lossy(value: Value<'_>) -> String {
    String::from_utf8_lossy(value.raw()).into_owned()
}
