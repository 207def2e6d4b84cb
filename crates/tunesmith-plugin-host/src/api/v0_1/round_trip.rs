//! Nothing is lost between tunesmith-core's examples and the plugins': properties, and the shapes named in `plugin.wit`.

use proptest::prelude::*;
use serde_json::{Value, json};
use tunesmith_core::format::openai_chat;
use tunesmith_core::{Content, Example, Extra, Message, Role, StageFailure};

use super::convert::{
    example_from_wit, example_to_wit, message_to_wit, request_from_wit, score_from_wit,
};
use super::generator::tunesmith::plugin::dialogue as wit_dialogue;
use super::scorer::tunesmith::plugin::types as wit;

#[track_caller]
fn round_trip(example: &Example) {
    let there = example_to_wit(example);
    let back = example_from_wit("example", there.clone())
        .unwrap_or_else(|error| panic!("{error}: {there:?}"));
    assert_eq!(&back, example, "{there:?}");
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        ".{0,20}",
        Just("\"\\\n\u{0}é🦀".to_owned())
    ]
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map("[a-z]{1,4}", inner, 0..3).prop_map(|map| json!(map)),
        ]
    })
}

fn content() -> impl Strategy<Value = Option<Value>> {
    let part = prop_oneof![
        text().prop_map(|text| json!({"type": "text", "text": text})),
        text().prop_map(
            |url| json!({"type": "image_url", "image_url": {"url": url, "detail": "low"}})
        ),
        any_json().prop_map(|value| json!({"type": "input_audio", "input_audio": value})),
    ];
    prop_oneof![
        Just(None),
        Just(Some(Value::Null)),
        text().prop_map(|text| Some(json!(text))),
        prop::collection::vec(part, 0..3).prop_map(|parts| Some(Value::from(parts))),
    ]
}

prop_compose! {
    fn message()(
        role in prop_oneof!["system", "user", "assistant", "tool", "[a-z]{1,6}"],
        content in content(),
        name in prop::option::of(text()),
        weight in prop::option::of(0..=1),
        call in prop::option::of(text()),
        other in prop::option::of(any_json()),
    ) -> Value {
        let mut message = json!({"role": role});
        let mut member = |name: &str, value: Option<Value>| if let Some(value) = value { message[name] = value };
        member("content", content);
        member("name", name.map(Value::from));
        member("weight", weight.map(Value::from));
        let function = call.map(|text| json!([{"id": text, "type": "function", "function": {"name": "f", "arguments": text}}]));
        member("tool_calls", function);
        member("reasoning", other);
        message
    }
}

prop_compose! {
    fn any_example()(
        messages in prop::collection::vec(message(), 0..4),
        endings in prop::option::of(prop::collection::vec(message(), 1..3)),
        tools in any::<bool>(),
        other in prop::option::of(any_json()),
        metadata in prop::collection::btree_map("[a-z]{1,4}", any_json(), 0..3),
        id in "[0-9a-f]{0,4}",
    ) -> Example {
        let mut inner = json!({"messages": messages});
        if tools {
            inner["tools"] = json!([{"type": "function", "function": {"name": "f", "parameters": {}}}]);
        }
        if let Some(other) = other {
            inner["parallel_tool_calls"] = other;
        }
        let line = match endings {
            None => inner,
            Some(messages) => {
                json!({"input": inner, "preferred_output": messages, "non_preferred_output": [], "note": "outer"})
            }
        };
        let metadata = Extra::parse(&json!(metadata).to_string()).unwrap();
        Example { id, metadata, ..openai_chat::parse(&line.to_string()).unwrap() }
    }
}

proptest! {
    #[test]
    fn every_example_survives(example in any_example()) {
        round_trip(&example);
    }

    #[test]
    fn whatever_a_plugin_writes_is_taken_or_refused(role in text(), content in text(), extra in any_json(), more in text()) {
        for extra in [extra.to_string(), more] {
            let message = wit::Message { role: role.clone(), content: content.clone(), extra: Some(extra.clone()) };
            let _ = example_from_wit("x", wit::Example { id: String::new(), messages: vec![message], extra: Some(extra) });
        }
    }
}

#[test]
fn plain_text_needs_no_extra() {
    let message = message_to_wit(&Message::text(Role::User, "hello"));
    assert_eq!(
        (
            message.role.as_str(),
            message.content.as_str(),
            message.extra
        ),
        ("user", "hello", None)
    );
}

