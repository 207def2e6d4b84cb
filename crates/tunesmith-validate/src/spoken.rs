//! What is said in a record, for those who read it: messages and endings, whatever the format.
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
