//! The generator driven by scripted replies, and what follows from the task alone.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use tunesmith_plugin_sdk::{Example, Generator, Step, Task, testing};

use crate::{Extractions, Settings};

#[test]
fn dialogues_never_change() {
    testing::golden::generator::<Extractions>(concat!(env!("CARGO_MANIFEST_DIR"), "/golden.jsonl"));
}

fn seeds() -> Vec<Value> {
    let text = include_str!("../../../recipes/seeds/extraction.jsonl");
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn task(index: u64, seed: Value) -> Task {
    Task {
        index,
        rng_seed: index * 7919,
        seed: Some(seed),
    }
}

#[test]
fn every_seed_of_the_recipe_serves_every_task() {
    let seeds = seeds();
    let plugin = Extractions::new(Settings::default()).unwrap();
    let mut difficulties: BTreeMap<String, u32> = BTreeMap::new();
    for index in 0..300_u64 {
        for seed in &seeds {
            let Step::Ask { requests, state } = plugin.begin(&task(index, seed.clone())).unwrap()
            else {
                panic!("it asks first");
            };
            let letters: usize = requests[0]
                .messages
                .iter()
                .map(|it| it.content.chars().count())
                .sum();
            assert!(letters < 2000, "{letters} characters");
            let plan = &state.plan;
            let least = usize::from(matches!(plan.difficulty.as_str(), "medium" | "hard"));
            assert!(plan.missing.len() >= least, "{plan:?}");
            assert!(plan.text.is_some() || !plan.values.is_empty());
            assert_eq!(plan.distractor.is_some(), plan.difficulty == "hard");
            *difficulties.entry(plan.difficulty.clone()).or_default() += 1;
            // What is chosen here satisfies the schema and is found again in a text that says it.
            if plan.text.is_none() {
                let object = plan.object(&plan.values);
                assert_eq!(
                    tunesmith_structured::schema::check(&plan.schema, &object).violations,
                    [],
                    "{object}"
                );
                let said: Vec<String> = plan
                    .values
                    .iter()
                    .map(|(_, value)| crate::prompt::said(value))
                    .collect();
                let text = format!("It says all of this: {}.", said.join("; "));
                crate::reading::written(plan, &json!({"text": text})).unwrap();
            }
        }
    }
    assert_eq!(difficulties["easy"], difficulties["hard"]);
}

fn run(settings: Value, task: &Task, text: &str) -> Result<Vec<Example>, String> {
    testing::run_generator::<Extractions>(settings, task, |request| {
        let keys = request.answer_schema.as_ref().unwrap()["properties"]
            .as_object()
            .unwrap()
            .keys();
        testing::answered(Value::Object(
            keys.map(|key| (key.clone(), text.into()))
                .collect::<Map<String, Value>>(),
        ))
    })
}

#[test]
fn seeds_and_settings_that_can_not_work_are_named() {
    let seed_error = |seed: Option<Value>| {
        run(
            json!({}),
            &Task {
                index: 0,
                rng_seed: 0,
                seed,
            },
            "x",
        )
        .unwrap_err()
    };
    let odd = json!({"type": "object", "properties": {"verdict": {"type": "string"}}, "required": ["verdict"]});
    assert!(
        seed_error(None)
            .starts_with("the task has no seed record; a seed for extraction-generator is")
    );
    assert!(seed_error(Some(json!({"text": "x"}))).contains("there is no JSON Schema"));
    assert!(seed_error(Some(json!({"schema": odd}))).contains("it has neither `text` nor `topic`"));
    assert!(
        seed_error(Some(json!({"schema": odd, "topic": "x"})))
            .contains("there is no value to choose for `verdict`; give the seed")
    );
    let wrong = json!({"schema": odd, "topic": "x", "values": {"verdict": [3]}});
    assert!(
        seed_error(Some(wrong))
            .contains("a value for `verdict` breaks its schema: must be a string, is 3")
    );

    let error = |settings| testing::generator::<Extractions>(settings).err().unwrap();
    assert_eq!(
        error(json!({"temperature": 3})),
        "`temperature` is 3; it must lie between 0 and 2"
    );
    assert_eq!(
        error(json!({"missing_share": -1})),
        "`missing_share` is -1; it must lie between 0 and 1"
    );
    assert_eq!(
        error(json!({"schema": "x"})),
        "`schema` must be the JSON Schema of an object"
    );
    assert_eq!(
        error(json!({"system": "x"})),
        "`system` does not say where {schema} goes"
    );
    assert!(error(json!({"styles": [""]})).starts_with("`styles` must hold"));
    assert!(error(json!({"max_tokens": 0})).starts_with("`max_tokens` is 0"));
    assert!(error(json!({"style": []})).contains("unknown field"));
}

proptest! {
    #[test]
    fn odd_answers_never_panic(index in 0_u64..30, text in ".{0,60}") {
        let seeds = seeds();
        let _ = run(json!({}), &task(index, seeds[index as usize % seeds.len()].clone()), &text);
    }

    #[test]
    fn odd_schemas_never_panic(name in ".{0,8}", kind in "string|integer|number|boolean|array|object|dict", format in "date|time|x", text in ".{0,20}", low in any::<f64>()) {
        let part = json!({"type": kind, "format": format, "properties": {name.clone(): {"type": kind}}, "items": {"type": kind}, "minimum": low, "maximum": -low});
        let schema = json!({"type": "object", "properties": {name.clone(): part, "number": {"type": "string"}}, "required": [name]});
        for seed in [json!({"schema": schema, "text": text}), json!({"schema": schema, "topic": "x"})] {
            for index in 0..3 {
                let _ = run(json!({}), &task(index, seed.clone()), &text);
            }
        }
    }
}
