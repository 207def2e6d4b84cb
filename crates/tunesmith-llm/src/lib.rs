//! The client of OpenAI-compatible model servers: chat completions, structured output, retries. The only crate that speaks HTTP.
//!
//! [`Client`] implements [`tunesmith_core::Model`]: `send` makes one exchange and retries what is worth retrying, `read` judges a reply and
//! is pure. It knows no pipelines, journals, plugins or rules, and keeps nothing on disk.
//!
//! Invariant: a key stands in no error, no log and no `Debug` output; every sentence passes through [`Secret`]'s redaction.

#![allow(
    clippy::disallowed_methods,
    reason = "the client is where network, clock and environment are met"
)]

mod address;
mod body;
mod client;
mod exchange;
mod failure;
mod gate;
mod lenient;
mod reading;
mod schemas;
mod secret;
mod server_words;
mod settings;
mod timing;
mod wire;

pub use client::Client;
pub use secret::{Secret, SecretError};
pub use settings::{AnswerModeSetting, ClientSettings, SettingsError};
pub use timing::RetryTiming;
