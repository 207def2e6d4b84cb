//! The generator driven by scripted replies: whole dialogues as data, coverage, and everything that can go wrong.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};
use tunesmith_plugin_sdk::{Generator, Step, Task, testing};

use crate::DocumentQuestions;

const LAMP: &str = "# Lamp\n\nThe lamp has three levels. It is powered by USB-C.\n\n# Care\n\nWipe it with a dry cloth, because water harms the ring.";

fn task(index: u64, text: &str) -> Task {
    Task {
        index,
        rng_seed: index,
        seed: Some(json!({"text": text, "title": "Halden lamp"})),
    }
}

#[test]
fn dialogues_never_change() {
    testing::golden::generator::<DocumentQuestions>(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/golden.jsonl"
    ));
}

#[test]
fn types_are_even_and_prompts_short() {
    let generator: DocumentQuestions = testing::generator(json!({"chunk_chars": 100})).unwrap();
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for index in 0..100 {
        let Step::Ask { requests, state } = generator.begin(&task(index, LAMP)).unwrap() else {
            panic!("a step that asks was expected");
        };
        *counts.entry(state.case.kind.name().to_owned()).or_default() += 1;
        let letters: usize = requests[0]
            .messages
            .iter()
            .map(|it| it.content.chars().count())
            .sum();
        assert!(letters < 2000, "{letters} characters");
    }
    assert_eq!(counts.len(), 5);
    assert!(counts.values().all(|it| *it == 20), "{counts:?}");
}

#[test]
fn settings_and_seeds_that_can_not_work_are_named() {
    let error = |settings| {
        testing::generator::<DocumentQuestions>(settings)
            .err()
            .unwrap()
    };
    assert_eq!(
        error(json!({"chunk_chars": 3})),
        "`chunk_chars` is 3; it must lie between 100 and 20000"
    );
    assert_eq!(
        error(json!({"temperature": 3})),
        "`temperature` is 3; it must lie between 0 and 2"
    );
    assert!(
        error(json!({"closed_book": true, "question_types": ["unanswerable"]}))
            .starts_with("`question_types` leaves nothing")
    );
    assert!(error(json!({"system": "x"})).starts_with("`system` does not say"));
    assert!(error(json!({"declines": [""]})).starts_with("`declines` must hold"));
    assert!(error(json!({"question_types": ["hard"]})).contains("unknown variant"));
    let begin = |settings: Value, seed: Option<Value>| {
        let generator: DocumentQuestions = testing::generator(settings).unwrap();
        generator
            .begin(&Task {
                index: 0,
                rng_seed: 0,
                seed,
            })
            .unwrap_err()
    };
    assert!(begin(json!({}), None).starts_with("the task has no seed record"));
    assert!(begin(json!({}), Some(json!({"txt": "x"}))).contains("missing field `text`"));
    assert!(begin(json!({}), Some(json!({"text": " … "}))).contains("has no words"));
    assert!(
        begin(
            json!({"question_types": ["comparison"]}),
            Some(json!({"text": "One chunk."}))
        )
        .contains("nothing can be compared")
    );
}

proptest! {
    #[test]
    fn any_document_and_any_reply_is_safe(text in "\\PC{1,300}|([A-Za-z#|>*-]{1,9}[ \n.]{1,2}){1,80}", index: u64, words in "\\PC{0,60}", half: bool) {
        let settings = json!({"chunk_chars": 100, "two_steps": half});
        let reply = json!({"question": words.clone(), "answer": words.clone(), "quote": words.clone(), "missing": words});
        let result = testing::run_generator::<DocumentQuestions>(settings, &task(index, &text), |_| testing::answered(reply.clone()));
        prop_assert!(result.is_err() || result.is_ok_and(|it| it.len() == 1));
    }
}
