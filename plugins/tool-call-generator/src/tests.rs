//! The generator driven by scripted replies, and what follows from the task alone.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use tunesmith_plugin_sdk::{Example, Generator, Reply, Request, Step, Task, testing};

use crate::{Settings, ToolCallChats};

#[test]
fn dialogues_never_change() {
    testing::golden::generator::<ToolCallChats>(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/golden.jsonl"
    ));
}

fn seeds() -> Vec<Value> {
    let text = include_str!("../../../recipes/seeds/tools.jsonl");
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

fn first_request(index: u64, seed: Value) -> (Value, Request) {
    let plugin = ToolCallChats::new(Settings::default()).unwrap();
    match plugin.begin(&task(index, seed)).unwrap() {
        Step::Ask { requests, state } => {
            (serde_json::to_value(state).unwrap(), requests[0].clone())
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn cases_come_by_their_shares_and_prompts_stay_short() {
    let seeds = seeds();
    let mut cases: BTreeMap<String, u32> = BTreeMap::new();
    for index in 0..600 {
        let (state, request) = first_request(index, seeds[index as usize % seeds.len()].clone());
        *cases
            .entry(state["plan"]["case"].as_str().unwrap().to_owned())
            .or_default() += 1;
        let letters: usize = request
            .messages
            .iter()
            .map(|it| it.content.chars().count())
            .sum();
        assert!(letters < 1600, "{letters} characters");
        assert!(
            state.to_string().len() < 8000,
            "the state of task {index} is large"
        );
    }
    let expected = [
        ("clarify", 60),
        ("multi-step", 120),
        ("none", 60),
        ("parallel", 120),
        ("single", 240),
    ];
    assert_eq!(
        cases,
        expected
            .map(|(name, count)| (name.to_owned(), count))
            .into()
    );
}

/// Answers every key with the same text.
fn run(settings: Value, task: &Task, text: &str) -> Result<Vec<Example>, String> {
    testing::run_generator::<ToolCallChats>(settings, task, |request| {
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
    let seed_error = |seed: Option<Value>, settings: Value| {
        run(
            settings,
            &Task {
                index: 0,
                rng_seed: 0,
                seed,
            },
            "x",
        )
        .unwrap_err()
    };
    let only = |case: &str| {
        let mut shares =
            json!({"single": 0, "parallel": 0, "multi_step": 0, "none": 0, "clarify": 0});
        shares[case] = json!(1);
        json!({"shares": shares})
    };
    let one = json!({"tools": [{"type": "function", "function": {"name": "ping"}}]});
    assert!(
        seed_error(None, json!({}))
            .starts_with("the task has no seed record; a seed for tool-call-generator is")
    );
    assert!(seed_error(Some(json!({"tools": []})), json!({})).contains("it has no list `tools`"));
    assert!(seed_error(Some(json!({"tools": [{}]})), json!({})).contains("a tool has no name"));
    assert!(
        seed_error(
            Some(json!({"tools": [{"name": "a"}, {"name": "a"}]})),
            json!({})
        )
        .contains("two tools are called `a`")
    );
    assert!(
        seed_error(Some(one.clone()), only("multi_step"))
            .contains("set the share of `multi_step` to 0")
    );
    assert!(seed_error(Some(one), only("clarify")).contains("set the share of `clarify` to 0"));

    let error = |settings| testing::generator::<ToolCallChats>(settings).err().unwrap();
    assert_eq!(
        error(json!({"temperature": 3})),
        "`temperature` is 3; it must lie between 0 and 2"
    );
    assert_eq!(
        error(json!({"shares": {"none": 5000}})),
        "`shares.none` is 5000; it must lie between 0 and 1000"
    );
    assert!(error(json!({"shares": {"single": 0, "parallel": 0, "multi_step": 0, "none": 0, "clarify": 0}})).starts_with("all `shares` are 0"));
    assert!(error(json!({"tones": []})).starts_with("`tones` must hold"));
    assert!(error(json!({"max_tokens": 0})).starts_with("`max_tokens` is 0"));
    assert!(error(json!({"share": {}})).contains("unknown field"));
}

proptest! {
    #[test]
    fn odd_answers_never_panic(index in 0_u64..40, text in ".{0,60}") {
        let seeds = seeds();
        let _ = run(json!({}), &task(index, seeds[index as usize % seeds.len()].clone()), &text);
    }

    #[test]
    fn odd_tools_never_panic(parameters in "[a-z]{1,8}", kind in "string|integer|number|boolean|array|object|dict", index in 0_u64..40) {
        let part = json!({"type": kind, "properties": {parameters.clone(): {"type": kind}}, "items": {"type": kind}, "pattern": "["});
        let schema = json!({"type": "object", "properties": {parameters.clone(): part}, "required": [parameters]});
        let seed = json!({"tools": [{"name": "a_b", "parameters": schema}, {"name": "c", "parameters": {"required": 3}}]});
        let _ = run(json!({}), &task(index, seed), "12");
        let plugin = ToolCallChats::new(Settings::default()).unwrap();
        if let Ok(Step::Ask { state, .. }) = plugin.begin(&task(index, json!({"tools": [{"name": "x"}]}))) {
            let end = plugin.resume(state, &[Reply::Failed("x".into())]);
            prop_assert!(matches!(end, Ok(Step::GiveUp(_))));
        }
    }
}
