//! A record as a conversation to be read, whatever its format and whatever is wrong with it.
//!
//! Reading never fails: of what is not understood the JSON is shown, of a record that is cut off what comes before the cut. Texts are whole.
//! Invariant: bytes are counted from the record's first and lie inside it; pointers are RFC 6901.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use serde::Serialize;

use crate::json::{Kind, Value};
use crate::media_view::MediaView;
use crate::message_view::{message_view, part_views, pretty};
use crate::pieces::system_pieces;
use crate::profile::Profile;
use crate::record::{LONGEST_RECORD, Record};
use crate::spoken::Spoken;
use crate::tool_view::{TOOL_KEYS, tool_views};
use crate::trained::{Trained, Training};

/// A record, to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RecordView {
    /// The format's name, as certain as its keys make it; empty where it is not known.
    pub format: &'static str,
    /// Whether the record is valid JSON.
    pub syntax_ok: bool,
    /// Whether it was read to its end; else it is shown up to where it breaks.
    pub complete: bool,
    /// Instructions that stand beside the messages.
    pub system: Option<SystemView>,
    /// What is said; for a preference pair what comes before the endings.
    pub messages: Vec<MessageView>,
    /// The endings of a preference pair.
    pub endings: Vec<EndingView>,
    /// The tools the model may call.
    pub tools: Vec<ToolView>,
    /// All other members of the record.
    pub members: Vec<MemberView>,
}

/// Instructions beside the messages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SystemView {
    /// Where it is.
    #[serde(flatten)]
    pub place: PlaceView,
    /// What it says.
    pub parts: Vec<PartView>,
}

/// One message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MessageView {
    /// Where it is.
    #[serde(flatten)]
    pub place: PlaceView,
    /// Who speaks, as it is written; the key, where a text stands under a key of its own. Empty where nothing says it.
    pub written_role: String,
    /// The role as it is understood: `system`, `developer`, `user`, `assistant`, `tool`, `function`.
    pub role: Option<&'static str>,
    /// `name`.
    pub name: Option<String>,
    /// What is said.
    pub parts: Vec<PartView>,
    /// The calls the model makes.
    pub calls: Vec<CallView>,
    /// The id of the call that is answered.
    pub answers: Option<String>,
    /// `weight`, as JSON.
    pub weight: Option<String>,
    /// Whether the model learns to write it.
    pub trained: Trained,
    /// Why, in a few words.
    pub why: Cow<'static, str>,
    /// All other members of the message.
    pub members: Vec<MemberView>,
}

/// A piece of what is said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PartView {
    /// Where it is: the string of a text, else the whole part.
    #[serde(flatten)]
    pub place: PlaceView,
    /// What it is.
    #[serde(flatten)]
    pub part: Part,
}

/// What a piece is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Part {
    /// Words.
    Text {
        /// All of them.
        text: String,
    },
    /// Words with which the model declines.
    Refusal {
        /// All of them.
        text: String,
    },
    /// What the model thinks before it speaks.
    Thinking {
        /// All of it.
        text: String,
    },
    /// A picture.
    Image(MediaView),
    /// A sound.
    Audio(MediaView),
    /// A film.
    Video(MediaView),
    /// Another file.
    File(MediaView),
    /// What a function gave back, where that is a part of a message.
    Result {
        /// The function; empty where it is not named.
        name: String,
        /// What it gave, as indented JSON.
        json: String,
    },
    /// Anything else.
    Other {
        /// As indented JSON.
        json: String,
    },
}

/// A call the model makes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CallView {
    /// Where it is.
    #[serde(flatten)]
    pub place: PlaceView,
    /// What its result refers to.
    pub id: Option<String>,
    /// The function; empty where it is not named.
    pub name: String,
    /// The arguments: indented if they are JSON, else as they are written.
    pub arguments: String,
    /// Whether the arguments are valid JSON.
    pub arguments_ok: bool,
}

/// One of two endings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EndingView {
    /// Where it is.
    #[serde(flatten)]
    pub place: PlaceView,
    /// Its key.
    pub key: String,
    /// Whether it is the one that is wanted.
    pub preferred: bool,
    /// Its messages.
    pub messages: Vec<MessageView>,
}

