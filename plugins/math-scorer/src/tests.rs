//! The scorer through its trait: whole scores as data, and a real dataset where it lies beside the repository.

use serde_json::{Value, json};
use tunesmith_plugin_sdk::{Example, Message, testing};

use crate::MathCheck;

fn example(user: &str, assistant: &str, metadata: &Value) -> Example {
    let mut example = Example::new(vec![
        Message::new("user", user),
        Message::new("assistant", assistant),
    ]);
    if !metadata.is_null() {
        example.extra.insert("metadata".into(), metadata.clone());
    }
    example
}

fn scored(settings: Value, example: &Example) -> Value {
    let scorer: MathCheck = testing::scorer(settings).unwrap();
    let score = testing::score(&scorer, example);
    json!({"value": score.value, "marks": score.marks, "note": score.note, "extra": score.extra})
}

#[test]
fn scores_never_change() {
    testing::golden::scorer::<MathCheck>(concat!(env!("CARGO_MANIFEST_DIR"), "/golden.jsonl"));
}

#[test]
fn settings_change_what_is_expected() {
    let solution = example("How many?", "12 + 30 = 42", &json!({"result": 43}));
    assert_eq!(scored(json!({}), &solution)["value"], 0.5);
    assert_eq!(
        scored(json!({"require_answer": false}), &solution)["value"],
        1.0
    );
    let stated = example("How many?", "Answer: 42", &json!({"result": 43}));
    assert_eq!(scored(json!({}), &stated)["value"], 0.5);
    assert_eq!(
        scored(json!({"expected_key": "result"}), &stated)["value"],
        0.0
    );
    assert!(testing::scorer::<MathCheck>(json!({"expected_key": ""})).is_err());
    assert!(testing::scorer::<MathCheck>(json!({"expected": "x"})).is_err());
}

#[test]
fn odd_conversations_are_no_error() {
    for messages in [
        vec![],
        vec![Message::new("user", "Hi")],
        vec![Message::new("assistant", "")],
    ] {
        let score = scored(json!({}), &Example::new(messages));
        assert_eq!(score["value"], 0.5);
        assert_eq!(score["marks"], json!(["missing-answer", "unchecked"]));
    }
}

/// Runs where the real data lies beside the repository; elsewhere there is nothing to check.
#[test]
fn real_solutions_are_rarely_called_wrong() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/sft_gsm8k.jsonl"
    );
    #[expect(clippy::disallowed_methods, reason = "a test may read test data")]
    let Ok(data) = std::fs::read_to_string(path) else {
        return;
    };
    let mut values = [0_u32; 3];
    for line in data.lines() {
        let record: Value = serde_json::from_str(line).unwrap();
        let messages = record["messages"].as_array().unwrap().iter();
        let text = |message: &Value, key: &str| message[key].as_str().unwrap().to_owned();
        let example = Example::new(
            messages
                .map(|it| Message::new(&text(it, "role"), text(it, "content")))
                .collect(),
        );
        let score = scored(json!({}), &example);
        values[(score["value"].as_f64().unwrap() * 2.0) as usize] += 1;
    }
    assert_eq!(values, [4, 13, 432], "wrong, unchecked, verified");
}

/// The problems that math-generator's own tests hold fast: each is verified, and each is caught when its answer is changed.
#[test]
fn what_math_generator_writes_is_verified() {
    for line in include_str!("../../math-generator/golden.jsonl").lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let record = &case["examples"][0];
        let text = |at: usize| record["messages"][at]["content"].as_str().unwrap();
        let solution = text(1).to_owned();
        for metadata in [&record["metadata"], &Value::Null] {
            let score = scored(json!({}), &example(text(0), &solution, metadata));
            assert_eq!(score["value"], 1.0, "{solution}: {score}");
        }
        let flawed = format!("{solution}0");
        let score = scored(json!({}), &example(text(0), &flawed, &record["metadata"]));
        let zero = solution.ends_with("Answer: 0");
        assert_eq!(
            score["value"],
            if zero { 1.0 } else { 0.0 },
            "{flawed}: {score}"
        );
    }
}
