//! Turns what went wrong on the wire into our short list of kinds, a sentence for people, and whether to try again.

use std::error::Error as StdError;
use std::io;
use std::time::Duration;

use tunesmith_core::{ModelError, ModelErrorKind};

use crate::Secret;
use crate::secret::quote;
use crate::server_words::ServerWords;

/// Whether and when to try again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Retry {
    /// It would end the same way.
    Never,
    /// After a wait, no shorter than the server asked for.
    Later(Option<Duration>),
}

/// One attempt that failed.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) kind: ModelErrorKind,
    /// What happened and what to do, without the URL.
    pub(crate) what: String,
    pub(crate) retry: Retry,
    /// The HTTP status, where there was one.
    pub(crate) status: Option<u16>,
    /// Whether the refusal is about `response_format`, as far as the words tell.
    pub(crate) about_format: bool,
}

/// What was asked, for the sentences.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) url: &'a str,
    /// The model, where the request names one.
    pub(crate) model: Option<&'a str>,
    pub(crate) key: Option<&'a Secret>,
    pub(crate) request_timeout: Duration,
    pub(crate) connect_timeout: Duration,
}

impl Failure {
    fn new(kind: ModelErrorKind, what: String, retry: Retry) -> Self {
        Self {
            kind,
            what,
            retry,
            status: None,
            about_format: false,
        }
    }

    /// An answer that is no completion.
    pub(crate) fn bad_reply(what: String) -> Self {
        Self::new(ModelErrorKind::BadReply, what, Retry::Later(None))
    }

    /// A status other than 2xx. `asked_wait` is what `Retry-After` says, `location` where a redirect leads.
    pub(crate) fn from_status(
        status: u16,
        body: &str,
        asked_wait: Option<Duration>,
        location: Option<&str>,
        asked: Asked<'_>,
    ) -> Self {
        use ModelErrorKind as Kind;
        let words = ServerWords::read(body, asked.key);
        let said = words.after_colon();
        let names_model = asked
            .model
            .is_some_and(|model| words.lower.contains(&model.to_lowercase()));
        let model_unknown = words.say(&["model_not_found"])
            || (status == 404 && (names_model || words.say(&["model"])));
        let too_long = status == 413
            || (matches!(status, 400 | 422)
                && words.say(&[
                    "context_length_exceeded",
                    "exceed_context_size",
                    "maximum context length",
                    "context size",
                ]));
        let no_credit = status == 402 || words.say(&["insufficient_quota", "billing_hard_limit"]);
        let (kind, what, retry) = match status {
            300..=399 => (
                Kind::UnknownModel,
                format!(
                    "the server answered {status}, a redirect{}, which is not followed because it would carry the key elsewhere; set \
                     base_url to where the API really is",
                    location
                        .map(|place| format!(" to {}", quote(place, asked.key, 200)))
                        .unwrap_or_default()
                ),
                Retry::Never,
            ),
            401 | 403 => (Kind::Auth, auth(status, &said, asked.key), Retry::Never),
            _ if model_unknown && status < 500 => (
                Kind::UnknownModel,
                format!(
                    "the server answered {status}: it has no model `{}`{said}; `tunesmith doctor` lists the models it has",
                    asked.model.unwrap_or_default()
                ),
                Retry::Never,
            ),
            404 | 405 => (
                Kind::UnknownModel,
                format!(
                    "the server answered {status}: there is no such address{said}; check base_url, which mostly ends in /v1"
                ),
                Retry::Never,
            ),
            402 | 429 if no_credit => (
                Kind::RateLimited,
                format!(
                    "the server answered {status}: the account has no credit left{said}; add credit or use another server"
                ),
                Retry::Never,
            ),
            429 => (
                Kind::RateLimited,
                format!(
                    "the server answered 429: too many requests{said}; lower the concurrency or wait"
                ),
                Retry::Later(asked_wait),
            ),
            _ if too_long => (
                Kind::TooLong,
                format!(
                    "the server answered {status}: the request is longer than the model takes{said}; shorten it or lower max_tokens"
                ),
                Retry::Never,
            ),
            408 => (
                Kind::TimedOut,
                format!("the server answered 408: it gave up waiting{said}"),
                Retry::Later(asked_wait),
            ),
            409 => (
                Kind::BadRequest,
                format!("the server answered 409: a conflict{said}"),
                Retry::Later(asked_wait),
            ),
            500..=599 => (
                Kind::Server,
                format!(
                    "the server answered {status}: it is broken or busy{said}; look into its log, or run again later"
                ),
                Retry::Later(asked_wait),
            ),
            _ => (
                Kind::BadRequest,
                format!("the server answered {status}: it refuses this request{said}"),
                Retry::Never,
            ),
        };
        let about_format = words.say(&["response_format", "json_schema", "structured output"]);
        Self {
            kind,
            what,
            retry,
            status: Some(status),
            about_format,
        }
    }

