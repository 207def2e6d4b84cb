//! What the pipeline needs of a language model: one exchange at a time, and a pure reading of what came back.
//!
//! Sending and reading are apart so that a reply can be committed to the journal between the two: reading may ask again (a correction
//! turn), and the first, paid reply must be safe by then. Reading is pure, so a replay over the journal reads the same.

use std::pin::Pin;

use crate::{Reply, Request};

/// A future that is boxed so that the trait can be used as an object.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Tokens as the server counted them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Tokens of the request.
    pub prompt_tokens: u64,
    /// Tokens of the answer.
    pub completion_tokens: u64,
}

/// How the answer's JSON Schema was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerMode {
    /// No schema.
    Plain,
    /// `response_format: json_schema`, strict: the server constrains.
    Native,
    /// The schema stands in the system message and the answer is parsed leniently.
    Prompt,
}

impl AnswerMode {
    /// The name used in recipes, the journal and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Native => "native",
            Self::Prompt => "prompt",
        }
    }

    /// Takes that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Plain, Self::Native, Self::Prompt]
            .into_iter()
            .find(|mode| mode.name() == name)
    }
}

/// A finished exchange, as it is journalled: what the server said, not yet judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawReply {
    /// The text, if there was any.
    pub content: Option<String>,
    /// The model declining, if it did.
    pub refusal: Option<String>,
    /// `stop`, `length`, `content_filter` … as the server says; `rejected` for a probe the server would not take.
    pub finish_reason: String,
    /// How the schema was asked for.
    pub mode: AnswerMode,
    /// Tokens; zero where the server does not count.
    pub usage: Usage,
    /// Tries before this one that brought nothing but may be billed; only known at the moment of receiving.
    pub lost_tries: u32,
}

/// What a raw reply is worth.
#[derive(Clone, Debug, PartialEq)]
pub enum Reading {
    /// The end of this request.
    Reply(Reply),
    /// Ask this once more: the answer did not fit and the model is shown why.
    AskAgain(Request),
}

/// Why there was no reply. Decides what the run does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModelErrorKind {
    /// 401 or 403: the key is missing, wrong or not allowed.
    Auth,
    /// 404: no such model or no such address.
    UnknownModel,
    /// 429, still after all retries.
    RateLimited,
    /// The request has more tokens than the model takes.
    TooLong,
    /// 400 or another refusal of this very request.
    BadRequest,
    /// The server broke (5xx), still after all retries.
    Server,
    /// Not the JSON of a chat completion, or cut off, still after all retries.
    BadReply,
    /// No answer in time, still after all retries.
    TimedOut,
    /// No connection, still after all retries.
    Unreachable,
}

impl ModelErrorKind {
    /// Whether every other request would end the same way, so that the run should stop and say so instead of failing row by row.
    pub fn stops_the_run(self) -> bool {
        matches!(
            self,
            Self::Auth | Self::UnknownModel | Self::RateLimited | Self::Unreachable
        )
    }

    /// Whether the server may have done, and charge for, work that we never received.
    pub fn may_be_billed(self) -> bool {
        matches!(self, Self::BadReply | Self::TimedOut)
    }
}

/// No reply: what was attempted, why it failed and what to do. Never holds a key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ModelError {
    /// The kind, for decisions.
    pub kind: ModelErrorKind,
    /// The sentence, for people.
    pub message: String,
    /// How often it was tried.
    pub attempts: u32,
    /// How many of these tries may be billed all the same.
    pub lost_tries: u32,
}

/// A language model behind some server.
pub trait Model: Send + Sync {
    /// The model's id at its provider. Part of the request key.
    fn id(&self) -> &str;

    /// A request that finds out what the server can do, to be sent before the first one with a schema; `None` once that is known.
    fn probe(&self) -> Option<Request>;

    /// Remembers what the probe showed.
    fn learn(&self, probe: &RawReply);

    /// One exchange, retried where that makes sense. Waits for a free connection.
    fn send<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<RawReply, ModelError>>;

    /// Judges a reply: pure, so that a replay agrees.
    fn read(&self, request: &Request, reply: &RawReply) -> Reading;
}
