//! The key is sent to the server and shows up nowhere else, however the server tries.

use serde_json::json;
use tunesmith_core::Model;
use tunesmith_llm::{AnswerModeSetting, Client, ClientSettings, Secret};
use tunesmith_tests::server::{Request, Response, Server};

use crate::{plain, settings};

const KEY: &str = r#"sk-0123456789"hidden\key"#;

fn with_key(url: &str) -> ClientSettings {
    let key = Secret::from_value("MY_KEY", Some(KEY.to_owned())).unwrap();
    ClientSettings {
        key: Some(key),
        answer_mode: AnswerModeSetting::Auto,
        ..settings(url)
    }
}

fn echo(request: &Request) -> String {
    format!(
        "you sent {}",
        request.header("authorization").unwrap_or("nothing")
    )
}

#[tokio::test]
async fn an_echoed_key_does_not_come_out() {
    let echoes: [fn(&Request) -> Response; 9] = [
        |request| Response::error(400, "x", &echo(request)),
        |request| Response::error(401, "x", &echo(request)),
        |request| Response::error(404, "x", &echo(request)),
        |request| Response::error(429, "x", &echo(request)),
        |request| Response::error(500, "x", &format!("{}{}", "z".repeat(280), echo(request))),
        |request| Response::Json(418, vec![], json!({"odd": echo(request)})),
        |request| Response::Json(302, vec![("location".to_owned(), echo(request))], json!({})),
        |request| Response::ok(json!({"error": echo(request)})),
        |request| {
            Response::Raw(
                format!(
                    "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{}",
                    echo(request)
                )
                .into_bytes(),
            )
        },
    ];
    for (index, handler) in echoes.into_iter().enumerate() {
        let server = Server::start(handler);
        let client = Client::new(&with_key(&server.url())).unwrap();
        let error = client.send(&plain()).await.unwrap_err();
        let probed = client.send(&client.probe().unwrap()).await;
        let shown = format!("{error} {error:?} {probed:?}");
        assert!(
            !shown.contains("0123456789") && !shown.contains("hidden"),
            "{index}: {shown}"
        );
        assert!(shown.contains("you sent Bearer [k"), "{index}: {shown}");
        assert_eq!(
            server.requests()[0].header("authorization"),
            Some(format!("Bearer {KEY}").as_str())
        );
    }
}

#[test]
fn neither_settings_nor_client_show_it() {
    let settings = with_key("http://127.0.0.1:1");
    let client = Client::new(&settings).unwrap();
    let shown = format!("{settings:?} {client:?}");
    assert!(
        !shown.contains("hidden") && shown.contains("$MY_KEY"),
        "{shown}"
    );
}
