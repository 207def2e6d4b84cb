//! What is said in a record, for those who read it: messages, endings and the pieces of each, whatever the format.
//!
//! It goes beyond [`Conversation`], which holds what rules ask about: histories, steps and whole conversations as endings are messages here, and
//! a record that is cut off is read as far as it goes.

use tunesmith_core::Role;

use crate::conversation::{Conversation, Message, Shape, read_list};
use crate::fingerprint;
use crate::json::{Kind, Value};
use crate::record::Record;

/// A record, read for its texts.
pub(crate) struct Spoken<'a> {
    pub(crate) conversation: Conversation<'a>,
    /// Instructions that stand beside the messages.
    pub(crate) system: Option<Value<'a>>,
    pub(crate) messages: Vec<Said<'a>>,
    pub(crate) endings: Vec<Ending<'a>>,
}

/// A message and what it is in the record.
pub(crate) struct Said<'a> {
    pub(crate) message: Message<'a>,
    pub(crate) standing: Standing,
}

/// What a message is in its record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// One of the conversation.
    Message,
    /// One under `history`.
    History,
    /// One under `prompt`, which something else continues.
    Prompt,
    /// A step that is judged by itself.
    Step,
    /// One of the ending that is wanted.
    Preferred,
    /// One of the ending that is not.
    NonPreferred,
}

/// One of two endings.
pub(crate) struct Ending<'a> {
    pub(crate) preferred: bool,
    /// The value under its key.
    pub(crate) value: Value<'a>,
    pub(crate) messages: Vec<Said<'a>>,
}

