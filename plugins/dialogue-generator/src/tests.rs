//! The generator driven by scripted replies: whole dialogues as data, coverage, and everything that can go wrong.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};
use tunesmith_plugin_sdk::{Generator, Reply, Request, Step, Task, testing};

use crate::Dialogues;

fn task(index: u64) -> Task {
    Task {
        index,
        rng_seed: index,
        seed: Some(
            json!({"scenario": "A guest writes to a hotel.", "facts": "Breakfast is at 7."}),
        ),
    }
}

/// Says something new each time, and goes on.
fn talker() -> impl FnMut(&Request) -> Reply {
    let mut number = 0;
    move |request: &Request| {
        number += 1;
        let words = format!("Word{number} is what I mean by thing{number}.");
        match &request.answer_schema {
            None => testing::answered_text(&words),
            Some(schema) if schema["properties"]["done"].is_object() => {
                testing::answered(json!({"message": words, "done": "no"}))
            }
            Some(_) => testing::answered(json!({"message": words})),
        }
    }
}

#[test]
fn dialogues_never_change() {
    testing::golden::generator::<Dialogues>(concat!(env!("CARGO_MANIFEST_DIR"), "/golden.jsonl"));
}

#[test]
fn lengths_and_patience_come_evenly() {
    let mut turns: BTreeMap<u64, u32> = BTreeMap::new();
    let mut patience: BTreeMap<String, u32> = BTreeMap::new();
    for index in 0..30 {
        let examples =
            testing::run_generator::<Dialogues>(json!({}), &task(index), talker()).unwrap();
        let example = &examples[0];
        let said = example.metadata("turns").and_then(Value::as_u64).unwrap();
        assert_eq!(example.messages.len() as u64, 1 + 2 * said);
        assert_eq!(example.messages.last().unwrap().role, "assistant");
        assert_eq!(example.metadata("ended_by"), Some(&json!("limit")));
        *turns.entry(said).or_default() += 1;
        let degree = example.metadata("patience").and_then(Value::as_str);
        *patience.entry(degree.unwrap().to_owned()).or_default() += 1;
    }
    assert_eq!(turns, BTreeMap::from([(2, 10), (3, 10), (4, 10)]));
    assert!(patience.values().all(|it| *it == 10), "{patience:?}");
}

#[test]
fn each_side_sees_its_own_instructions() {
    let mut asked = Vec::new();
    let mut model = talker();
    testing::run_generator::<Dialogues>(json!({}), &task(0), |request| {
        asked.push(request.clone());
        model(request)
    })
    .unwrap();
    let text = |at: usize| -> String {
        let messages = asked[at].messages.iter();
        messages
            .map(|it| it.content.as_str())
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert!(text(0).contains("You want:") && !text(0).contains("Breakfast"));
    assert!(text(1).contains("Breakfast") && !text(1).contains("You want:"));
    assert!(text(0).chars().count() < 1600, "{}", text(0));
}

#[test]
fn the_longest_dialogue_stays_within_the_rounds_of_the_host() {
    let settings = json!({"min_turns": 12, "max_turns": 12});
    let mut asked = 0;
    let mut model = talker();
    let examples = testing::run_generator::<Dialogues>(settings, &task(0), |request| {
        asked += 1;
        // Every message is sent back once.
        if request.label.ends_with("-again") {
            return model(request);
        }
        match &request.answer_schema {
            None => testing::answered_text(""),
            Some(_) => testing::answered(json!({"message": "", "done": "no"})),
        }
    });
    assert_eq!(examples.unwrap()[0].messages.len(), 25);
    assert_eq!(asked, 48);
}

#[test]
fn seeds_and_settings_that_can_not_work_are_named() {
    let error = |settings| testing::generator::<Dialogues>(settings).err().unwrap();
    assert_eq!(
        error(json!({"min_turns": 3, "max_turns": 2})),
        "`min_turns` is 3 and `max_turns` is 2; 1 to 12 are possible, the least not above the most"
    );
    assert!(error(json!({"max_turns": 13})).contains("`max_turns` is 13"));
    assert!(error(json!({"user_temperature": 3})).starts_with("`user_temperature` is 3"));
    assert!(error(json!({"repeats": 0})).starts_with("`repeats` is 0"));
    assert!(error(json!({"retries": 2})).starts_with("`retries` is 2"));
    assert!(error(json!({"max_tokens": 0})).starts_with("`max_tokens` is 0"));
    assert!(error(json!({"goals": [" "]})).starts_with("`goals` must hold"));
    assert!(error(json!({"system": "x"})).starts_with("`system` does not say"));
    let begin = |seed: Option<Value>| {
        let generator: Dialogues = testing::generator(json!({})).unwrap();
        let task = Task { seed, ..task(0) };
        generator
            .begin(&task)
            .map(|it| matches!(it, Step::Ask { .. }))
    };
    assert!(
        begin(None)
            .unwrap_err()
            .starts_with("the task has no seed record")
    );
    assert!(
        begin(Some(json!({"scenario": ""})))
            .unwrap_err()
            .contains("`scenario` is empty")
    );
    assert_eq!(
        begin(Some(json!({"scenario": "a", "goals": [""]}))),
        Ok(true)
    );
}

proptest! {
    #[test]
    fn any_seed_and_any_reply_is_safe(index: u64, scenario in "\\PC{1,80}", words in prop::collection::vec("\\PC{0,80}|([a-zA-Z]{1,6}[ \n.?:]{1,2}){0,40}", 1..6), ends: bool) {
        let task = Task { index, rng_seed: 0, seed: Some(json!({"scenario": format!("x{scenario}"), "facts": words.clone()})) };
        let mut at = 0;
        let result = testing::run_generator::<Dialogues>(json!({}), &task, |request| {
            at += 1;
            let text = &words[at % words.len()];
            match request.answer_schema {
                None => testing::answered_text(text),
                Some(_) => testing::answered(json!({"message": text, "done": if ends {"yes"} else {"no"}})),
            }
        });
        prop_assert!(result.is_err() || result.is_ok_and(|it| it.len() == 1));
    }
}
