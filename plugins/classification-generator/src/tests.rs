//! The generator driven by scripted replies: golden dialogues, coverage, and what can go wrong.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};
use tunesmith_plugin_sdk::{Generator, Step, Task, testing};

use crate::Classification;

fn task(index: u64) -> Task {
    Task {
        index,
        rng_seed: index,
        seed: None,
    }
}

#[test]
fn dialogues_never_change() {
    testing::golden::generator::<Classification>(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/golden.jsonl"
    ));
}

#[test]
fn labels_are_balanced_hard_ones_confused_as_said_and_prompts_short() {
    let generator: Classification = testing::generator(json!({})).unwrap();
    let mut counts: BTreeMap<(usize, Option<usize>), u32> = BTreeMap::new();
    for index in 0..400 {
        let Step::Ask { requests, state } = generator.begin(&task(index)).unwrap() else {
            panic!("a step that asks was expected");
        };
        *counts
            .entry((state.case.label, state.case.confusable))
            .or_default() += 1;
        let letters: usize = requests[0]
            .messages
            .iter()
            .map(|it| it.content.chars().count())
            .sum();
        assert!(letters < 1900, "{letters} characters");
    }
    let of = |label: usize, hard: bool| {
        counts
            .iter()
            .filter(|(key, _)| key.0 == label && key.1.is_some() == hard)
            .map(|it| it.1)
            .sum::<u32>()
    };
    for label in 0..5 {
        assert_eq!((of(label, false), of(label, true)), (60, 20));
    }
    // `billing` is taken for `returns` only, `returns` for two others evenly.
    assert_eq!(counts[&(0, Some(2))], 20);
    assert_eq!((counts[&(2, Some(1))], counts[&(2, Some(3))]), (10, 10));
}

#[test]
fn settings_and_seeds_that_can_not_work_are_named() {
    let error = |settings| {
        testing::generator::<Classification>(settings)
            .err()
            .unwrap()
    };
    let two = |more: Value| {
        let mut first = json!({"name": "a", "description": "x"});
        first
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        json!({"labels": [first, {"name": "b", "description": "y"}]})
    };
    assert_eq!(
        error(json!({"labels": []})),
        "`labels` holds 0; it must hold 2 to 100"
    );
    assert_eq!(error(two(json!({"name": "b"}))), "`labels` holds `b` twice");
    assert!(error(two(json!({"name": " a"}))).contains("one line without spaces"));
    assert!(error(two(json!({"description": ""}))).contains("has no description"));
    assert_eq!(
        error(two(json!({"share": 0}))),
        "the share of `a` is 0; it must be above 0"
    );
    assert_eq!(
        error(two(json!({"confused_with": ["c"]}))),
        "`a` is said to be confused with `c`, which is no other label"
    );
    assert_eq!(
        error(json!({"hard_share": 2})),
        "`hard_share` is 2; it must lie between 0 and 1"
    );
    assert_eq!(
        error(json!({"min_chars": 9, "max_chars": 3})),
        "`min_chars` is 9, above `max_chars`, which is 3"
    );
    assert!(error(json!({"system": "Classify."})).contains("{labels}"));
    assert!(error(json!({"styles": []})).starts_with("`styles` must hold"));
    assert!(error(json!({"domain": ""})).starts_with("`domain` is empty"));
    let generator: Classification = testing::generator(json!({})).unwrap();
    let seeded = generator.begin(&Task {
        index: 0,
        rng_seed: 0,
        seed: Some(json!({"topic": 3})),
    });
    assert!(seeded.unwrap_err().starts_with("the seed does not fit"));
}

proptest! {
    #[test]
    fn any_task_and_any_reply_is_safe(index: u64, text in "\\PC{0,80}", share in 0.0_f64..1.0) {
        let reply = json!({"text": text});
        let result = testing::run_generator::<Classification>(json!({"hard_share": share}), &task(index), |_| testing::answered(reply.clone()));
        prop_assert!(result.is_err() || result.is_ok_and(|it| it.len() == 1));
    }
}