/// A piece of a message.
#[derive(Clone, Copy)]
pub(crate) enum Piece<'a> {
    /// A string.
    Text(Value<'a>),
    /// A string with which the model declines.
    Refusal(Value<'a>),
    /// A string that is thought, not said.
    Thinking(Value<'a>),
    /// A call: an object with `function`, or with the name itself.
    Call(Value<'a>),
    /// A string that holds one call or several as JSON.
    CallText(Value<'a>),
    /// What a function gave back, with its name.
    Result(Value<'a>),
    /// An image, a sound, a film, a file: the part.
    Media(Value<'a>),
    /// Anything else.
    Other(Value<'a>),
}

/// Keys of a message under which a model thinks.
pub(crate) const THINKING: [&str; 3] = ["reasoning_content", "reasoning", "thinking"];

/// Keys under which a part has a medium. Gemini's come last: they say by a media type what they are.
pub(crate) const MEDIA: [&str; 14] = [
    "image_url",
    "input_image",
    "image",
    "audio_url",
    "input_audio",
    "audio",
    "video_url",
    "video",
    "file_url",
    "file",
    "inlineData",
    "inline_data",
    "fileData",
    "file_data",
];

impl<'a> Spoken<'a> {
    /// Reads a record; nothing if no object begins in it.
    pub(crate) fn read(record: &'a Record<'_>) -> Option<Self> {
        let root = record.root().filter(|root| root.kind() == Kind::Object)?;
        let conversation = Conversation::of(root);
        let mut spoken = Self {
            system: conversation.system.filter(|_| conversation.list.is_some()),
            messages: Vec::new(),
            endings: Vec::new(),
            conversation,
        };
        spoken.take_messages();
        spoken.take_history();
        spoken.take_steps();
        spoken.take_endings();
        Some(spoken)
    }

    /// The messages, then those of the endings.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Said<'a>> {
        let endings = self.endings.iter().flat_map(|ending| &ending.messages);
        self.messages.iter().chain(endings)
    }

    fn take_messages(&mut self) {
        let prompt = self.conversation.list.filter(|list| list.key() == "prompt");
        let in_prompt = |message: &Message<'_>| {
            let place = message.value.range();
            prompt.is_some_and(|prompt| {
                prompt.range().start <= place.start && place.end <= prompt.range().end
            })
        };
        let better = |key: &str| key == "chosen_response";
        let worse = |key: &str| key == "rejected_response";
        // Why: beside a worse response, the response is the better one.
        let pair = self.conversation.messages.iter();
        let pair = pair.filter(|message| !message.is_object()).any(|message| {
            let key = message.value.key();
            better(&key) || worse(&key)
        });
        for message in self.conversation.messages.iter().cloned() {
            let key = message.value.key();
            let field = !message.is_object();
            if pair && field && (better(&key) || worse(&key) || key == "response") {
                let preferred = !worse(&key);
                self.endings
                    .push(ending(preferred, message.value, vec![message]));
                continue;
            }
            let standing = if in_prompt(&message) {
                Standing::Prompt
            } else {
                Standing::Message
            };
            self.messages.push(Said { message, standing });
        }
    }

    /// `history` is a list of questions with their answers.
    fn take_history(&mut self) {
        if !matches!(self.conversation.shape, Shape::Fields | Shape::Preference) {
            return;
        }
        let history = self.conversation.root.get("history").into_iter();
        let pairs = history
            .flat_map(Value::children)
            .filter(|pair| pair.kind() == Kind::Array);
        let mut said = Vec::new();
        for pair in pairs {
            for (index, value) in pair.children().enumerate() {
                let role = [Role::User, Role::Assistant].into_iter().nth(index % 2);
                let standing = Standing::History;
                let message = Message {
                    value,
                    role,
                    content: Some(value),
                };
                said.push(Said { message, standing });
            }
        }
        let first = self.messages.first();
        let after = usize::from(first.is_some_and(|first| first.message.is(&Role::System)));
        self.messages.splice(after..after, said);
    }

    /// `completions` are the steps of an answer.
    fn take_steps(&mut self) {
        if self.conversation.format_name() != "trl-stepwise" {
            return;
        }
        let steps = self.conversation.root.get("completions").into_iter();
        self.messages
            .extend(steps.flat_map(Value::children).map(|value| Said {
                message: Message {
                    value,
                    role: Some(Role::Assistant),
                    content: Some(value),
                },
                standing: Standing::Step,
            }));
    }

    fn take_endings(&mut self) {
        for found in &self.conversation.endings {
            let preferred = matches!(
                &*found.value.key(),
                "preferred_output" | "preferred_completion" | "chosen"
            );
            self.endings
                .push(ending(preferred, found.value, found.messages.clone()));
        }
        for (key, preferred) in [
            ("chosen_conversations", true),
            ("rejected_conversations", false),
        ] {
            let list = self.conversation.root.get(key);
            if let Some(list) = list.filter(|list| list.kind() == Kind::Array) {
                self.endings
                    .push(ending(preferred, list, read_list(list, Shape::Chat)));
            }
        }
        if self.messages.is_empty() {
            self.take_shared();
        }
    }

    /// Where both endings are whole conversations, they begin with the same messages.
    fn take_shared(&mut self) {
        let [one, other] = &mut self.endings[..] else {
            return;
        };
        let print = |said: &Said<'_>| fingerprint::value(said.message.value);
        let alike = one.messages.iter().zip(&other.messages);
        let alike = alike.take_while(|(a, b)| print(a) == print(b)).count();
        let most = one
            .messages
            .len()
            .min(other.messages.len())
            .saturating_sub(1);
        let shared = alike.min(most);
        other.messages.drain(..shared);
        self.messages
            .extend(one.messages.drain(..shared).map(|said| Said {
                standing: Standing::Message,
                ..said
            }));
    }
}

fn ending<'a>(preferred: bool, value: Value<'a>, messages: Vec<Message<'a>>) -> Ending<'a> {
    let standing = if preferred {
        Standing::Preferred
    } else {
        Standing::NonPreferred
    };
    let messages = messages.into_iter();
    Ending {
        preferred,
        value,
        messages: messages.map(|message| Said { message, standing }).collect(),
    }
}

/// Where a message says who speaks.
pub(crate) fn speaker<'a>(message: &Message<'a>) -> Option<Value<'a>> {
    ["role", "from"]
        .iter()
        .find_map(|key| message.value.get(key))
}

/// The pieces of a message, as a reader meets them: thoughts, contents, calls.
pub(crate) fn pieces<'a>(message: &Message<'a>) -> Vec<Piece<'a>> {
    let value = message.value;
    let mut pieces = Vec::new();
    if !message.is_object() {
        match message.content {
            None if value.is_null() => pieces.push(Piece::Other(value)),
            content => content_pieces(content.unwrap_or(value), &mut pieces),
        }
        return pieces;
    }
    let text_under = |key: &str| value.get(key).filter(|value| value.kind() == Kind::String);
    pieces.extend(
        THINKING
            .iter()
            .find_map(|key| text_under(key))
            .map(Piece::Thinking),
    );
    let content = message.content.or_else(|| text_under("text"));
    let calls = speaker(message).and_then(Value::text);
    let calls = calls.is_some_and(|name| matches!(&*name, "function_call" | "tool_call"));
    match content {
        Some(content) if calls && content.kind() == Kind::String => {
            pieces.push(Piece::CallText(content));
        }
        Some(content) => content_pieces(content, &mut pieces),
        None => {}
    }
    pieces.extend(text_under("refusal").map(Piece::Refusal));
    let listed = value
        .get("tool_calls")
        .filter(|list| list.kind() == Kind::Array);
    pieces.extend(
        listed
            .into_iter()
            .flat_map(Value::children)
            .map(Piece::Call),
    );
    let single = value
        .get("function_call")
        .filter(|call| call.kind() == Kind::Object);
    pieces.extend(single.map(Piece::Call));
    pieces
}

/// The pieces of instructions beside the messages: a string, a list of parts, or an object with parts.
pub(crate) fn system_pieces(system: Value<'_>) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    content_pieces(system.get("parts").unwrap_or(system), &mut pieces);
    pieces
}

fn content_pieces<'a>(content: Value<'a>, pieces: &mut Vec<Piece<'a>>) {
    match content.kind() {
        Kind::Null => {}
        Kind::String => pieces.push(Piece::Text(content)),
        Kind::Array => pieces.extend(content.children().map(part)),
        _ => pieces.push(Piece::Other(content)),
    }
}

