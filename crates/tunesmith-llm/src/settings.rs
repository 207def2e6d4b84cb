//! What a client is told: where the server is, which model, which key, how patient to be. No files and no recipe syntax.

use std::time::Duration;

use crate::{RetryTiming, Secret};

/// How answers with a JSON Schema are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AnswerModeSetting {
    /// Ask the server to constrain the answer.
    Native,
    /// Put the schema into the system message.
    Prompt,
    /// Find out once whether the server constrains; until then as `Prompt`.
    #[default]
    Auto,
}

impl AnswerModeSetting {
    /// The name used in recipes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Prompt => "prompt",
            Self::Auto => "auto",
        }
    }

    /// Takes that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Native, Self::Prompt, Self::Auto]
            .into_iter()
            .find(|setting| setting.name() == name)
    }
}

/// The settings of a [`Client`](crate::Client).
#[derive(Clone, Debug)]
pub struct ClientSettings {
    /// `https://api.example.com/v1`; without a version in the path `/v1` is added, and slashes at the end do not matter.
    pub base_url: String,
    /// The model's id at the provider.
    pub model: String,
    /// The key, sent as `Authorization: Bearer`. Local servers mostly want none.
    pub key: Option<Secret>,
    /// How answers with a schema are asked for.
    pub answer_mode: AnswerModeSetting,
    /// Most requests at the same time.
    pub concurrency: usize,
    /// Longest time for one attempt, from connecting to the last byte.
    pub request_timeout: Duration,
    /// Longest time for a connection to come about.
    pub connect_timeout: Duration,
    /// How often a request is tried, counting the first time.
    pub max_attempts: u32,
    /// How long is waited between the attempts.
    pub retry: RetryTiming,
}

impl ClientSettings {
    /// The defaults: no key, `auto`, 8 requests at once, 120 s for a request and 10 s for a connection, 5 attempts.
    pub fn new(base_url: impl Into<String>, model: impl Into<String>) -> Self {
        Self {
            base_url: base_url.into(),
            model: model.into(),
            key: None,
            answer_mode: AnswerModeSetting::default(),
            concurrency: 8,
            request_timeout: Duration::from_secs(120),
            connect_timeout: Duration::from_secs(10),
            max_attempts: 5,
            retry: RetryTiming::default(),
        }
    }
}

/// Why there can be no client with these settings.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// The base URL can not be used.
    #[error("base_url = {given:?}: {why}")]
    BaseUrl {
        /// As it was set; left out (`…`) where it holds a password.
        given: String,
        /// What is wrong and what to write instead.
        why: String,
    },
    /// A setting that must be positive is zero.
    #[error("{setting} = 0: it must be at least 1")]
    Zero {
        /// Its name.
        setting: &'static str,
    },
    /// The model's id is empty.
    #[error("the model's id is empty; write the id the server lists under /v1/models")]
    NoModel,
    /// The HTTP client could not be set up, most likely for lack of trusted certificates.
    #[error("setting up HTTPS: {why}; install the system's CA certificates")]
    Tls {
        /// What the library says.
        why: String,
    },
}
