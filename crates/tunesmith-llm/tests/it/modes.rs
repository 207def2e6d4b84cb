//! Answers with a schema: how they are asked for, what the probe finds out, and the correction turn.

use serde_json::{Value, json};
use tunesmith_core::{Answer, AnswerMode, JsonText, Model, ModelErrorKind, RawReply, Reply};
use tunesmith_llm::{AnswerModeSetting, Client, ClientSettings};
use tunesmith_tests::server::{Request, Response, Server, completion, deterministic};

use crate::{SCHEMA, ask, auto_client, client, plain, settings, with_schema};

const GOOD: &str = r#"{"colour":"red","size":3}"#;

fn is_native(request: &Request) -> bool {
    request.body.get("response_format").is_some()
}

fn answered(content: &str, value: &str) -> Reply {
    let value = Some(JsonText::parse(value).unwrap());
    Reply::Answered(Answer {
        content: content.to_owned(),
        value,
        finish_reason: "stop".to_owned(),
        ..Answer::default()
    })
}

/// Asks twice over `auto`; gives the mode, and which requests were native.
async fn learn(
    handler: impl Fn(&Request) -> Response + Send + Sync + 'static,
) -> (AnswerMode, Vec<bool>) {
    let server = Server::start(handler);
    let client = auto_client(&server.url());
    for _ in 0..2 {
        let reply = ask(&client, with_schema()).await.unwrap();
        assert!(matches!(reply, Reply::Answered(_)), "{reply:?}");
    }
    assert_eq!(client.probe(), None, "it is known by now");
    (
        client.answer_mode(),
        server.requests().iter().map(is_native).collect(),
    )
}

#[tokio::test]
async fn auto_takes_native_where_it_holds() {
    assert_eq!(
        learn(deterministic).await,
        (AnswerMode::Native, vec![true, true, true])
    );
}

#[tokio::test]
async fn auto_falls_back_where_it_does_not() {
    let prompt = |probes: usize| {
        (
            AnswerMode::Prompt,
            [vec![true; probes], vec![false; 2]].concat(),
        )
    };
    let ignores = |_: &Request| completion(GOOD);
    assert_eq!(
        learn(ignores).await,
        prompt(1),
        "valid JSON, but not what the schema asks"
    );
    let chats = |request: &Request| {
        completion(if is_native(request) {
            "Hello there!"
        } else {
            GOOD
        })
    };
    assert_eq!(learn(chats).await, prompt(1));
    for (status, message, probes) in [
        (400, "response_format.type must be text or json_object", 1),
        (404, "No endpoints found that support response_format", 1),
        (422, "extra fields not permitted", 1),
        (500, "Internal Server Error", 3),
        (501, "Not implemented", 3),
    ] {
        let refuses = move |request: &Request| {
            if is_native(request) {
                Response::error(status, "x", message)
            } else {
                completion(GOOD)
            }
        };
        assert_eq!(learn(refuses).await, prompt(probes), "{status}");
    }
}