#[test]
fn what_a_message_says_is_told_apart() {
    let shapes = [
        (Content::Absent, "", None),
        (Content::Text(String::new()), "", Some(r#"{"content":""}"#)),
        (Content::Null, "", Some(r#"{"content":null}"#)),
        (Content::Parts(vec![]), "", Some(r#"{"content":[]}"#)),
    ];
    for (content, field, extra) in shapes {
        let message = Message {
            content,
            ..Message::text(Role::User, "")
        };
        let there = message_to_wit(&message);
        assert_eq!(
            (there.content.as_str(), there.extra.as_deref()),
            (field, extra),
            "{message:?}"
        );
        round_trip(&Example::from_messages(vec![message]));
    }
}

#[test]
fn a_file_may_use_our_names_for_other_things() {
    let line = r#"{"messages":[],"metadata":"theirs","outer":1,"shadowed":[],"id":7}"#;
    let example = Example {
        metadata: Extra::parse(r#"{"ours":1}"#).unwrap(),
        ..openai_chat::parse(line).unwrap()
    };
    let there = example_to_wit(&example);
    let expected = r#"{"metadata":{"ours":1},"shadowed":{"metadata":"theirs","outer":1,"shadowed":[]},"id":7}"#;
    assert_eq!(there.extra.as_deref(), Some(expected));
    let back = example_from_wit("example", there).unwrap();
    // The order of members may change here, nothing else.
    let sorted = |extra: &Extra| {
        extra
            .iter()
            .map(|(name, value)| format!("{name}={}", value.as_str()))
            .collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(sorted(&back.extra), sorted(&example.extra));
    assert_eq!(back.metadata, example.metadata);
}

#[test]
fn nonsense_is_said_to_be_nonsense() {
    let cases = [
        ("", "", None, None, "x, message 0: the role is empty"),
        (
            "user",
            "",
            Some("[]"),
            None,
            "x, message 0, extra: a JSON object is expected; not JSON: invalid type: sequence, expected a JSON object at line 1 column 0",
        ),
        (
            "user",
            "",
            Some(r#"{"role":"tool"}"#),
            None,
            "x, message 0: the role stands in its field, not in extra",
        ),
        (
            "user",
            "",
            Some(r#"{"weight":2}"#),
            None,
            "x, message 0, extra: at /weight: a weight is the integer 0 or 1, this is 2",
        ),
        (
            "user",
            "",
            None,
            Some(r#"{"messages":[]}"#),
            "x: messages stand in their field, not in extra",
        ),
        (
            "user",
            "",
            None,
            Some(r#"{"tools":null}"#),
            "x, extra: at /tools: a JSON array is expected here; invalid type: null, expected a sequence at line 1 column 4",
        ),
        (
            "user",
            "",
            None,
            Some(r#"{"preferred_output":[]}"#),
            "x: one of preferred_output and non_preferred_output is missing",
        ),
        (
            "user",
            "",
            None,
            Some(r#"{"metadata":3}"#),
            "x, extra/metadata: a JSON object is expected; not JSON: invalid type: integer `3`, expected a JSON object at line 1 column 1",
        ),
    ];
    for (role, content, message_extra, extra, expected) in cases {
        let own = |text: Option<&str>| text.map(str::to_owned);
        let message = wit::Message {
            role: role.to_owned(),
            content: content.to_owned(),
            extra: own(message_extra),
        };
        let example = wit::Example {
            id: String::new(),
            messages: vec![message],
            extra: own(extra),
        };
        assert_eq!(
            example_from_wit("x", example),
            Err(StageFailure::BadAnswer(expected.to_owned()))
        );
    }
}

#[test]
fn scores_and_requests_are_checked() {
    let score = |value, extra: Option<&str>| {
        let extra = extra.map(str::to_owned);
        score_from_wit(
            3,
            wit::Score {
                value,
                marks: vec![],
                note: None,
                extra,
            },
        )
        .unwrap_err()
        .to_string()
    };
    assert_eq!(
        score(f64::INFINITY, None),
        "answered nonsense: score 3 is inf, not a number that can be compared"
    );
    assert!(
        score(1.0, Some("3"))
            .starts_with("answered nonsense: score 3, extra: a JSON object is expected")
    );

    let request = wit_dialogue::Request {
        label: "ask".to_owned(),
        messages: vec![wit::Message {
            role: "user".to_owned(),
            content: "?".to_owned(),
            extra: None,
        }],
        answer_schema: None,
        temperature: None,
        max_tokens: None,
        extra: None,
    };
    let refused = |request| request_from_wit(0, request).unwrap_err().to_string();
    let dumb = wit_dialogue::Request {
        messages: vec![],
        ..request.clone()
    };
    assert_eq!(
        refused(dumb),
        "answered nonsense: request 0 `ask`: it has no messages"
    );
    let hot = wit_dialogue::Request {
        temperature: Some(f64::NAN),
        ..request.clone()
    };
    assert_eq!(
        refused(hot),
        "answered nonsense: request 0 `ask`: its temperature is not a finite number"
    );
    let bare = wit_dialogue::Request {
        answer_schema: Some("true".to_owned()),
        ..request
    };
    assert!(refused(bare).starts_with(
        "answered nonsense: request 0 `ask`, answer schema: a JSON object is expected"
    ));
}