fn part(part: Value<'_>) -> Piece<'_> {
    let text_under = |key: &str| part.get(key).filter(|value| value.kind() == Kind::String);
    let object_under = |keys: [&str; 2]| {
        let found = keys.iter().find_map(|key| part.get(key));
        found.filter(|value| value.kind() == Kind::Object)
    };
    if part.kind() == Kind::String {
        return Piece::Text(part);
    }
    let kind = part.get("type").and_then(Value::text);
    match kind.as_deref() {
        Some("refusal") => text_under("refusal").map_or(Piece::Other(part), Piece::Refusal),
        Some("thinking") => {
            let thought = text_under("thinking").or_else(|| text_under("text"));
            thought.map_or(Piece::Other(part), Piece::Thinking)
        }
        None | Some("text") => {
            let thought = part
                .get("thought")
                .is_some_and(|flag| flag.raw() == b"true");
            if let Some(text) = text_under("text") {
                return if thought {
                    Piece::Thinking(text)
                } else {
                    Piece::Text(text)
                };
            }
            if let Some(call) = object_under(["functionCall", "function_call"]) {
                return Piece::Call(call);
            }
            if let Some(result) = object_under(["functionResponse", "function_response"]) {
                return Piece::Result(result);
            }
            media_or_other(part)
        }
        Some(_) => media_or_other(part),
    }
}

fn media_or_other(part: Value<'_>) -> Piece<'_> {
    let type_names_it = || {
        let kind = part.get("type").and_then(Value::text);
        kind.is_some_and(|kind| MEDIA.contains(&&*kind))
    };
    if MEDIA.iter().any(|key| part.get_some(key).is_some()) || type_names_it() {
        Piece::Media(part)
    } else {
        Piece::Other(part)
    }
}

/// A call taken apart.
pub(crate) struct CallParts<'a> {
    pub(crate) id: Option<Value<'a>>,
    pub(crate) name: Option<Value<'a>>,
    pub(crate) arguments: Option<Value<'a>>,
}

impl<'a> CallParts<'a> {
    pub(crate) fn of(call: Value<'a>) -> Self {
        let function = call
            .get("function")
            .filter(|function| function.kind() == Kind::Object);
        let function = function.unwrap_or(call);
        Self {
            id: call.get_some("id"),
            name: function.get_some("name"),
            arguments: ["arguments", "args"]
                .iter()
                .find_map(|key| function.get_some(key)),
        }
    }
}
