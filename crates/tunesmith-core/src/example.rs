//! One training unit: a conversation, perhaps with tools, perhaps with a preferred and a non-preferred ending.

use crate::{Extra, JsonText, Message, Provenance};

/// A tool the model may call. Only its name is interpreted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Tool {
    /// `function.name`.
    pub name: String,
    /// The whole definition as written.
    pub definition: JsonText,
}

/// Two endings of the same conversation, for preference training (DPO).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Preference {
    /// The better ending.
    pub preferred: Vec<Message>,
    /// The worse one.
    pub non_preferred: Vec<Message>,
}

/// One training unit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Example {
    /// Hash of content and provenance (see `example_id`); empty until someone asks for it.
    pub id: String,
    /// The conversation, or for a preference pair what comes before the two endings.
    pub messages: Vec<Message>,
    /// Tools the model may call; `Some(vec![])` where the list is there and empty.
    pub tools: Option<Vec<Tool>>,
    /// The two endings, if this is a preference pair.
    pub preference: Option<Preference>,
    /// Further members of the object that holds `messages`.
    pub extra: Extra,
    /// For a preference pair: further members beside `input`.
    pub outer_extra: Extra,
    /// What its generator says about it (difficulty, persona, expected answer). For scorers and filters; never exported for training.
    pub metadata: Extra,
    /// How it came to be, if tunesmith made it.
    pub provenance: Option<Provenance>,
}

impl Example {
    /// A conversation and nothing else.
    pub fn from_messages(messages: Vec<Message>) -> Self {
        Self {
            messages,
            ..Self::default()
        }
    }
}
