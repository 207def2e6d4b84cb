//! What reaches the server, and what comes back when all is well.

use std::time::Duration;

use serde_json::json;
use tunesmith_core::{AnswerMode, Model, RawReply, Usage};
use tunesmith_llm::{Client, ClientSettings, SettingsError};
use tunesmith_tests::server::{Response, Server, completion, completion_with_usage, deterministic};

use crate::{client, plain, settings};

#[tokio::test]
async fn a_plain_exchange() {
    let server = Server::start(|_| completion_with_usage("hello", 11, 7));
    for url in [
        server.url(),
        format!("{}/", server.url()),
        format!("{}/v1/", server.url()),
    ] {
        let reply = client(&url).send(&plain()).await.unwrap();
        assert_eq!(
            reply,
            RawReply {
                content: Some("hello".to_owned()),
                refusal: None,
                finish_reason: "stop".to_owned(),
                mode: AnswerMode::Plain,
                usage: Usage {
                    prompt_tokens: 11,
                    completion_tokens: 7
                },
                lost_tries: 0,
            }
        );
    }
    for request in server.requests() {
        assert_eq!(
            (request.method.as_str(), request.path.as_str()),
            ("POST", "/v1/chat/completions")
        );
        assert_eq!(
            request.text,
            r#"{"model":"some-model","messages":[{"role":"user","content":"hi"}]}"#
        );
        assert_eq!(request.header("content-type"), Some("application/json"));
        assert_eq!(
            request.header("user-agent"),
            Some(concat!("tunesmith/", env!("CARGO_PKG_VERSION")))
        );
        assert_eq!(request.header("authorization"), None);
    }
}

#[tokio::test]
async fn connections_are_used_again() {
    let server = Server::start(|_| completion("hello"));
    let client = client(&server.url());
    for _ in 0..20 {
        client.send(&plain()).await.unwrap();
    }
    assert_eq!((server.count(), server.connections()), (20, 1));
}

#[tokio::test]
async fn never_more_at_once_than_allowed() {
    let server =
        Server::start(|_| Response::Delay(Duration::from_millis(3), Box::new(completion("hello"))));
    let client = Client::new(&ClientSettings {
        concurrency: 4,
        ..settings(&server.url())
    })
    .unwrap();
    let client = std::sync::Arc::new(client);
    let tasks = (0..40).map(|_| {
        let client = std::sync::Arc::clone(&client);
        tokio::spawn(async move { client.send(&plain()).await.unwrap() })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.unwrap();
    }
    assert_eq!(server.count(), 40);
    assert!(
        (2..=4).contains(&server.most_at_once()),
        "{} at once",
        server.most_at_once()
    );
}

#[tokio::test]
async fn lists_the_models() {
    let server = Server::start(deterministic);
    assert_eq!(client(&server.url()).list_models().await.unwrap(), ["test"]);
    assert_eq!(server.requests()[0].path, "/v1/models");
    let elsewhere = Server::start(|_| Response::Json(404, vec![], json!({"detail": "Not Found"})));
    let error = client(&elsewhere.url()).list_models().await.unwrap_err();
    let expected = format!(
        "{}/v1/models: the server answered 404: there is no such address: Not Found; check base_url, which mostly ends in /v1",
        elsewhere.url()
    );
    assert_eq!(error.message, expected);
}

#[test]
fn impossible_settings_are_refused_at_once() {
    let good = settings("http://127.0.0.1:1");
    let refused = |settings: ClientSettings| Client::new(&settings).unwrap_err();
    assert_eq!(
        refused(ClientSettings {
            concurrency: 0,
            ..good.clone()
        }),
        SettingsError::Zero {
            setting: "concurrency"
        }
    );
    assert_eq!(
        refused(ClientSettings {
            max_attempts: 0,
            ..good.clone()
        }),
        SettingsError::Zero {
            setting: "max_attempts"
        }
    );
    assert_eq!(
        refused(ClientSettings {
            model: " ".to_owned(),
            ..good.clone()
        }),
        SettingsError::NoModel
    );
    let no_url = refused(ClientSettings {
        base_url: "here".to_owned(),
        ..good
    });
    assert!(matches!(no_url, SettingsError::BaseUrl { .. }), "{no_url}");
}
