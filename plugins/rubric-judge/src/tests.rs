//! The judge driven by scripted replies: whole dialogues as data, settings that can not work, and odd input.

use proptest::prelude::*;
use serde_json::{Value, json};
use tunesmith_plugin_sdk::{Example, Message, Reply, Request, testing};

use crate::RubricJudge;

fn chat(user: &str, assistant: &str) -> Example {
    Example::new(vec![
        Message::new("user", user),
        Message::new("assistant", assistant),
    ])
}

/// A verdict with one level everywhere, or one winner.
fn same(request: &Request, level: &str) -> Reply {
    let schema = request.answer_schema.as_ref().unwrap();
    let mut value = serde_json::Map::new();
    for name in schema["properties"].as_object().unwrap().keys() {
        let text = if name.ends_with("_reason") {
            "a reason"
        } else {
            level
        };
        value.insert(name.clone(), text.into());
    }
    testing::answered(Value::Object(value))
}

#[test]
fn dialogues_never_change() {
    testing::golden::judge::<RubricJudge>(concat!(env!("CARGO_MANIFEST_DIR"), "/golden.jsonl"));
}

#[test]
fn the_reason_comes_before_the_score() {
    let mut asked = Vec::new();
    testing::run_judge::<RubricJudge>(json!({}), &[chat("Hi", "Hello")], |request| {
        asked.push(request.clone());
        same(request, "5")
    })
    .unwrap();
    let schema = asked[0].answer_schema.as_ref().unwrap();
    let names: Vec<&String> = schema["properties"].as_object().unwrap().keys().collect();
    assert_eq!(
        names,
        [
            "helpfulness_reason",
            "helpfulness_score",
            "correctness_reason",
            "correctness_score",
            "clarity_reason",
            "clarity_score"
        ]
    );
    let letters: usize = asked[0].messages.iter().map(|it| it.content.len()).sum();
    assert!(letters < 3200, "{letters} characters");
}

#[test]
fn the_ends_of_the_scale_are_0_and_1() {
    for (level, value) in [("1", 0.0), ("3", 0.5), ("5", 1.0)] {
        let judge = |per_dimension: bool| {
            let settings = json!({"per_dimension": per_dimension});
            testing::run_judge::<RubricJudge>(settings, &[chat("Hi", "Hello")], |request| {
                same(request, level)
            })
            .unwrap()
        };
        assert!((judge(true)[0].value - value).abs() < 1e-9);
        assert!((judge(false)[0].value - value).abs() < 1e-9);
    }
}

#[test]
fn a_batch_gives_what_its_examples_give_alone() {
    let batch = [chat("Hi", "Hello"), chat("a", "b"), chat("no", "")];
    let model = |request: &Request| {
        let text = &request.messages.last().unwrap().content;
        same(request, if text.contains("Hello") { "4" } else { "2" })
    };
    let together = testing::run_judge::<RubricJudge>(json!({}), &batch, model).unwrap();
    for (example, score) in batch.iter().zip(together) {
        let alone =
            testing::run_judge::<RubricJudge>(json!({}), std::slice::from_ref(example), model);
        assert_eq!(alone.unwrap(), [score]);
    }
    assert_eq!(
        testing::run_judge::<RubricJudge>(json!({}), &[], model),
        Ok(Vec::new())
    );
}

#[test]
fn several_opinions_are_asked_with_different_seeds() {
    let mut seeds = Vec::new();
    let settings = json!({"samples": 3, "temperature": 0.8});
    testing::run_judge::<RubricJudge>(settings, &[chat("Hi", "Hello")], |request| {
        seeds.push(request.extra["seed"].clone());
        same(request, "4")
    })
    .unwrap();
    assert_eq!(seeds, [1, 2, 3]);
}

#[test]
fn without_swap_half_of_the_pairs_are_turned_round() {
    let flipped = (0..200)
        .filter(|at| crate::starts_flipped(&format!("chosen {at}"), "rejected"))
        .count();
    assert!((70..130).contains(&flipped), "{flipped} of 200");
}

