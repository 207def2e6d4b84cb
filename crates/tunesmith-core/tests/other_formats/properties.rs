//! For any conversation: what is written without a loss is read again as the same, and nothing panics.

use proptest::prelude::*;
use serde_json::{Value, json};
use tunesmith_core::format::openai_chat;

use crate::{NAMES, comparable, named};

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-z ]{0,6}",
        1 => Just("<image>".to_owned()),
        1 => Just(r#"{"output":"x"}"#.to_owned()),
        1 => Just(r#"{"a":1.0}"#.to_owned()),
        1 => Just("\"quoted\"".to_owned()),
        1 => ".{0,6}",
    ]
}

fn part() -> impl Strategy<Value = Value> {
    let url = prop_oneof![
        Just("s3://b/a.png"),
        Just("a.jpg"),
        Just("data:image/png;base64,AA"),
        Just("s3://b/film.mp4"),
    ];
    prop_oneof![
        3 => text().prop_map(|text| json!({"type": "text", "text": text})),
        2 => url.prop_map(|url| json!({"type": "image_url", "image_url": {"url": url}})),
        1 => Just(json!({"type": "image_url", "image_url": {"url": "a.png", "detail": "low"}})),
        1 => Just(json!({"type": "video_url", "video_url": {"url": "s3://b/v.mp4"}})),
        1 => Just(json!({"type": "refusal", "refusal": "no"})),
        1 => Just(json!({"type": "input_audio", "input_audio": {}})),
    ]
}

fn content() -> impl Strategy<Value = Value> {
    prop_oneof![
        6 => text().prop_map(Value::from),
        1 => Just(Value::Null),
        2 => prop::collection::vec(part(), 0..4).prop_map(Value::from),
    ]
}

fn call() -> impl Strategy<Value = Value> {
    let id = prop_oneof![3 => Just("call_0"), 2 => Just("call_1"), 1 => Just("x")];
    let arguments = prop_oneof![3 => Just("{}".to_owned()), 1 => text()];
    (id, "[fg]", arguments).prop_map(|(id, name, arguments)| {
        json!({"id": id, "type": "function", "function": {"name": name, "arguments": arguments}})
    })
}

fn message() -> impl Strategy<Value = Value> {
    let role = prop_oneof![
        6 => Just("user"),
        6 => Just("assistant"),
        2 => Just("system"),
        2 => Just("tool"),
        1 => Just("developer"),
        1 => Just("human"),
        1 => Just("function_call"),
    ];
    let extra = prop_oneof![
        8 => Just(json!({})),
        1 => Just(json!({"weight": 0})),
        1 => Just(json!({"name": "n"})),
        1 => Just(json!({"train": true, "mood": 1.5, "value": 3, "parts": 0})),
    ];
    let calls = prop::option::weighted(0.2, prop::collection::vec(call(), 0..3));
    let answers = prop::option::weighted(0.7, prop_oneof![Just("call_0"), Just("call_1")]);
    (role, content(), calls, answers, extra).prop_map(|(role, content, calls, answers, extra)| {
        let mut message = extra;
        if let Some(members) = message.as_object_mut().filter(|_| role != "assistant") {
            members.remove("weight"); // It means something in answers only.
        }
        message["role"] = json!(role);
        message["content"] = content;
        if let (Some(calls), "assistant") = (calls, role) {
            message["tool_calls"] = json!(calls);
        }
        if let (Some(id), "tool") = (answers, role) {
            message["tool_call_id"] = json!(id);
        }
        message
    })
}

fn chat() -> impl Strategy<Value = Value> {
    let messages = prop::collection::vec(message(), 0..4);
    let ending = || prop::collection::vec(message(), 0..3);
    let parameters = prop_oneof![
        Just(json!({"type": "object", "properties": {"a": {"type": ["string", "null"]}}})),
        Just(json!({"type": "object", "additionalProperties": false})),
    ];
    let tools = prop::option::weighted(0.3, parameters).prop_map(|parameters| {
        parameters.map(|parameters| json!([{"type": "function", "function": {"name": "f", "parameters": parameters}}]))
    });
    let extra = prop_oneof![
        6 => Just(json!({})),
        1 => Just(json!({"images": ["a.png"], "id": 7})),
        1 => Just(json!({"system": "s", "instruction": 0})),
        1 => Just(json!({"contents": [], "output": 1, "history": []})),
    ];
    let pair = prop::option::weighted(0.3, (ending(), ending()));
    (messages, tools, extra, pair).prop_map(|(messages, tools, extra, pair)| {
        let mut conversation = extra;
        conversation["messages"] = json!(messages);
        if let Some(tools) = tools {
            conversation["tools"] = tools;
        }
        match pair {
            None => conversation,
            Some((preferred, other)) => json!({
                "input": conversation, "preferred_output": preferred, "non_preferred_output": other, "note": "n",
            }),
        }
    })
}

