//! The client against a real server on loopback: one binary, a module per subject.

#![allow(
    clippy::unwrap_used,
    reason = "tests may unwrap, and what they share is tests too"
)]

mod failures;
mod key;
mod modes;
mod requests;
mod retries;

use std::time::Duration;

use tunesmith_core::{JsonText, Message, Model, ModelError, Reading, Reply, Request, Role};
use tunesmith_llm::{AnswerModeSetting, Client, ClientSettings, RetryTiming};

/// A schema no answer fits by accident.
const SCHEMA: &str = r#"{"type":"object","properties":{"colour":{"enum":["red","blue"]},"size":{"type":"integer"}},"required":["colour","size"]}"#;

/// Settings that wait milliseconds where a real client waits seconds.
fn settings(url: &str) -> ClientSettings {
    let ms = Duration::from_millis;
    ClientSettings {
        answer_mode: AnswerModeSetting::Prompt,
        max_attempts: 3,
        retry: RetryTiming {
            base: ms(1),
            cap: ms(2),
            asked_cap: ms(60),
        },
        ..ClientSettings::new(url, "some-model")
    }
}

fn client(url: &str) -> Client {
    Client::new(&settings(url)).unwrap()
}

fn auto_client(url: &str) -> Client {
    Client::new(&ClientSettings {
        answer_mode: AnswerModeSetting::Auto,
        ..settings(url)
    })
    .unwrap()
}

fn plain() -> Request {
    Request {
        label: "question".to_owned(),
        messages: vec![Message::text(Role::User, "hi")],
        ..Request::default()
    }
}

fn with_schema() -> Request {
    Request {
        answer_schema: Some(JsonText::parse(SCHEMA).unwrap()),
        ..plain()
    }
}

/// What a pipeline does with one request: probe once, then send and read until there is a reply.
async fn ask(model: &dyn Model, mut request: Request) -> Result<Reply, ModelError> {
    if request.answer_schema.is_some()
        && let Some(probe) = model.probe()
    {
        model.learn(&model.send(&probe).await?);
    }
    loop {
        let raw = model.send(&request).await?;
        match model.read(&request, &raw) {
            Reading::Reply(reply) => return Ok(reply),
            Reading::AskAgain(next) => request = next,
        }
    }
}
