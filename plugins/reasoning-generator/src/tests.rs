//! The generator through its trait: golden dialogues, coverage, and what can go wrong.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};
use tunesmith_plugin_sdk::{Example, Reply, Task, testing};

use crate::Reasoning;
use crate::answer::{agrees, stated};
use crate::families::{FAMILIES, NAMES};

fn task(index: u64, rng_seed: u64) -> Task {
    Task {
        index,
        rng_seed,
        seed: None,
    }
}

fn run(settings: Value, task: &Task, replies: Vec<Reply>) -> Result<Vec<Example>, String> {
    let mut replies = replies.into_iter();
    testing::run_generator::<Reasoning>(settings, task, |_| replies.next().unwrap())
}

#[test]
fn dialogues_never_change() {
    testing::golden::generator::<Reasoning>(concat!(env!("CARGO_MANIFEST_DIR"), "/golden.jsonl"));
}

#[test]
fn the_names_are_those_of_the_families() {
    assert_eq!(FAMILIES.map(|it| it.name), NAMES);
}

#[test]
fn families_and_difficulties_are_even_and_solutions_end_in_their_answers() {
    let mut counts: BTreeMap<(String, String), u32> = BTreeMap::new();
    let mut questions: Vec<String> = Vec::new();
    for index in 0..900 {
        let made = run(
            json!({}),
            &task(index, index.wrapping_mul(0x9E37_79B9_7F4A_7C15)),
            vec![],
        )
        .unwrap();
        let of = |key: &str| made[0].metadata(key).unwrap().to_string();
        *counts.entry((of("family"), of("difficulty"))).or_default() += 1;
        let (_, said) = stated(&made[0].messages[2].content).unwrap();
        assert!(agrees(
            &said,
            made[0]
                .metadata("expected")
                .and_then(Value::as_str)
                .unwrap()
        ));
        questions.push(made[0].messages[1].content.clone());
    }
    assert_eq!(counts.len(), 30);
    assert!(counts.values().all(|it| *it == 30), "{counts:?}");
    questions.sort_unstable();
    questions.dedup();
    assert!(
        questions.len() > 850,
        "{} different questions of 900",
        questions.len()
    );
}

#[test]
fn settings_and_seeds_that_can_not_work_are_named() {
    let error = |settings| testing::generator::<Reasoning>(settings).err().unwrap();
    assert!(
        error(json!({"families": ["poetry"]}))
            .starts_with("`families` names `poetry`; the families are ordering")
    );
    assert!(error(json!({"families": []})).starts_with("`families` is empty"));
    assert_eq!(
        error(json!({"difficulties": [4]})),
        "`difficulties` is [4]; it must hold at least one, each from 1 to 3"
    );
    assert_eq!(
        error(json!({"samples": 0})),
        "`samples` is 0; it must lie between 1 and 16"
    );
    assert_eq!(
        error(json!({"shots": 9})),
        "`shots` is 9; it must lie between 0 and 4"
    );
    assert!(error(json!({"mode": "both"})).contains("unknown variant"));
    let seeded = |seed: Value| {
        run(
            json!({}),
            &Task {
                index: 0,
                rng_seed: 0,
                seed: Some(seed),
            },
            vec![],
        )
        .unwrap_err()
    };
    assert!(seeded(json!({"family": "x"})).starts_with("there is no family `x`"));
    assert_eq!(
        seeded(json!({"difficulty": 9})),
        "`difficulty` of the seed is 9; it must lie between 1 and 3"
    );
    assert!(seeded(json!({"names": "x"})).starts_with("the seed does not fit"));
    assert!(seeded(json!({"names": ["x", "x"]})).contains("twice"));
}

proptest! {
    #[test]
    fn any_task_and_any_reply_is_safe(index: u64, rng_seed: u64, words in "\\PC{0,60}|Answer: \\PC{0,20}|answ?er[: 0-9/.-]{0,60}") {
        let reply = || testing::answered_text(&words);
        let result = testing::run_generator::<Reasoning>(json!({"mode": "model", "samples": 2}), &task(index, rng_seed), |_| reply());
        prop_assert!(result.is_err() || result.is_ok_and(|it| it.len() == 1));
        let worked = run(json!({}), &task(index, rng_seed), vec![]);
        prop_assert!(worked.is_ok());
    }
}
