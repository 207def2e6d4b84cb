//! What generators and judges ask of a model, and what came back.

use serde_json::{Map, Value};

use crate::Message;

/// One thing to ask the model.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Request {
    /// What it is for, in reports: `question`, `answer`, `critique`.
    pub label: String,
    /// The conversation so far.
    pub messages: Vec<Message>,
    /// JSON Schema the answer must satisfy. Flat objects of strings work best with small models.
    pub answer_schema: Option<Value>,
    /// Sampling temperature.
    pub temperature: Option<f64>,
    /// Most tokens the answer may have.
    pub max_tokens: Option<u32>,
    /// Further sampling settings.
    pub extra: Map<String, Value>,
}

/// A usable answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// The text as the model wrote it.
    pub content: String,
    /// The parsed answer, valid under the request's schema, when one was given.
    pub value: Option<Value>,
    /// `stop`, `length` …
    pub finish_reason: String,
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

/// What a generator or judge returns each time it is called. `S` is its own state, carried by the host.
#[derive(Clone, Debug, PartialEq)]
pub enum Step<S, T> {
    /// Ask these, then resume with the state and as many replies in the same order.
    Ask {
        /// What to ask.
        requests: Vec<Request>,
        /// What `resume` needs to go on.
        state: S,
    },
    /// Finished.
    Done(T),
    /// No result from this task; why.
    GiveUp(String),
}
