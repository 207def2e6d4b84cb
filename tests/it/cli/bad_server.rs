//! Servers that fail: the message says what, where, why and what to do; nothing paid for is lost; with a healthy server the same command
//! goes on, asks only for what is missing and comes to the same files as a run that was never disturbed.

use std::sync::LazyLock;

use insta::assert_snapshot;
use serde_json::{Value, json};
use tunesmith_tests::server::{Request, Response, Server, completion, deterministic};

use super::harness::{ASKING, Place, Said, Undisturbed, asked, changed, undisturbed};

static UNDISTURBED: LazyLock<Undisturbed> = LazyLock::new(|| undisturbed(ASKING, "asking"));

/// How a server is when it is not well.
struct Broken {
    /// How many requests it still answers.
    good: usize,
    recipe: String,
    response: fn(&Request) -> Response,
}

impl Broken {
    /// Answers two requests and then always this.
    fn always(response: fn(&Request) -> Response) -> Self {
        Self {
            good: 2,
            recipe: ASKING.to_owned(),
            response,
        }
    }

    /// Not even the first two.
    fn without_any(self) -> Self {
        Self { good: 0, ..self }
    }

    fn with(mut self, from: &str, to: &str) -> Self {
        self.recipe = changed(&self.recipe, from, to);
        self
    }

    /// Runs over the broken server and then over a healthy one, and gives what was said about the broken one.
    fn then_healthy(self) -> Said {
        let Self {
            good,
            recipe,
            response,
        } = self;
        let place = Place::with_recipe(&recipe).with_variable("TUNESMITH_TEST_KEY", KEY);
        let broken = Server::start(move |request| {
            if request.ordinal < good {
                deterministic(request)
            } else {
                response(request)
            }
        });
        let said = place.run(&broken, &[]);
        let requests = broken.requests();
        assert!(
            requests.len() > good,
            "the server was never asked while it was broken"
        );
        let answered = asked(&requests[..good]);

        let healthy = Server::start(deterministic);
        let second = place.run(&healthy, &[]);
        assert_eq!(second.code, Some(0), "{second}");
        let mut paid = [asked(&healthy.requests()), answered].concat();
        paid.sort();
        assert_eq!(paid, UNDISTURBED.asked, "each reply was paid for once");
        assert_eq!(place.data_files("runs/asking"), UNDISTURBED.files);
        no_file_holds_the_key(&place);
        said
    }

    /// The same where the run comes to its end, but rows fail: the reason, which is the same for all of them.
    fn failing_rows(self) -> String {
        let said = self.then_healthy();
        assert_eq!((said.code, said.err.as_str()), (Some(1), ""), "{said}");
        let (_, told) = said
            .out
            .split_once("  failed (running again tries them again)\n")
            .unwrap();
        let mut lines = told.lines();
        assert_eq!(lines.next(), Some("    10  generator support"));
        lines.next().unwrap().trim_start().to_owned()
    }
}

const KEY: &str = "hidden-words-of-the-test";
const WITH_KEY: [&str; 2] = [
    "concurrency = 2",
    "concurrency = 2\nkey_env = \"TUNESMITH_TEST_KEY\"",
];

fn no_file_holds_the_key(place: &Place) {
    for entry in std::fs::read_dir(place.path("runs/asking")).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        let held = bytes
            .windows(KEY.len())
            .any(|window| window == KEY.as_bytes());
        assert!(!held, "{} holds the key", path.display());
    }
}