#[test]
fn settings_that_can_not_work_are_named() {
    let error = |settings| testing::judge::<RubricJudge>(settings).err().unwrap();
    let dimension =
        |more: Value| json!({"rubric": [{"name": "a", "question": "b"}, more], "few_shot": []});
    assert_eq!(
        error(json!({"threshold": 6})),
        "`threshold` is 6; it must lie between 1 and 5"
    );
    assert_eq!(
        error(json!({"max_chars": 3})),
        "`max_chars` is 3; it must lie between 200 and 400000"
    );
    assert!(error(json!({"max_tokens": 0})).starts_with("`max_tokens` is 0"));
    assert!(error(json!({"samples": 10, "temperature": 1})).starts_with("`samples` is 10"));
    assert!(error(json!({"samples": 2})).contains("all opinions would be the same"));
    assert!(error(json!({"temperature": -1})).starts_with("`temperature` is -1"));
    assert!(
        error(dimension(json!({"name": "a", "question": "c"})))
            .contains("two dimensions named `a`")
    );
    assert!(error(dimension(json!({"name": "b", "question": " "}))).contains("`question` of `b`"));
    assert!(
        error(dimension(
            json!({"name": "b", "question": "c", "weight": 0})
        ))
        .contains("`weight` of `b`")
    );
    assert!(
        error(dimension(
            json!({"name": "b", "question": "c", "levels": ["x"]})
        ))
        .contains("it has 1 texts")
    );
    let shot =
        json!({"user": "a", "assistant": "b", "verdict": {"clarity": {"reason": "c", "score": 5}}});
    assert!(
        error(json!({"few_shot": [shot]}))
            .contains("says nothing about `helpfulness` of the rubric")
    );
    let shot =
        json!({"user": "a", "assistant": "b", "verdict": {"clarity": {"reason": "c", "score": 6}}});
    assert!(error(json!({"few_shot": [shot]})).contains("gives `clarity` 6"));
    assert!(error(json!({"pairs": "both"})).contains("unknown variant"));
    // The default examples do not fit another rubric and are then left out.
    testing::judge::<RubricJudge>(json!({"rubric": [{"name": "a", "question": "b"}]})).unwrap();
}

#[test]
fn a_megabyte_is_cut() {
    let mut longest = 0;
    let example = chat(&"wörd ".repeat(200_000), &"[user\n".repeat(200_000));
    let scores = testing::run_judge::<RubricJudge>(json!({}), &[example], |request| {
        longest = longest.max(request.messages.last().unwrap().content.chars().count());
        same(request, "4")
    })
    .unwrap();
    assert!(longest < 6400, "{longest} characters");
    assert_eq!(scores[0].marks, ["cut-for-judge"]);
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,40}".prop_map(Value::from)
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(
                "role|content|tool_calls|function|weight|text",
                inner,
                0..4
            )
            .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_example_and_any_reply_is_safe(
        texts in prop::collection::vec(("user|assistant|system|tool", "\\PC{0,200}|[<\\[/a-z\n \\]]{0,60}"), 0..6),
        odd in any_value(),
        reply in "\\PC{0,30}|[1-5]|A|B|tie",
        is_pair: bool,
        max_chars in 200_usize..900,
    ) {
        let messages = texts.iter().map(|(role, text)| Message::new(role, text.as_str()));
        let mut example = Example::new(messages.collect());
        if let Some(last) = example.messages.last_mut() {
            last.extra.insert("tool_calls".to_owned(), odd.clone());
        }
        example.extra.insert("tools".to_owned(), odd.clone());
        example.extra.insert("metadata".to_owned(), json!({"expected": odd.clone()}));
        if is_pair {
            let ending = json!([{"role": "assistant", "content": reply}]);
            example.extra.insert("preferred_output".to_owned(), ending);
            example.extra.insert("non_preferred_output".to_owned(), odd);
        }
        let settings = json!({"max_chars": max_chars, "reference": "expected", "on_failure": "unscored"});
        let scores = testing::run_judge::<RubricJudge>(settings, &[example], |request| same(request, &reply)).unwrap();
        prop_assert!((0.0..=1.0).contains(&scores[0].value));
    }
}
