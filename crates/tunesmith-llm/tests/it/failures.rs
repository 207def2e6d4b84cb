//! Every way an exchange fails: the kind, the whole sentence, and how often the server was asked.

use std::net::TcpListener;
use std::time::Duration;

use serde_json::json;
use tunesmith_core::{Model, ModelError, ModelErrorKind as Kind};
use tunesmith_llm::{Client, ClientSettings, Secret};
use tunesmith_tests::server::{Response, Server};

use crate::{client, plain, settings};

struct Case {
    response: Response,
    kind: Kind,
    /// What follows the URL.
    says: &'static str,
    asked: usize,
}

fn case(response: Response, kind: Kind, asked: usize, says: &'static str) -> Case {
    Case {
        response,
        kind,
        says,
        asked,
    }
}

fn cases() -> Vec<Case> {
    let error = Response::error;
    let completion =
        json!({"choices": [{"message": {"content": "hello"}, "finish_reason": "stop"}]});
    vec![
        case(
            error(401, "invalid_api_key", "Incorrect API key"),
            Kind::Auth,
            1,
            "the server answered 401: it wants a key and none was sent: Incorrect API key; set an environment variable to the key and \
             name the variable in the recipe",
        ),
        case(
            error(
                404,
                "model_not_found",
                "The model `some-model` does not exist",
            ),
            Kind::UnknownModel,
            1,
            "the server answered 404: it has no model `some-model`: The model `some-model` does not exist; `tunesmith doctor` lists the \
             models it has",
        ),
        case(
            Response::Json(404, vec![], json!({"detail": "Not Found"})),
            Kind::UnknownModel,
            1,
            "the server answered 404: there is no such address: Not Found; check base_url, which mostly ends in /v1",
        ),
        case(
            error(400, "model_not_found", "no such model"),
            Kind::UnknownModel,
            1,
            "the server answered 400: it has no model `some-model`: no such model; `tunesmith doctor` lists the models it has",
        ),
        case(
            error(429, "rate_limit_exceeded", "Slow down"),
            Kind::RateLimited,
            3,
            "the server answered 429: too many requests: Slow down; lower the concurrency or wait (tried 3 times)",
        ),
        case(
            error(429, "insufficient_quota", "You exceeded your quota"),
            Kind::RateLimited,
            1,
            "the server answered 429: the account has no credit left: You exceeded your quota; add credit or use another server",
        ),
        case(
            Response::Json(402, vec![], json!({"error": "Insufficient Balance"})),
            Kind::RateLimited,
            1,
            "the server answered 402: the account has no credit left: Insufficient Balance; add credit or use another server",
        ),
        case(
            error(
                400,
                "context_length_exceeded",
                "This model takes 2048 tokens",
            ),
            Kind::TooLong,
            1,
            "the server answered 400: the request is longer than the model takes: This model takes 2048 tokens; shorten it or lower \
             max_tokens",
        ),
        case(
            error(400, "invalid_value", "temperature must be below 2"),
            Kind::BadRequest,
            1,
            "the server answered 400: it refuses this request: temperature must be below 2",
        ),
        case(
            error(408, "timeout", "Too slow"),
            Kind::TimedOut,
            3,
            "the server answered 408: it gave up waiting: Too slow (tried 3 times)",
        ),
        case(
            error(409, "conflict", "Again"),
            Kind::BadRequest,
            3,
            "the server answered 409: a conflict: Again (tried 3 times)",
        ),
        case(
            error(503, "loading", "Loading model"),
            Kind::Server,
            3,
            "the server answered 503: it is broken or busy: Loading model; look into its log, or run again later (tried 3 times)",
        ),
        case(
            Response::Json(
                307,
                vec![(
                    "location".to_owned(),
                    "http://elsewhere.example/v1".to_owned(),
                )],
                json!({}),
            ),
            Kind::UnknownModel,
            1,
            "the server answered 307, a redirect to http://elsewhere.example/v1, which is not followed because it would carry the key \
             elsewhere; set base_url to where the API really is",
        ),
        case(
            Response::Raw(b"HTTP/1.1 200 OK\r\ncontent-length: 13\r\n\r\n<html>hi</html".to_vec()),
            Kind::BadReply,
            3,
            "the answer is not JSON (expected value at line 1 column 1): <html>hi</htm; look into the server's log, or whether base_url is right (tried 3 times)",
        ),
        case(
            Response::ok(json!({"object": "list", "data": []})),
            Kind::BadReply,
            3,
            "the answer is JSON but no chat completion: it has no `choices`; look into the server's log, or whether base_url is right (tried 3 times)",
        ),
        case(
            Response::ok(json!({"error": {"message": "upstream is gone"}})),
            Kind::BadReply,
            3,
            "the answer holds an error instead of a completion: upstream is gone; look into the server's log, or whether base_url is right (tried 3 times)",
        ),
        case(
            Response::CutAfter(20, completion),
            Kind::BadReply,
            3,
            "the connection was closed after 20 of 68 bytes (end of file before message length reached); look into the server's log (tried 3 times)",
        ),
        case(
            Response::CloseAtOnce,
            Kind::BadReply,
            3,
            "the connection was closed before an answer came (connection closed before message completed); look into the server's log (tried 3 times)",
        ),
        case(
            Response::Hang,
            Kind::TimedOut,
            3,
            "no complete answer within 0.2 s; raise timeout_s (tried 3 times)",
        ),
    ]
}

