//! The generator driven by scripted replies: whole dialogues as data, coverage, and everything that can go wrong.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};
use tunesmith_plugin_sdk::{Generator, Step, Task, testing};

use crate::InstructionEvolver;

fn task(index: u64, seed: Value) -> Task {
    Task {
        index,
        rng_seed: index,
        seed: Some(seed),
    }
}

#[test]
fn dialogues_never_change() {
    testing::golden::generator::<InstructionEvolver>(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/golden.jsonl"
    ));
}

#[test]
fn operations_come_evenly_and_prompts_stay_short() {
    let generator: InstructionEvolver = testing::generator(json!({})).unwrap();
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for index in 0..60 {
        let seed = json!({"instruction": "Name three birds."});
        let Step::Ask { requests, state } = generator.begin(&task(index, seed)).unwrap() else {
            panic!("a step that asks was expected");
        };
        assert_eq!(state.plan.len(), 2);
        assert_ne!(state.plan[0], state.plan[1]);
        for operation in &state.plan {
            *counts.entry(operation.name()).or_default() += 1;
        }
        let letters: usize = requests[0]
            .messages
            .iter()
            .map(|it| it.content.chars().count())
            .sum();
        assert!(letters < 1100, "{letters} characters");
    }
    assert_eq!(counts.len(), 6);
    assert!(counts.values().all(|it| *it == 20), "{counts:?}");
}

#[test]
fn the_longest_task_stays_within_the_rounds_of_the_host() {
    let settings = json!({"rounds": 4, "corrections": 3, "operations": ["deepen"]});
    let seed = json!({"instruction": "Name birds."});
    let mut asked = 0;
    let mut evolutions = 0;
    // Every evolution passes at the last correction, every answer fails.
    let result =
        testing::run_generator::<InstructionEvolver>(settings, &task(0, seed), |request| {
            asked += 1;
            match request.label.trim_end_matches("-again") {
                "equal" => {
                    let verdict = if evolutions % 4 == 0 {
                        "different"
                    } else {
                        "equal"
                    };
                    testing::answered(json!({"reason": "x", "verdict": verdict}))
                }
                "answer" => testing::answered_text("..."),
                _ => {
                    evolutions += 1;
                    let words = format!("Name birds with colour{evolutions} and size{evolutions}.");
                    testing::answered(json!({"instruction": words}))
                }
            }
        });
    assert!(
        result
            .unwrap_err()
            .starts_with("no evolution is left: answer: says-nothing")
    );
    assert!(asked <= 60, "{asked} rounds");
}

#[test]
fn settings_that_can_not_work_are_named() {
    let error = |settings| {
        testing::generator::<InstructionEvolver>(settings)
            .err()
            .unwrap()
    };
    assert_eq!(
        error(json!({"rounds": 0})),
        "`rounds` is 0; it must lie between 1 and 4"
    );
    assert!(
        error(json!({"operations": []}))
            .starts_with("`operations` is empty; there are add-constraints")
    );
    assert!(error(json!({"operations": ["widen"]})).contains("unknown variant"));
    assert!(error(json!({"corrections": 4})).starts_with("`corrections` is 4"));
    assert!(error(json!({"answer_temperature": 3})).starts_with("`answer_temperature` is 3"));
    assert!(error(json!({"answer_max_tokens": 0})).starts_with("`answer_max_tokens` is 0"));
    assert!(error(json!({"max_chars": 0})).starts_with("`max_chars` is 0"));
    assert!(error(json!({"input_forms": []})).starts_with("`input_forms` must hold"));
    let shot = json!({"operation": "complicate-input", "instruction": "a", "evolved": "b"});
    assert!(error(json!({"few_shot": [shot]})).starts_with("`few_shot` 1 leaves"));
}

proptest! {
    #[test]
    fn any_seed_and_any_reply_is_safe(
        index: u64,
        instruction in "\\PC{1,80}",
        input in "\\PC{0,80}|[a-z,\n\"]{0,60}",
        words in prop::collection::vec("\\PC{0,80}|([a-zA-Z#]{1,6}[ \n.?,]{1,2}){0,40}", 1..6),
        gives_up: bool,
    ) {
        let seed = json!({"instruction": format!("x{instruction}"), "input": input});
        let settings = json!({"rounds": 4, "on_failure": if gives_up {"give-up"} else {"previous"}});
        let mut at = 0;
        let result = testing::run_generator::<InstructionEvolver>(settings, &task(index, seed), |request| {
            at += 1;
            let text = &words[at % words.len()];
            match request.answer_schema {
                None => testing::answered_text(text),
                Some(_) => testing::answered(json!({"instruction": text, "input": text, "reason": text, "verdict": if at % 3 == 0 {"equal"} else {"different"}})),
            }
        });
        prop_assert!(result.is_err() || result.is_ok_and(|it| it.len() == 1));
    }
}
