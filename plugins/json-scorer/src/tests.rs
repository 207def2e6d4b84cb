//! The scorer through its trait: golden vectors, settings, and that nothing makes it fall over.

use proptest::prelude::*;
use serde_json::{Value, json};
use tunesmith_plugin_sdk::{Example, testing};

use crate::JsonAnswers;

#[test]
fn scores_never_change() {
    testing::golden::scorer::<JsonAnswers>(concat!(env!("CARGO_MANIFEST_DIR"), "/golden.jsonl"));
}

#[test]
fn settings_that_make_no_sense_are_named() {
    let error = |settings| testing::scorer::<JsonAnswers>(settings).err().unwrap();
    assert_eq!(
        error(json!({"max_null_share": 2})),
        "`max_null_share` is 2; it must lie between 0 and 1"
    );
    assert_eq!(
        error(json!({"schema": [1]})),
        "`schema` must be a JSON Schema, an object"
    );
    assert!(
        error(json!({"skip": ["typo"]})).starts_with("`skip` names `typo`; the marks are not-json")
    );
    assert!(error(json!({"schemas": {}})).contains("unknown field"));
}

#[test]
fn work_is_bounded() {
    let scorer: JsonAnswers = testing::scorer(json!({"require_json": true})).unwrap();
    let leaves: Vec<Value> = (0..20_000)
        .map(|it| json!({"name": format!("leaf {it}")}))
        .collect();
    let texts = [
        "{".repeat(500_000),
        "```\n{".repeat(100_000),
        "{\"a\":".repeat(100_000),
        json!(leaves).to_string(),
    ];
    for text in texts {
        let user = json!({"role": "user", "content": "some words ".repeat(50_000)});
        let value = json!({"messages": [user, {"role": "assistant", "content": text}]});
        testing::score(&scorer, &Example::from_value(&value).unwrap());
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        Just(json!("object")),
        Just(json!("#")),
    ];
    let names = prop::sample::select(vec![
        "type",
        "properties",
        "required",
        "items",
        "anyOf",
        "allOf",
        "$ref",
        "pattern",
        "a",
        "b",
        "enum",
        "additionalProperties",
        "format",
        "not",
        "$schema",
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
    fn never_panics(schema in any_json(), expected in any_json(), value in any_json(), text in ".{0,60}", shape in 0..4) {
        let content = match shape {
            0 => text.clone(),
            1 => value.to_string(),
            2 => format!("{text}```json\n{value}\n```{text}"),
            _ => format!("{text}{value}{text}"),
        };
        let user = json!({"role": "user", "content": format!("{text}\n```json\n{schema}\n```")});
        let messages = json!([user, {"role": "assistant", "content": content}]);
        let scorer: JsonAnswers = testing::scorer(json!({"require_json": true})).unwrap();
        for metadata in [json!({"schema": schema, "expected": expected}), json!({})] {
            let value = json!({"messages": messages, "metadata": metadata});
            if let Ok(score) = testing::try_score(&scorer, &Example::from_value(&value).unwrap()) {
                prop_assert!((0.0..=1.0).contains(&score.value));
            }
        }
    }
}
