//! The client: core's [`Model`] over one server and one model.
//!
//! It holds what a run learns about the server (whether it enforces schemas) and nothing else; replies are the journal's.

use std::fmt;
use std::sync::OnceLock;

use tunesmith_core::{
    AnswerMode, BoxFuture, JsonText, Message, Model, ModelError, ModelErrorKind, Purpose, RawReply,
    Reading, Request, Role, Usage,
};

use crate::body::chat_body;
use crate::exchange::{Call, CallFailed, Exchange};
use crate::failure::Failure;
use crate::schemas::Schemas;
use crate::wire::{read_completion, read_models};
use crate::{AnswerModeSetting, ClientSettings, SettingsError, reading};

/// Satisfied only by one word the prompt does not mention: who answers it was constrained.
const PROBE_SCHEMA: &str = r#"{"type":"object","properties":{"word":{"type":"string","enum":["quillwort-5087"]}},"required":["word"],"additionalProperties":false}"#;

/// How often a probe is sent to a server that breaks over it: some break over every schema.
const PROBE_ATTEMPTS: u32 = 3;

/// A client of one model on one server. Cheap to share by reference; it holds the pool of connections.
pub struct Client {
    model: String,
    answer_mode: AnswerModeSetting,
    learned: OnceLock<AnswerMode>,
    exchange: Exchange,
    schemas: Schemas,
}

impl Client {
    /// Sets a client up. Nothing is sent yet.
    pub fn new(settings: &ClientSettings) -> Result<Self, SettingsError> {
        if settings.model.trim().is_empty() {
            return Err(SettingsError::NoModel);
        }
        Ok(Self {
            model: settings.model.clone(),
            answer_mode: settings.answer_mode,
            learned: OnceLock::new(),
            exchange: Exchange::new(settings)?,
            schemas: Schemas::default(),
        })
    }

    /// The base URL in the form that is used, ending in the version.
    pub fn base_url(&self) -> &str {
        self.exchange.base_url()
    }

    /// How the next request with a schema asks for it.
    pub fn answer_mode(&self) -> AnswerMode {
        match self.answer_mode {
            AnswerModeSetting::Native => AnswerMode::Native,
            AnswerModeSetting::Prompt => AnswerMode::Prompt,
            AnswerModeSetting::Auto => self.learned.get().copied().unwrap_or(AnswerMode::Prompt),
        }
    }

    /// The ids of the models the server says it has, in its order.
    pub async fn list_models(&self) -> Result<Vec<String>, ModelError> {
        let call = Call {
            path: "models",
            body: None,
            model: None,
            most_attempts: |_| u32::MAX,
        };
        self.exchange
            .call(&call, read_models)
            .await
            .map(|(models, _)| models)
            .map_err(|failed| self.error(&call, failed))
    }

    async fn chat(&self, request: &Request) -> Result<RawReply, ModelError> {
        let is_probe = request.purpose == Purpose::Probe;
        let mode = match (&request.answer_schema, is_probe) {
            (None, _) => AnswerMode::Plain,
            (Some(_), true) => AnswerMode::Native,
            (Some(_), false) => self.answer_mode(),
        };
        let call = Call {
            path: "chat/completions",
            body: Some(chat_body(&self.model, request, mode)),
            model: Some(&self.model),
            most_attempts: if is_probe {
                probe_attempts
            } else {
                |_| u32::MAX
            },
        };
        match self
            .exchange
            .call(&call, |body| read_completion(body, mode))
            .await
        {
            Ok((reply, lost_tries)) => Ok(RawReply {
                lost_tries,
                ..reply
            }),
            Err(failed) if is_probe && rejects_schemas(&failed.failure) => {
                let lost_tries = failed.lost;
                let content = Some(self.error(&call, failed).message);
                let finish_reason = "rejected".to_owned();
                Ok(RawReply {
                    content,
                    refusal: None,
                    finish_reason,
                    mode,
                    usage: Usage::default(),
                    lost_tries,
                })
            }
            Err(failed) => Err(self.error(&call, failed)),
        }
    }

    fn error(&self, call: &Call<'_>, failed: CallFailed) -> ModelError {
        let url = self.exchange.url(call.path);
        failed.failure.into_error(
            failed.attempts,
            failed.lost,
            self.exchange.asked(&url, call.model),
        )
    }
}

/// Whether a refusal of the probe says that the server can not do schemas, as opposed to other trouble.
fn rejects_schemas(failure: &Failure) -> bool {
    match failure.status {
        Some(400 | 422) => matches!(
            failure.kind,
            ModelErrorKind::BadRequest | ModelErrorKind::TooLong
        ),
        Some(404) => failure.about_format,
        Some(500 | 501) => true,
        _ => false,
    }
}

fn probe_attempts(failure: &Failure) -> u32 {
    if rejects_schemas(failure) {
        PROBE_ATTEMPTS
    } else {
        u32::MAX
    }
}

impl Model for Client {
    fn id(&self) -> &str {
        &self.model
    }

    fn probe(&self) -> Option<Request> {
        if self.answer_mode != AnswerModeSetting::Auto || self.learned.get().is_some() {
            return None;
        }
        Some(Request {
            label: "probe".to_owned(),
            messages: vec![Message::text(Role::User, "Say hello as a JSON object.")],
            answer_schema: Some(probe_schema()),
            max_tokens: Some(256),
            purpose: Purpose::Probe,
            ..Request::default()
        })
    }

    fn learn(&self, probe: &RawReply) {
        let text = probe.content.as_deref().unwrap_or_default();
        let value = serde_json::from_str(text.trim())
            .ok()
            .filter(|_| probe.finish_reason != "rejected");
        let holds = value.is_some_and(|value| self.schemas.check(&probe_schema(), &value).is_ok());
        // The first probe decides: within a run the way of asking stays the same.
        let _ = self.learned.set(if holds {
            AnswerMode::Native
        } else {
            AnswerMode::Prompt
        });
    }

    fn send<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<RawReply, ModelError>> {
        Box::pin(self.chat(request))
    }

    fn read(&self, request: &Request, reply: &RawReply) -> Reading {
        reading::read(&self.schemas, request, reply)
    }
}

fn probe_schema() -> JsonText {
    JsonText::parse(PROBE_SCHEMA).expect("the probe's schema is JSON")
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = formatter.debug_struct("Client");
        out.field("base_url", &self.base_url())
            .field("model", &self.model)
            .field("answer_mode", &self.answer_mode);
        out.finish_non_exhaustive()
    }
}