#[tokio::test]
async fn a_rejected_probe_is_a_reply_that_replays() {
    let server = Server::start(|_| Response::error(400, "x", "no response_format here"));
    let client = auto_client(&server.url());
    let probe = client.probe().unwrap();
    assert!(
        !probe.messages[0].plain_text().contains("quillwort"),
        "the prompt does not give the word away"
    );
    let reply = client.send(&probe).await.unwrap();
    assert_eq!(
        (reply.finish_reason.as_str(), reply.mode),
        ("rejected", AnswerMode::Native)
    );
    assert!(
        reply
            .content
            .as_deref()
            .unwrap()
            .ends_with("no response_format here"),
        "{reply:?}"
    );
    let replaying = auto_client("http://127.0.0.1:1");
    assert_eq!(replaying.answer_mode(), AnswerMode::Prompt);
    replaying.learn(&reply);
    assert_eq!(
        (replaying.probe(), replaying.answer_mode()),
        (None, AnswerMode::Prompt)
    );
    let holds = RawReply {
        content: Some(r#"{"word":"quillwort-5087"}"#.to_owned()),
        finish_reason: "stop".to_owned(),
        ..reply
    };
    let replaying = auto_client("http://127.0.0.1:1");
    replaying.learn(&holds);
    assert_eq!(replaying.answer_mode(), AnswerMode::Native);
}

#[tokio::test]
async fn other_trouble_with_the_probe_is_trouble() {
    for (status, code, kind, asked) in [
        (401, "invalid_api_key", ModelErrorKind::Auth, 1),
        (404, "model_not_found", ModelErrorKind::UnknownModel, 1),
        (400, "model_not_found", ModelErrorKind::UnknownModel, 1),
        (429, "rate_limit_exceeded", ModelErrorKind::RateLimited, 3),
        (503, "loading", ModelErrorKind::Server, 3),
    ] {
        let server = Server::start(move |_| Response::error(status, code, "No"));
        let client = auto_client(&server.url());
        let error = client.send(&client.probe().unwrap()).await.unwrap_err();
        assert_eq!((error.kind, server.count()), (kind, asked), "{status}");
        assert!(client.probe().is_some(), "nothing was learned");
    }
}

#[tokio::test]
async fn fixed_modes_do_not_probe() {
    for (answer_mode, mode) in [
        (AnswerModeSetting::Native, AnswerMode::Native),
        (AnswerModeSetting::Prompt, AnswerMode::Prompt),
    ] {
        let server = Server::start(deterministic);
        let client = Client::new(&ClientSettings {
            answer_mode,
            ..settings(&server.url())
        })
        .unwrap();
        assert_eq!((client.probe(), client.answer_mode()), (None, mode));
        let raw = client.send(&with_schema()).await.unwrap();
        assert_eq!(raw.mode, mode);
        let schema: Value = serde_json::from_str(SCHEMA).unwrap();
        let sent = &server.requests()[0];
        if mode == AnswerMode::Native {
            assert_eq!(
                sent.body["response_format"]["json_schema"],
                json!({"name": "answer", "strict": true, "schema": schema})
            );
            assert_eq!(sent.body["messages"].as_array().unwrap().len(), 1);
        } else {
            assert!(!is_native(sent));
            assert!(
                sent.body["messages"][0]["content"]
                    .as_str()
                    .unwrap()
                    .ends_with(&format!("JSON Schema:\n{SCHEMA}"))
            );
        }
        let Reply::Answered(answer) = ask(&client, with_schema()).await.unwrap() else {
            panic!("the server follows the schema")
        };
        assert!(answer.value.is_some());
        assert_eq!(client.send(&plain()).await.unwrap().mode, AnswerMode::Plain);
    }
}

#[tokio::test]
async fn a_correction_turn_helps() {
    let bad = r#"Here you are: {"colour":"green","size":3}"#;
    let server =
        Server::start(move |request| completion(if request.ordinal == 0 { bad } else { GOOD }));
    let reply = ask(&client(&server.url()), with_schema()).await.unwrap();
    assert_eq!(reply, answered(GOOD, GOOD));
    let requests = server.requests();
    let (first, second) = (&requests[0].body["messages"], &requests[1].body["messages"]);
    assert_eq!(
        (first[0].clone(), first[1].clone()),
        (second[0].clone(), second[1].clone()),
        "the conversation goes on"
    );
    assert_eq!(second[2], json!({"role": "assistant", "content": bad}));
    let complaint = second[3]["content"].as_str().unwrap();
    assert!(
        complaint.contains("- at /colour: \"green\" is not one of \"red\" or \"blue\"\n"),
        "{complaint}"
    );
    assert_eq!((requests.len(), second.as_array().unwrap().len()), (2, 4));
}

#[tokio::test]
async fn there_is_one_correction_turn_and_no_more() {
    let server = Server::start(|_| completion(r#"{"colour":"red"}"#));
    for (answer_mode, url) in [
        (AnswerModeSetting::Native, server.url()),
        (AnswerModeSetting::Prompt, server.url()),
    ] {
        let client = Client::new(&ClientSettings {
            answer_mode,
            ..settings(&url)
        })
        .unwrap();
        let reply = ask(&client, with_schema()).await.unwrap();
        let why = "the answer does not fit its JSON Schema even after a correction turn: at the top: \"size\" is a required property";
        assert_eq!(reply, Reply::Failed(why.to_owned()));
    }
    assert_eq!(server.count(), 4);
}
