//! Every ordered pair of formats: nothing panics, and what is converted without loss and back without loss is the same.
//!
//! "The same" leaves aside what a format brings to one form: the ids of calls, system for developer, `null` content and weight 1 that say nothing,
//! one text part for a text, functions for tools, members that are `null`, line breaks in arguments, where a pair keeps further members,
//! and weights of context. `plain` takes these away.

use proptest::prelude::*;
use serde_json::{Value, json};
use tunesmith_core::Example;
use tunesmith_core::format::{FORMATS, convert, openai_chat};

use crate::records::CANONICAL;
use crate::{named, value};

/// The example as JSON without what formats bring to one form.
fn plain(example: &Example) -> Value {
    let mut chat = value(&openai_chat::render(example));
    // A pair keeps further members in two places, a flat shape in one.
    if let Some(input) = chat.get_mut("input").map(Value::take) {
        for (key, value) in input.as_object().into_iter().flatten() {
            chat[key] = value.clone();
        }
    }
    tidy(&mut chat);
    chat
}

fn tidy(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(tidy),
        Value::Object(members) => {
            for key in ["id", "tool_call_id", "weight"] {
                members.remove(key);
            }
            members.retain(|_, value| !value.is_null() && *value != json!([]));
            if let Some(functions) = members.remove("functions") {
                let functions = functions.as_array().cloned().unwrap_or_default();
                let tools = functions
                    .iter()
                    .map(|function| json!({"type": "function", "function": function}));
                members.insert("tools".to_owned(), tools.collect());
            }
            if let Some(call) = members.remove("function_call") {
                let calls = json!([{"type": "function", "function": call}]);
                members.insert("tool_calls".to_owned(), calls);
            }
            let other = match members.get("role").and_then(Value::as_str) {
                Some("developer") => Some("system"),
                Some("function") => Some("tool"),
                _ => None,
            };
            if let Some(role) = other {
                members.insert("role".to_owned(), json!(role));
            }
            if members.contains_key("tool_calls") && members.get("content") == Some(&json!("")) {
                members.remove("content");
            }
            members.values_mut().for_each(tidy);
            let content = members.get("content").and_then(Value::as_array);
            if let Some([part]) = content.map(Vec::as_slice)
                && part.get("type") == Some(&json!("text"))
            {
                let text = part.get("text").cloned().unwrap_or_default();
                members.insert("content".to_owned(), text);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Converts the record from every format that takes it to every other and back.
fn try_all(record: &str) {
    for from in FORMATS {
        let Ok(example) = (from.parse)(record) else {
            continue;
        };
        for to in FORMATS {
            if let Ok(rough) = convert(record, from, to, true) {
                value(&rough.line);
                let again = convert(record, from, to, true);
                assert_eq!(again, Ok(rough), "the same record gives the same line");
            }
            let Ok(there) = convert(record, from, to, false) else {
                continue;
            };
            let there = there.line;
            let Ok(back) = convert(&there, to, from, false) else {
                continue;
            };
            let back = (from.parse)(&back.line).unwrap_or_else(|error| {
                panic!(
                    "{} does not read what it wrote: {error}: {}",
                    from.name, back.line
                )
            });
            assert_eq!(
                plain(&back),
                plain(&example),
                "{} to {} and back: {record} {there}",
                from.name,
                to.name
            );
        }
    }
}

#[test]
fn there_and_back_is_the_same() {
    for (_, record) in CANONICAL {
        let example = (named("openai-chat").parse)(record).unwrap();
        for from in FORMATS {
            let rendered = (from.render)(&example);
            if !rendered.line.is_empty() {
                try_all(&rendered.line);
            }
        }
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        "[ -~é]{0,8}".prop_map(Value::from),
        prop::sample::select(vec![
            "user",
            "assistant",
            "system",
            "tool",
            "{}",
            "[]",
            "text"
        ])
        .prop_map(Value::from),
    ];
    let keys = prop::sample::select(vec![
        "messages",
        "interactions",
        "prompt",
        "completion",
        "chosen",
        "rejected",
        "text",
        "content",
        "role",
        "tool_calls",
        "tools",
        "functions",
        "function_call",
        "function",
        "name",
        "arguments",
        "id",
        "tool_call_id",
        "input",
        "preferred_output",
        "non_preferred_output",
        "label",
        "labels",
        "completions",
        "type",
        "weight",
    ]);
    leaf.prop_recursive(6, 40, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((keys.clone(), inner), 0..6).prop_map(|members| Value::Object(
                members
                    .into_iter()
                    .map(|(key, value)| (key.to_owned(), value))
                    .collect()
            )),
        ]
    })
}

fn any_message() -> impl Strategy<Value = Value> {
    let role = prop::sample::select(vec![
        "system",
        "developer",
        "user",
        "assistant",
        "tool",
        "function",
        "robot",
    ]);
    let content = prop_oneof![
        3 => "[ -~é]{0,6}".prop_map(Value::from),
        1 => Just(Value::Null),
        1 => Just(json!([{"type": "text", "text": "a"}, {"type": "image_url", "image_url": {"url": "u"}}])),
    ];
    let calls = prop_oneof![
        3 => Just(None),
        1 => Just(Some(json!({"tool_calls": [{"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{\"a\":1}"}}]}))),
        1 => Just(Some(json!({"function_call": {"name": "f", "arguments": "{}"}}))),
        1 => Just(Some(json!({"tool_call_id": "c1"}))),
        1 => Just(Some(json!({"weight": 0}))),
        1 => Just(Some(json!({"name": "n", "mood": 1}))),
    ];
    (role, content, calls).prop_map(|(role, content, more)| {
        let mut message = json!({"role": role, "content": content});
        for (key, value) in more
            .as_ref()
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            message[key] = value.clone();
        }
        message
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(32) })]

    #[test]
    fn conversations_go_there_and_back(
        messages in prop::collection::vec(any_message(), 0..5),
        better in prop::collection::vec(any_message(), 0..3),
        worse in prop::collection::vec(any_message(), 0..3),
        label in any::<bool>(),
    ) {
        try_all(&json!({"messages": messages}).to_string());
        try_all(&json!({"prompt": messages, "completion": better, "label": label}).to_string());
        try_all(&json!({"prompt": messages, "chosen": better, "rejected": worse}).to_string());
        try_all(&json!({"chosen": better, "rejected": worse}).to_string());
    }

    #[test]
    fn nothing_panics(record in any_json()) {
        let record = record.to_string();
        for from in FORMATS {
            for to in FORMATS {
                let _ = convert(&record, from, to, true);
            }
        }
    }
}