#[test]
fn nothing_listens() {
    let place = Place::with_recipe(ASKING);
    assert_snapshot!(place.tunesmith(&["run", "recipe.toml"]), @r"
    -- stderr
    error: model `local`: http://[server]/v1/chat/completions: nothing listens there (connection refused); start the server or change base_url
    help: every reply so far is safe in runs/asking; run the same command again to continue
    -- exit 2
    ");
    let healthy = Server::start(deterministic);
    assert_eq!(place.run(&healthy, &[]).code, Some(0));
    assert_eq!(asked(&healthy.requests()), UNDISTURBED.asked);
    assert_eq!(place.data_files("runs/asking"), UNDISTURBED.files);
}

#[test]
fn a_key_that_is_not_accepted_is_never_shown() {
    let [from, to] = WITH_KEY;
    let said = Broken::always(|request| {
        let sent = request.header("authorization").unwrap_or_default();
        assert_eq!(sent, format!("Bearer {KEY}"));
        Response::error(
            401,
            "invalid_api_key",
            &format!("Incorrect API key provided: {KEY} ({sent})"),
        )
    })
    .with(from, to)
    .then_healthy();
    assert!(!said.to_string().contains(KEY));
    assert_snapshot!(said, @r"
    -- stderr
    error: model `local`: http://[server]/v1/chat/completions: the server answered 401: the key in $TUNESMITH_TEST_KEY was not accepted: Incorrect API key provided: [key] (Bearer [key]); check the variable TUNESMITH_TEST_KEY
    help: every reply so far is safe in runs/asking; run the same command again to continue
    -- exit 2
    ");
}

#[test]
fn a_key_that_is_wanted_and_not_named() {
    let said =
        Broken::always(|_| Response::error(401, "missing_key", "You did not provide an API key."))
            .then_healthy();
    assert_snapshot!(said, @r"
    -- stderr
    error: model `local`: http://[server]/v1/chat/completions: the server answered 401: it wants a key and none was sent: You did not provide an API key.; set an environment variable to the key and name the variable in the recipe
    help: every reply so far is safe in runs/asking; run the same command again to continue
    -- exit 2
    ");
}

#[test]
fn a_key_variable_that_is_not_set() {
    let [from, to] = WITH_KEY;
    let place = Place::with_recipe(&changed(ASKING, from, to));
    let server = Server::start(deterministic);
    assert_snapshot!(place.run(&server, &[]), @r"
    -- stderr
    error: models.local: the environment variable TUNESMITH_TEST_KEY is not set; set it to the key of the model server
    -- exit 2
    ");
    assert_eq!(server.count(), 0);
}

#[test]
fn a_model_the_server_does_not_have() {
    let said = Broken::always(|_| {
        Response::error(404, "model_not_found", "The model `test` does not exist")
    })
    .then_healthy();
    assert_snapshot!(said, @r"
    -- stderr
    error: model `local`: http://[server]/v1/chat/completions: the server answered 404: it has no model `test`: The model `test` does not exist; `tunesmith doctor` lists the models it has
    help: every reply so far is safe in runs/asking; run the same command again to continue
    -- exit 2
    ");
}

#[test]
fn an_address_that_is_not_there() {
    let said = Broken::always(|_| {
        Response::Raw(b"HTTP/1.1 404 Not Found\r\ncontent-length: 9\r\n\r\nnot found".to_vec())
    })
    .then_healthy();
    assert_snapshot!(said, @r"
    -- stderr
    error: model `local`: http://[server]/v1/chat/completions: the server answered 404: there is no such address: not found; check base_url, which mostly ends in /v1
    help: every reply so far is safe in runs/asking; run the same command again to continue
    -- exit 2
    ");
}

#[test]
fn too_many_requests_for_ever() {
    let said = Broken::always(|_| {
        Response::error(429, "rate_limit_exceeded", "Rate limit reached")
            .with_header("retry-after-ms", "20")
    })
    .with("max_attempts = 1", "max_attempts = 2")
    .then_healthy();
    assert_snapshot!(said, @r"
    -- stderr
    error: model `local`: http://[server]/v1/chat/completions: the server answered 429: too many requests: Rate limit reached; lower the concurrency or wait (tried 2 times)
    help: every reply so far is safe in runs/asking; run the same command again to continue
    -- exit 2
    ");
}

#[test]
fn no_credit_left() {
    let said = Broken::always(|_| {
        Response::error(429, "insufficient_quota", "You exceeded your current quota")
    })
    .then_healthy();
    assert_snapshot!(said, @r"
    -- stderr
    error: model `local`: http://[server]/v1/chat/completions: the server answered 429: the account has no credit left: You exceeded your current quota; add credit or use another server
    help: every reply so far is safe in runs/asking; run the same command again to continue
    -- exit 2
    ");
}

/// A server that fails on the first try of some requests.
fn recovers(failure: fn() -> Response) {
    let place = Place::with_recipe(&changed(ASKING, "max_attempts = 1", "max_attempts = 2"));
    let seen = std::sync::Mutex::new(std::collections::BTreeSet::new());
    let server = Server::start(move |request| {
        let first = seen.lock().unwrap().insert(request.text.clone());
        if first && request.ordinal % 2 == 0 {
            failure()
        } else {
            deterministic(request)
        }
    });
    let said = place.run(&server, &[]);
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""), "{said}");
    assert_eq!(place.data_files("runs/asking"), UNDISTURBED.files);
    assert!(server.count() > UNDISTURBED.asked.len());
}

#[test]
fn too_many_requests_then_fine() {
    recovers(|| {
        Response::error(429, "rate_limit_exceeded", "slow down").with_header("retry-after-ms", "5")
    });
}

#[test]
fn broken_then_fine() {
    recovers(|| Response::error(503, "overloaded", "try again").with_header("retry-after", "0"));
}

#[test]
fn broken_for_ever() {
    let broken = || Broken::always(|_| Response::error(500, "server_error", "CUDA out of memory"));
    assert_snapshot!(broken().then_healthy(), @r"
    asking: 12 rows asked

      generator  asked  kept  excluded  failed
      support       12     2         0      10

      failed (running again tries them again)
        10  generator support
           e.g. http://[server]/v1/chat/completions: the server answered 500: it is broken or busy: CUDA out of memory; look into its log, or run again later

      files in runs/asking
        train.jsonl       2 records
        validation.jsonl  0 records
        exclusions.jsonl  10 rows, each with its reason
        manifest.json     recipe, plugins, models, sums, hashes

      error[too-few-examples]: train.jsonl: the file holds 2 records; at least 10 are needed

      2 replies from servers, 0 from the journal; $0.0000 spent in this folder
    -- exit 1
    ");
    assert_snapshot!(broken().without_any().then_healthy(), @r"
    -- stderr
    error: model `local`: none of the first 10 requests was answered; the last one: http://[server]/v1/chat/completions: the server answered 500: it is broken or busy: CUDA out of memory; look into its log, or run again later
    help: every reply so far is safe in runs/asking; run the same command again to continue
    -- exit 2
    ");
}

#[test]
fn what_is_no_completion() {
    let told = Broken::always(|_| {
        Response::Raw(
            b"HTTP/1.1 200 OK\r\ncontent-length: 22\r\n\r\n<html>Welcome!</html>\n".to_vec(),
        )
    })
    .failing_rows();
    assert_snapshot!(told, @"e.g. http://[server]/v1/chat/completions: the answer is not JSON (expected value at line 1 column 1): <html>Welcome!</html>; look into the server's log, or whether base_url is right");
    let told =
        Broken::always(|_| Response::ok(json!({"object": "list", "data": []}))).failing_rows();
    assert_snapshot!(told, @"e.g. http://[server]/v1/chat/completions: the answer is JSON but no chat completion: it has no `choices`; look into the server's log, or whether base_url is right");
}

#[test]
fn a_cut_answer() {
    let told = Broken::always(|_| {
        Response::CutAfter(
            40,
            json!({"choices": [{"message": {"content": "x".repeat(100)}}]}),
        )
    })
    .failing_rows();
    assert_snapshot!(told, @"e.g. http://[server]/v1/chat/completions: the connection was closed after 40 of 140 bytes (end of file before message length reached); look into the server's log");
}

#[test]
fn a_closed_connection() {
    let told = Broken::always(|_| Response::CloseAtOnce).failing_rows();
    assert_snapshot!(told, @"e.g. http://[server]/v1/chat/completions: the connection was closed before an answer came (connection closed before message completed); look into the server's log");
}

#[test]
fn silence() {
    let told = Broken::always(|_| Response::Hang)
        .with("max_attempts = 1", "max_attempts = 1\ntimeout_s = 1")
        .with("concurrency = 2", "concurrency = 12")
        .failing_rows();
    assert_snapshot!(told, @"e.g. http://[server]/v1/chat/completions: no complete answer within 1 s; raise timeout_s");
}

/// Answers that are answers, but of no use: the rows are excluded, with the reason, and nothing is asked again.
fn excluded_once(response: fn(&Request) -> Response, requests_per_row: usize) -> String {
    let place = Place::with_recipe(&changed(ASKING, "count = 12", "count = 3"));
    let server = Server::start(response);
    let said = place.run(&server, &[]);
    assert_eq!(server.count(), 3 * requests_per_row);
    let reasons: Vec<Value> = place.records("runs/asking/exclusions.jsonl");
    let told: Vec<_> = reasons
        .iter()
        .map(|line| [&line["row"], &line["status"], &line["stage"]])
        .collect();
    let expected = ["support/0", "support/1", "support/2"];
    assert_eq!(
        told,
        expected.map(|row| [row, "excluded", "generator support"])
    );
    assert!(
        reasons
            .iter()
            .all(|line| line["reason"] == reasons[0]["reason"])
    );

    let healthy = Server::start(deterministic);
    assert_eq!(place.run(&healthy, &[]).code, said.code);
    assert_eq!(healthy.count(), 0, "these replies are paid for");
    reasons[0]["reason"].as_str().unwrap().to_owned()
}

fn finished_by(reason: &str) -> Response {
    let message = json!({"role": "assistant", "content": "{\"user\":\"Is it", "refusal": null});
    Response::ok(json!({"choices": [{"index": 0, "message": message, "finish_reason": reason}]}))
}

#[test]
fn answers_that_never_satisfy_the_schema() {
    assert_snapshot!(excluded_once(|_| completion(r#"{"user":"Is it loud?"}"#), 2), @r#"turn 1 got no answer: the answer does not fit its JSON Schema even after a correction turn: at the top: "assistant" is a required property"#);
}

#[test]
fn answers_that_are_no_json() {
    assert_snapshot!(excluded_once(|_| completion("I would say: it depends."), 2), @"turn 1 got no answer: the answer does not fit its JSON Schema even after a correction turn: it is not JSON: expected value at line 1 column 1");
}

#[test]
fn refusals() {
    let refused = |_: &Request| {
        let message =
            json!({"role": "assistant", "content": null, "refusal": "I can not help with that."});
        Response::ok(
            json!({"choices": [{"index": 0, "message": message, "finish_reason": "stop"}]}),
        )
    };
    assert_snapshot!(excluded_once(refused, 1), @"the model refused turn 1: I can not help with that.");
}

#[test]
fn a_content_filter() {
    assert_snapshot!(excluded_once(|_| finished_by("content_filter"), 1), @"the model refused turn 1: the server's content filter stopped the answer");
}

#[test]
fn answers_that_are_too_long() {
    assert_snapshot!(excluded_once(|_| finished_by("length"), 1), @"turn 1 got no answer: the answer was cut off at max_tokens = 220; raise max_tokens or ask for less");
}

#[test]
fn a_budget_that_is_used_up() {
    let recipe = changed(
        ASKING,
        "concurrency = 2",
        "concurrency = 2\nprice = { input = 1.0, output = 1.0 }",
    );
    let place = Place::with_recipe(&(recipe + "\n[budget]\nusd = 0.008\n"));
    let server = Server::start(deterministic);
    let said = place.run(&server, &[]);
    let first = server.count();
    assert!(first > 0 && first < UNDISTURBED.asked.len(), "{first}");
    assert_eq!(said.code, Some(1));
    let told = place.records("runs/asking/exclusions.jsonl");
    assert_eq!(told.len(), UNDISTURBED.asked.len() - first);
    assert!(told.iter().all(|line| line["status"] == "failed"));
    assert_snapshot!(shape(told[0]["reason"].as_str().unwrap()), @"the budget of $… is used up: $… is spent and this request could cost $… raise it with --budget and run again");
    let manifest: Value = serde_json::from_str(&place.read("runs/asking/manifest.json")).unwrap();
    assert!(manifest["cost_usd"].as_f64().unwrap() <= 0.008);

    let said = place.run(&server, &["--budget", "1"]);
    assert_eq!(said.code, Some(0), "{said}");
    assert_eq!(asked(&server.requests()), UNDISTURBED.asked);
    assert_eq!(place.data_files("runs/asking"), UNDISTURBED.files);
}

/// Numbers depend on the words of prompts; what is said does not.
fn shape(text: &str) -> String {
    text.split(' ')
        .map(|word| {
            if word.starts_with("$0.0") {
                "$…"
            } else {
                word
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
}
