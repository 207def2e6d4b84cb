//! The generator through its trait: golden problems, no question twice, what flaws change.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tunesmith_plugin_sdk::{Example, Generator, Step, Task, testing};

use crate::{MathProblems, Settings};

fn generator(settings: Value) -> MathProblems {
    MathProblems::new(serde_json::from_value::<Settings>(settings).unwrap()).unwrap()
}

fn example(generator: &MathProblems, index: u64, rng_seed: u64) -> Example {
    match generator
        .begin(&Task {
            index,
            rng_seed,
            seed: None,
        })
        .unwrap()
    {
        Step::Done(mut examples) if examples.len() == 1 => examples.remove(0),
        other => panic!("expected one example, got {other:?}"),
    }
}

/// Two of each topic and difficulty. A change here changes everyone's data.
#[test]
fn problems_never_change() {
    testing::golden::generator::<MathProblems>(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/golden.jsonl"
    ));
}

#[test]
fn no_question_comes_twice() {
    let generator = generator(json!({}));
    let mut seen = BTreeSet::new();
    for index in 0..200_000 {
        let question = example(&generator, index, index).messages.remove(0).content;
        assert!(seen.insert(question.clone()), "twice: {question}");
    }
}

/// This template has 115,248 draws, so its first number grows within these indices.
#[test]
fn no_question_comes_twice_after_a_template_is_used_up() {
    let generator = generator(json!({"topics": ["equations"], "difficulty": [1], "series": 9}));
    let mut seen = BTreeSet::new();
    for index in 0..130_000 {
        let question = example(&generator, index, 0).messages.remove(0).content;
        assert!(seen.insert(question.clone()), "twice: {question}");
    }
}

#[test]
fn far_indices_work_or_say_why_not() {
    let generator = generator(json!({}));
    for index in (0..25).map(|back| u64::MAX - back) {
        let step = generator.begin(&Task {
            index,
            rng_seed: 1,
            seed: None,
        });
        assert!(matches!(step, Ok(Step::Done(_))), "index {index}: {step:?}");
    }
}

#[test]
fn flawed_examples_are_off_by_one_and_say_so() {
    let flawed = generator(json!({"flawed_share": 1.0}));
    let sound = generator(json!({}));
    let mut in_step = 0;
    for index in 0..100 {
        let (wrong, right) = (
            example(&flawed, index, index),
            example(&sound, index, index),
        );
        assert_eq!(wrong.messages[0], right.messages[0]);
        assert_eq!(wrong.metadata("expected"), right.metadata("expected"));
        assert_eq!(wrong.metadata("flawed"), Some(&json!(true)));
        assert_eq!(right.metadata("flawed"), Some(&json!(false)));
        let lines = |example: &Example| -> Vec<String> {
            example.messages[1]
                .content
                .lines()
                .map(str::to_owned)
                .collect()
        };
        let (wrong, right) = (lines(&wrong), lines(&right));
        assert_ne!(wrong.last(), right.last());
        in_step += u32::from(wrong[wrong.len() - 2] != right[right.len() - 2]);
    }
    assert!(
        (30..70).contains(&in_step),
        "{in_step} of 100 begin in a step"
    );
}

#[test]
fn the_share_of_flawed_examples_is_kept() {
    let generator = generator(json!({"flawed_share": 0.2}));
    let flawed = (0..5_000_u64)
        .filter(|&index| {
            let example = example(&generator, index, index.wrapping_mul(0x9E37_79B9_7F4A_7C15));
            example.metadata("flawed") == Some(&json!(true))
        })
        .count();
    assert!((900..1100).contains(&flawed), "{flawed} of 5000");
}

#[test]
fn style_and_system_are_obeyed() {
    let short = generator(json!({"style": "short", "system": "Be exact."}));
    let example = example(&short, 7, 0);
    let roles: Vec<&str> = example
        .messages
        .iter()
        .map(|message| message.role.as_str())
        .collect();
    assert_eq!(roles, ["system", "user", "assistant"]);
    assert_eq!(example.messages[0].content, "Be exact.");
    let expected = example
        .metadata("expected")
        .and_then(Value::as_str)
        .unwrap();
    assert_eq!(example.messages[2].content, format!("Answer: {expected}"));
}

#[test]
fn going_on_is_an_error() {
    assert!(generator(json!({})).resume((), &[]).is_err());
}