/// A tool the model may call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ToolView {
    /// Where it is; where tools are one text, that text.
    #[serde(flatten)]
    pub place: PlaceView,
    /// Its name; empty where it has none.
    pub name: String,
    /// What it is for; empty where nothing is said.
    pub description: String,
    /// The schema of its parameters as indented JSON; of what is no definition all of it.
    pub parameters: String,
}

/// A member that is shown as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MemberView {
    /// Where its value is.
    #[serde(flatten)]
    pub place: PlaceView,
    /// Its key.
    pub key: String,
    /// Its value, indented.
    pub json: String,
}

/// A place in the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlaceView {
    /// RFC 6901.
    pub pointer: String,
    /// Bytes counted from the record's first.
    pub bytes: Range<u32>,
}

impl PlaceView {
    pub(crate) fn of(value: Value<'_>) -> Self {
        let place = value.place();
        Self {
            pointer: place.pointer,
            bytes: place.bytes,
        }
    }
}

/// Shows a record. What is trained is said as this profile has it, or as the format has it where there is none.
pub fn view_record(bytes: &[u8], profile: Option<&Profile>) -> RecordView {
    let record = read(bytes);
    let mut view = RecordView {
        syntax_ok: record.syntax_errors().is_empty(),
        complete: record.is_complete(),
        ..RecordView::default()
    };
    let Some(spoken) = Spoken::read(&record) else {
        return view;
    };
    let training = Training::of(&spoken, profile);
    view.format = spoken.conversation.likely_format();
    view.system = spoken.system.map(|system| SystemView {
        place: PlaceView::of(system),
        parts: part_views(&system_pieces(system)),
    });
    let show = |said| message_view(said, training.verdict(said));
    view.messages = spoken.messages.iter().map(show).collect();
    let endings = spoken.endings.iter().map(|ending| EndingView {
        place: PlaceView::of(ending.value),
        key: ending.value.key().into_owned(),
        preferred: ending.preferred,
        messages: ending.messages.iter().map(show).collect(),
    });
    view.endings = endings.collect();
    view.tools = tool_views(&spoken.conversation);
    view.members = members(&spoken);
    view
}

/// Reads a record; of one that is longer than what is read, nothing is understood.
pub(crate) fn read(bytes: &[u8]) -> Record<'_> {
    match usize::try_from(LONGEST_RECORD) {
        Ok(longest) if bytes.len() > longest => Record::overlong(&bytes[..longest], LONGEST_RECORD),
        _ => Record::parse(bytes),
    }
}

/// The members nothing else shows. Those of the object `input` of a preference pair are among them.
fn members(spoken: &Spoken<'_>) -> Vec<MemberView> {
    let conversation = &spoken.conversation;
    let messages = spoken.all().map(|said| said.message.value.range().start);
    let endings = spoken
        .endings
        .iter()
        .map(|ending| ending.value.range().start);
    let beside = [conversation.list, spoken.system, conversation.tools];
    let beside = beside
        .into_iter()
        .flatten()
        .map(|value| value.range().start);
    let shown: BTreeSet<u32> = messages.chain(endings).chain(beside).collect();
    let is_shown =
        |member: &Value<'_>| TOOL_KEYS.contains(&&*member.key()) || is_covered(*member, &shown, 2);
    let root = conversation.root;
    let input = root
        .get("input")
        .filter(|input| input.kind() == Kind::Object);
    let beside_input =
        |member: &Value<'_>| input.is_none_or(|input| input.range() != member.range());
    let own = root.children().filter(beside_input);
    let own = own.chain(input.into_iter().flat_map(Value::children));
    own.filter(|member| !is_shown(member))
        .map(member_view)
        .collect()
}

/// Whether a value begins where something is shown, or is a list of such values, or of such lists.
fn is_covered(value: Value<'_>, shown: &BTreeSet<u32>, levels: u32) -> bool {
    let list = || levels > 0 && value.kind() == Kind::Array && !value.is_empty();
    shown.contains(&value.range().start)
        || list()
            && value
                .children()
                .all(|item| is_covered(item, shown, levels - 1))
}

pub(crate) fn member_view(member: Value<'_>) -> MemberView {
    MemberView {
        place: PlaceView::of(member),
        key: member.key().into_owned(),
        json: pretty(member),
    }
}
