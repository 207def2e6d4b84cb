//! The scorer through its trait: whole scores as data, what must never leak, and odd input.

use proptest::prelude::*;
use serde_json::{Value, json};
use tunesmith_plugin_sdk::{Example, Message, testing};

use crate::Pii;

fn scored(settings: Value, example: &Example) -> Value {
    let scorer: Pii = testing::scorer(settings).unwrap();
    let score = testing::score(&scorer, example);
    json!({"value": score.value, "marks": score.marks, "note": score.note, "extra": score.extra})
}

fn user(text: &str) -> Example {
    Example::new(vec![Message::new("user", text)])
}

#[test]
fn scores_never_change() {
    testing::golden::scorer::<Pii>(concat!(env!("CARGO_MANIFEST_DIR"), "/golden.jsonl"));
}

#[test]
fn what_was_found_is_not_repeated() {
    for value in [
        "jane@acme.org",
        "4539 1488 0343 6467",
        "+49 151 23456789",
        "DE68 2105 0170 0012 3456 78",
        "b8:27:eb:4f:12:9a",
    ] {
        let example = user(&format!("Here: {value}."));
        let score = scored(json!({}), &example);
        assert_eq!(
            score["extra"]["redactions"].as_array().unwrap().len(),
            1,
            "{value}"
        );
        assert!(!score.to_string().contains(value), "{score}");
        let shown = scored(json!({"show": true}), &example);
        assert_eq!(shown["extra"]["redactions"][0]["text"], value);
    }
}

#[test]
fn redactions_are_counted_in_characters() {
    let text = "Schöne Grüße 👋 an jane@acme.org und joe@acme.org";
    let score = scored(json!({}), &user(text));
    let mut letters: Vec<char> = text.chars().collect();
    for redaction in score["extra"]["redactions"]
        .as_array()
        .unwrap()
        .iter()
        .rev()
    {
        let at = |name: &str| redaction[name].as_u64().unwrap() as usize;
        letters.splice(
            at("start")..at("end"),
            redaction["replacement"].as_str().unwrap().chars(),
        );
    }
    assert_eq!(
        letters.into_iter().collect::<String>(),
        "Schöne Grüße 👋 an [EMAIL] und [EMAIL]"
    );
}

#[test]
fn every_text_is_looked_at() {
    let mut untrained = Message::new("assistant", "jane@acme.org");
    untrained.extra.insert("weight".into(), json!(0));
    let mut parts = Message::new("user", "jane@acme.org");
    parts.extra.insert(
        "content".into(),
        json!([{"type": "image_url"}, {"type": "text", "text": "jane@acme.org"}]),
    );
    let mut call = Message::new("assistant", "");
    call.extra.insert(
        "tool_calls".into(),
        json!([{"function": {"name": "f", "arguments": "{\"to\":\"jane@acme.org\"}"}}]),
    );
    let mut example = Example::new(vec![
        untrained,
        parts,
        call,
        Message::new("tool", "jane@acme.org"),
    ]);
    for ending in ["preferred_output", "non_preferred_output"] {
        example.extra.insert(
            ending.into(),
            json!([{"role": "assistant", "content": "jane@acme.org"}]),
        );
    }
    let score = scored(json!({}), &example);
    let pointers: Vec<&str> = score["extra"]["redactions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["pointer"].as_str().unwrap())
        .collect();
    let expected = [
        "/messages/0/content",
        "/messages/1/content/1/text",
        "/messages/2/tool_calls/0/function/arguments",
        "/messages/3/content",
        "/preferred_output/0/content",
        "/non_preferred_output/0/content",
    ];
    assert_eq!(pointers, expected);
    let only_tools = scored(json!({"roles": ["tool"]}), &example);
    assert_eq!(only_tools["extra"]["counts"]["email"], 1);
}

#[test]
fn settings_change_what_counts() {
    let values = |settings: Value, text: &str| scored(settings, &user(text))["marks"].clone();
    let test_values = "a@example.com, 192.0.2.1, 4242 4242 4242 4242, (212) 555-0147";
    assert_eq!(values(json!({}), test_values), json!([]));
    assert_eq!(
        values(json!({"test_values": true}), test_values),
        json!(["payment-card", "email", "phone", "ip-address"])
    );
    assert_eq!(
        values(json!({"private_ips": true}), "10.0.0.7"),
        json!(["ip-address"])
    );
    assert_eq!(
        values(
            json!({"allow": ["@acme.org", "+49 151 23456789"]}),
            "jane@ACME.org +49-151-23456789"
        ),
        json!([])
    );
    assert_eq!(
        values(json!({"skip": ["email"]}), "jane@acme.org"),
        json!([])
    );
    assert_eq!(
        values(json!({"phone_countries": []}), "(415) 867-5309"),
        json!([])
    );
    assert_eq!(
        values(json!({"id_countries": ["GB"]}), "SSN 536-90-4399"),
        json!([])
    );
    assert_eq!(
        values(
            json!({"test_cards": ["4539148803436467"]}),
            "4539 1488 0343 6467"
        ),
        json!([])
    );
    assert_eq!(
        values(json!({"service_phones": true}), "1-888-867-5309"),
        json!(["phone"])
    );
}

#[test]
fn says_what_is_wrong_with_settings() {
    let error = |settings| testing::scorer::<Pii>(settings).err().unwrap();
    assert!(
        error(json!({"skip": ["mail"]}))
            .starts_with("`skip` names `mail`; it may name private-key, token")
    );
    assert!(error(json!({"phone_countries": ["XX"]})).starts_with("`phone_countries` names `XX`"));
    assert!(error(json!({"id_countries": ["usa"]})).starts_with("`id_countries` names `usa`"));
    assert!(
        error(json!({"test_cards": ["4242 4242"]})).starts_with("`test_cards` names `4242 4242`")
    );
    assert!(error(json!({"allow": [" "]})).starts_with("`allow` holds an empty value"));
    assert!(error(json!({"redact": true})).contains("unknown field"));
}

#[test]
fn long_texts_are_quick() {
    for piece in [
        "12 ",
        "a@b.de ",
        "1.2.3.4.5-",
        "::1-",
        "eyJ.",
        "-----BEGIN PRIVATE KEY-----",
        "api_key=",
        "DE00",
        "://a:b@",
        "(0) 12-",
        "sk-abcdefghijklmnop1",
        "é",
    ] {
        let text = piece.repeat(200_000 / piece.len());
        let started = std::time::Instant::now();
        let scorer: Pii = testing::scorer(json!({})).unwrap();
        let _ = tunesmith_plugin_sdk::Scorer::score(&scorer, &user(&text));
        assert!(
            started.elapsed().as_secs() < 10,
            "{piece}: {:?}",
            started.elapsed()
        );
    }
}

proptest! {
    #[test]
    fn any_text_is_safe(text in "\\PC{0,200}|[0-9A-Za-z@.:/+() _é\n-]{0,200}|[0-9 .()+-]{0,80}") {
        let score = scored(json!({"test_values": true, "private_ips": true}), &user(&text));
        let value = score["value"].as_f64().unwrap();
        prop_assert!((0.0..=1.0).contains(&value));
        prop_assert_eq!(value == 1.0, score["marks"] == json!([]));
    }

    #[test]
    fn any_values_are_safe(parts in prop::collection::vec("jane@acme.org|4539 1488 0343 6467|\\+49 30 1234567|::1|é|https://a:b@c.de|DE68210501700012345678|[ -~]{0,5}", 0..12)) {
        scored(json!({}), &user(&parts.concat()));
    }
}
