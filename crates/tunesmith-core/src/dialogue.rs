//! The step protocol: generators and judges return what they want asked and are called again with the replies. They never wait.

use crate::{Extra, JsonText, Message};

/// Why a request is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// A plugin asked.
    #[default]
    Ask,
    /// The answer did not fit its schema; the model is shown the error once.
    Correct,
    /// Finds out whether the server enforces schemas.
    Probe,
}

/// One thing to ask a model.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Request {
    /// What it is for, in reports: `question`, `answer`, `critique`.
    pub label: String,
    /// The conversation so far.
    pub messages: Vec<Message>,
    /// The JSON Schema the answer must satisfy, if it must be JSON.
    pub answer_schema: Option<JsonText>,
    /// Sampling temperature; the model's own default where absent.
    pub temperature: Option<f64>,
    /// Most tokens the answer may have.
    pub max_tokens: Option<u32>,
    /// Further sampling settings, sent as they are.
    pub extra: Extra,
    /// Why it is made.
    pub purpose: Purpose,
}

/// A usable answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// The text as the model wrote it.
    pub content: String,
    /// The answer as JSON, valid under the request's schema, when one was given.
    pub value: Option<JsonText>,
    /// `stop`, `length` … as the server says.
    pub finish_reason: String,
    /// Further members.
    pub extra: Extra,
}

/// What came of a request.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// An answer.
    Answered(Answer),
    /// The model declined; its words.
    Refused(String),
    /// No usable answer; why.
    Failed(String),
}

/// What a generator or judge returns each time it is called.
#[derive(Clone, Debug, PartialEq)]
pub enum Step<T> {
    /// Ask these, then resume with the state and as many replies in the same order.
    Ask {
        /// What to ask.
        requests: Vec<Request>,
        /// The plugin's own memory, opaque.
        state: Vec<u8>,
    },
    /// Finished.
    Done(T),
    /// No result from this task; why.
    GiveUp(String),
}