    /// No answer, or not all of it; `received` counts the bytes of the body where it had begun.
    pub(crate) fn from_transport(
        error: &reqwest::Error,
        received: Option<Received>,
        asked: Asked<'_>,
    ) -> Self {
        let cause = quote(&root_cause(error), asked.key, 200);
        if error.is_connect() {
            let why = match io_kind(error) {
                _ if error.is_timeout() => {
                    format!("no connection within {}", seconds(asked.connect_timeout))
                }
                Some(io::ErrorKind::ConnectionRefused) => {
                    "nothing listens there (connection refused)".to_owned()
                }
                _ => format!("no connection ({cause})"),
            };
            let what = format!("{why}; start the server or change base_url");
            return Self::new(ModelErrorKind::Unreachable, what, Retry::Later(None));
        }
        if error.is_timeout() {
            let progress = received
                .map(|received| format!(", after {received}"))
                .unwrap_or_default();
            let what = format!(
                "no complete answer within {}{progress}; raise timeout_s",
                seconds(asked.request_timeout)
            );
            return Self::new(ModelErrorKind::TimedOut, what, Retry::Later(None));
        }
        let when = match received {
            Some(received) => format!("after {received}"),
            None => "before an answer came".to_owned(),
        };
        Self::bad_reply(format!(
            "the connection was closed {when} ({cause}); look into the server's log"
        ))
    }

    /// The end of all attempts, in one sentence.
    pub(crate) fn into_error(self, attempts: u32, lost_tries: u32, asked: Asked<'_>) -> ModelError {
        let tries = if attempts > 1 {
            format!(" (tried {attempts} times)")
        } else {
            String::new()
        };
        let message = format!("{}: {}{tries}", asked.url, self.what);
        let message = asked
            .key
            .map_or(message.clone(), |key| key.redact(&message));
        ModelError {
            kind: self.kind,
            message,
            attempts,
            lost_tries,
        }
    }
}

/// How much of a body came.
#[derive(Clone, Copy)]
pub(crate) struct Received {
    pub(crate) bytes: usize,
    pub(crate) announced: Option<u64>,
}

impl std::fmt::Display for Received {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.announced {
            Some(announced) => write!(formatter, "{} of {announced} bytes", self.bytes),
            None => write!(formatter, "{} bytes", self.bytes),
        }
    }
}

fn auth(status: u16, said: &str, key: Option<&Secret>) -> String {
    match key {
        None => format!(
            "the server answered {status}: it wants a key and none was sent{said}; set an environment variable to the key and name the \
             variable in the recipe"
        ),
        Some(key) if status == 401 => {
            format!(
                "the server answered 401: the key in {key} was not accepted{said}; check the variable {}",
                key.variable()
            )
        }
        Some(key) => {
            format!(
                "the server answered {status}: the key in {key} does not allow this{said}; use a key that may use this model"
            )
        }
    }
}

fn seconds(time: Duration) -> String {
    format!("{} s", time.as_secs_f64())
}

fn causes(error: &reqwest::Error) -> Vec<&(dyn StdError + 'static)> {
    let mut causes = Vec::new();
    let mut next = error.source();
    while let Some(cause) = next {
        causes.push(cause);
        next = cause.source();
    }
    causes
}

/// The innermost error: the outer ones only say that a request failed, and may hold the URL.
fn root_cause(error: &reqwest::Error) -> String {
    causes(error)
        .last()
        .map_or_else(|| "no reason known".to_owned(), ToString::to_string)
}

fn io_kind(error: &reqwest::Error) -> Option<io::ErrorKind> {
    causes(error)
        .into_iter()
        .rev()
        .find_map(|cause| cause.downcast_ref::<io::Error>())
        .map(io::Error::kind)
}
