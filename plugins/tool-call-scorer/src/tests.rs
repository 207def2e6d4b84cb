//! The scorer through its trait: golden vectors, settings, and that nothing makes it fall over.

use proptest::prelude::*;
use serde_json::{Value, json};
use tunesmith_plugin_sdk::{Example, testing};

use crate::ToolCalls;

#[test]
fn scores_never_change() {
    testing::golden::scorer::<ToolCalls>(concat!(env!("CARGO_MANIFEST_DIR"), "/golden.jsonl"));
}

#[test]
fn settings_that_make_no_sense_are_named() {
    let error = |settings| testing::scorer::<ToolCalls>(settings).err().unwrap();
    assert_eq!(
        error(json!({"invented_severity": 2})),
        "`invented_severity` is 2; it must lie between 0 and 1"
    );
    assert!(
        error(json!({"skip": ["typo"]}))
            .starts_with("`skip` names `typo`; the marks are unknown-tool")
    );
    assert!(error(json!({"loose": true})).contains("unknown field"));
}

#[test]
fn work_grows_with_the_text_only() {
    let tool =
        json!({"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}});
    let mut messages = vec![json!({"role": "user", "content": "word salad ".repeat(90_000)})];
    for index in 0..2000 {
        let id = format!("c{index}");
        let call = json!({"id": id, "type": "function", "function": {"name": "f", "arguments": "{\"a\":\"salad bowl\"}"}});
        messages.push(json!({"role": "assistant", "tool_calls": [call]}));
        messages.push(json!({"role": "tool", "tool_call_id": id, "content": "ok"}));
    }
    let example = Example::from_value(&json!({"messages": messages, "tools": [tool]})).unwrap();
    let scorer: ToolCalls = testing::scorer(json!({})).unwrap();
    let score = testing::score(&scorer, &example);
    assert_eq!((score.value, score.marks.len()), (1.0, 0), "{score:?}");
}

/// Any JSON, with the names the scorer looks for among the members.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        Just(json!("f")),
        Just(json!("{\"a\": [1]}")),
        Just(json!("#/properties/a")),
    ];
    let names = prop::sample::select(vec![
        "name",
        "function",
        "parameters",
        "arguments",
        "id",
        "type",
        "properties",
        "required",
        "items",
        "anyOf",
        "$ref",
        "pattern",
        "a",
        "enum",
        "expected_calls",
        "case",
        "default",
        "minLength",
        "format",
        "not",
    ]);
    leaf.prop_recursive(5, 40, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((names.clone(), inner), 0..5).prop_map(|members| Value::Object(
                members
                    .into_iter()
                    .map(|(name, it)| (name.to_owned(), it))
                    .collect()
            )),
        ]
    })
}

proptest! {
    #[test]
    fn never_panics(
        tools in any_json(), calls in any_json(), metadata in any_json(), parameters in any_json(), arguments in any_json(),
        texts in prop::collection::vec(("system|user|assistant|tool|function", ".{0,40}"), 0..5),
    ) {
        let mut messages: Vec<Value> = texts
            .iter()
            .map(|(role, content)| json!({"role": role, "content": content, "tool_calls": calls, "tool_call_id": "f"}))
            .collect();
        let call = json!([{"id": "f", "function": {"name": "f", "arguments": arguments.to_string()}}]);
        messages.push(json!({"role": "assistant", "tool_calls": call}));
        let known = json!([{"type": "function", "function": {"name": "f", "parameters": parameters}}]);
        let scorer: ToolCalls = testing::scorer(json!({})).unwrap();
        for tools in [tools, known] {
            let value = json!({"messages": messages, "tools": tools, "metadata": metadata});
            if let Ok(score) = testing::try_score(&scorer, &Example::from_value(&value).unwrap()) {
                prop_assert!((0.0..=1.0).contains(&score.value));
            }
        }
    }
}