fn any_json() -> impl Strategy<Value = Value> {
    let key = prop_oneof![
        Just("messages"),
        Just("conversations"),
        Just("from"),
        Just("value"),
        Just("role"),
        Just("content"),
        Just("contents"),
        Just("parts"),
        Just("text"),
        Just("functionCall"),
        Just("functionResponse"),
        Just("name"),
        Just("args"),
        Just("tools"),
        Just("functionDeclarations"),
        Just("instruction"),
        Just("output"),
        Just("images"),
        Just("history"),
        Just("query"),
        Just("response"),
        Just("chosen"),
        Just("rejected"),
        Just("chosen_conversations"),
        Just("rejected_conversations"),
        Just("system"),
        Just("prompt"),
        Just("completion"),
        Just("input"),
        Just("image"),
        Just("source"),
        Just("s3Location"),
        Just("train"),
        Just("tool_calls"),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        Just(json!("user")),
        Just(json!("function_call")),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(key.clone().prop_map(str::to_owned), inner, 0..6)
                .prop_map(|map| json!(map)),
        ]
    })
}

#[test]
fn deep_schemas_are_kept() {
    for (open, close) in [
        (r#"{"items":"#, "}"),
        (r#"{"anyOf":["#, "]}"),
        (r#"{"properties":{"a":"#, "}}"),
    ] {
        let schema = format!("{}1{}", open.repeat(2000), close.repeat(2000));
        let record = format!(
            r#"{{"contents":[],"tools":[{{"functionDeclarations":[{{"name":"f","parameters":{schema}}}]}}]}}"#
        );
        let example = (named("gemini").parse)(&record).unwrap();
        let written = (named("gemini").render)(&example);
        assert!(written.losses.is_empty());
        assert_eq!(written.line, record);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn no_loss_means_the_same_again(chat in chat()) {
        let chat = chat.to_string();
        let example = openai_chat::parse(&chat).unwrap();
        for name in NAMES {
            let written = (named(name).render)(&example);
            if !written.losses.is_empty() {
                continue;
            }
            let again = (named(name).parse)(&written.line);
            let again = again.unwrap_or_else(|error| panic!("{name}: {error}\n{chat}\n{}", written.line));
            prop_assert_eq!(
                comparable(&openai_chat::render(&again)), comparable(&chat), "{}\n{}\n{}", name, chat, written.line
            );
        }
    }

    /// What is written is JSON, and read again it can be written once more without a loss.
    #[test]
    fn what_is_left_is_of_the_shape(chat in chat()) {
        let example = openai_chat::parse(&chat.to_string()).unwrap();
        for name in NAMES {
            if name == "torchtune-preference" {
                continue; // An example with one ending has nothing to compare.
            }
            let written = (named(name).render)(&example).line;
            let again = (named(name).parse)(&written);
            prop_assert!(again.is_ok(), "{}: {:?}\n{}\n{}", name, again, chat, written);
            let losses = (named(name).render)(&again.unwrap()).losses;
            prop_assert!(losses.is_empty(), "{}: {:?}\n{}\n{}", name, losses, chat, written);
        }
    }

    #[test]
    fn never_panics(value in any_json(), text in ".{0,80}") {
        let value = value.to_string();
        for name in NAMES {
            for record in [&value, &text] {
                if let Ok(example) = (named(name).parse)(record) {
                    for other in NAMES {
                        let _ = (named(other).render)(&example);
                    }
                    // What is read can be written as openai-chat and read there.
                    let chat = openai_chat::render(&example);
                    prop_assert_eq!(openai_chat::parse(&chat).map(|again| openai_chat::render(&again)), Ok(chat));
                }
            }
        }
    }
}