#[tokio::test]
async fn each_has_its_kind_its_sentence_and_its_attempts() {
    for Case {
        response,
        kind,
        says,
        asked,
    } in cases()
    {
        let scripted = response.clone();
        let server = Server::start(move |_| scripted.clone());
        let mut settings = settings(&server.url());
        if matches!(response, Response::Hang) {
            settings.request_timeout = Duration::from_millis(200);
        }
        let client = Client::new(&settings).unwrap();
        let error = client.send(&plain()).await.unwrap_err();
        let message = format!("{}/v1/chat/completions: {says}", server.url());
        assert_eq!(
            error,
            ModelError {
                kind,
                message,
                attempts: asked as u32,
                lost_tries: if kind.may_be_billed() {
                    asked as u32
                } else {
                    0
                },
            },
            "{response:?}"
        );
        assert_eq!(server.count(), asked, "{response:?}");
    }
}

#[tokio::test]
async fn a_key_that_is_refused_is_named_by_its_variable() {
    for (status, says) in [
        (
            401,
            "the server answered 401: the key in $MY_KEY was not accepted: No; check the variable MY_KEY",
        ),
        (
            403,
            "the server answered 403: the key in $MY_KEY does not allow this: No; use a key that may use this model",
        ),
    ] {
        let server = Server::start(move |_| Response::error(status, "denied", "No"));
        let key = Secret::from_value("MY_KEY", Some("sk-hidden".to_owned())).unwrap();
        let client = Client::new(&ClientSettings {
            key: Some(key),
            ..settings(&server.url())
        })
        .unwrap();
        let error = client.send(&plain()).await.unwrap_err();
        assert_eq!((error.kind, error.attempts), (Kind::Auth, 1));
        assert_eq!(
            error.message,
            format!("{}/v1/chat/completions: {says}", server.url())
        );
    }
}

#[tokio::test]
async fn a_long_complaint_is_cut() {
    let server = Server::start(|_| Response::error(400, "bad", &"y".repeat(5000)));
    let error = client(&server.url()).send(&plain()).await.unwrap_err();
    assert!(
        error
            .message
            .ends_with(&format!("this request: {}…", "y".repeat(300))),
        "{error}"
    );
}

#[tokio::test]
async fn where_nothing_listens() {
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let error = client(&format!("http://127.0.0.1:{port}"))
        .send(&plain())
        .await
        .unwrap_err();
    let message = format!(
        "http://127.0.0.1:{port}/v1/chat/completions: nothing listens there (connection refused); start the server or change base_url \
         (tried 3 times)"
    );
    assert_eq!(
        error,
        ModelError {
            kind: Kind::Unreachable,
            message,
            attempts: 3,
            lost_tries: 0
        }
    );
}
