//! When a request is tried again, and who waits meanwhile.

use std::sync::Arc;
use std::time::Duration;

use tunesmith_core::Model;
use tunesmith_llm::{Client, ClientSettings, RetryTiming};
use tunesmith_tests::server::{Response, Server, completion};

use crate::{client, plain, settings};

#[tokio::test]
async fn what_passes_is_survived() {
    for first in [
        Response::error(500, "oops", "Oops"),
        Response::error(429, "rate_limit_exceeded", "Slow down"),
        Response::CloseAtOnce,
        Response::Raw(b"SSH-2.0-OpenSSH_9\r\n".to_vec()),
    ] {
        let scripted = first.clone();
        let server = Server::start(move |request| {
            if request.ordinal < 2 {
                scripted.clone()
            } else {
                completion("hello")
            }
        });
        let reply = client(&server.url())
            .send(&plain())
            .await
            .unwrap_or_else(|error| panic!("{first:?}: {error}"));
        assert_eq!(
            (reply.content.as_deref(), server.count()),
            (Some("hello"), 3),
            "{first:?}"
        );
        let texts: Vec<String> = server
            .requests()
            .into_iter()
            .map(|request| request.text)
            .collect();
        assert!(
            texts.iter().all(|text| *text == texts[0]),
            "every attempt asks the same"
        );
    }
}

#[tokio::test]
async fn waits_as_long_as_the_server_asks() {
    // The header asks for 7 s; the settings cap that at 60 ms, far above the 2 ms of our own wait.
    for (status, header, value) in [
        (429, "retry-after", "7"),
        (503, "Retry-After", "7"),
        (429, "retry-after-ms", "60"),
    ] {
        let server = Server::start(move |request| match request.ordinal {
            0 => Response::error(status, "slow", "Slow down").with_header(header, value),
            _ => completion("hello"),
        });
        client(&server.url()).send(&plain()).await.unwrap();
        let requests = server.requests();
        let waited = requests[1].at - requests[0].at;
        assert!(
            waited >= Duration::from_millis(60),
            "{header}: {value} gave {waited:?}"
        );
    }
}

#[tokio::test]
async fn a_rate_limit_with_a_time_stops_the_whole_client() {
    let server = Server::start(|request| match request.ordinal {
        0 => Response::error(429, "slow", "Slow down").with_header("retry-after", "7"),
        _ => completion("hello"),
    });
    let client = Arc::new(
        Client::new(&ClientSettings {
            concurrency: 1,
            ..settings(&server.url())
        })
        .unwrap(),
    );
    let tasks: Vec<_> = (0..4)
        .map(|_| {
            let client = Arc::clone(&client);
            tokio::spawn(async move { client.send(&plain()).await.unwrap() })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let requests = server.requests();
    assert_eq!(requests.len(), 5);
    for request in &requests[1..] {
        assert!(
            request.at - requests[0].at >= Duration::from_millis(60),
            "request {} came too early",
            request.ordinal
        );
    }
}

#[tokio::test]
async fn a_request_that_waits_for_its_retry_holds_nobody_up() {
    let server = Server::start(|request| match request.ordinal {
        0 => Response::error(503, "loading", "Loading").with_header("retry-after", "3600"),
        _ => completion("hello"),
    });
    let settings = ClientSettings {
        concurrency: 1,
        retry: RetryTiming::default(),
        ..settings(&server.url())
    };
    let client = Client::new(&settings).unwrap();
    let request = plain();
    tokio::select! {
        biased;
        first = client.send(&request) => panic!("the first waits for two minutes, it can not be done: {first:?}"),
        second = client.send(&request) => assert_eq!(second.unwrap().content.as_deref(), Some("hello")),
    }
    assert_eq!(server.count(), 2);
}
