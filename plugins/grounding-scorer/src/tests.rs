//! The scorer through its trait: golden cases as data, any text, and long texts.

use proptest::prelude::*;
use serde_json::{Value, json};
use tunesmith_plugin_sdk::{Example, Message, testing};

use crate::Grounding;

fn example(source: &Value, question: &str, answer: &str) -> Example {
    let messages = vec![
        Message::new("user", question),
        Message::new("assistant", answer),
    ];
    Example::new(messages).with_metadata("source", source.clone())
}

#[test]
fn scores_never_change() {
    testing::golden::scorer::<Grounding>(concat!(env!("CARGO_MANIFEST_DIR"), "/golden.jsonl"));
}

#[test]
fn settings_that_make_no_sense_are_named() {
    let error = |settings| testing::scorer::<Grounding>(settings).err().unwrap();
    assert_eq!(
        error(json!({"threshold": 2})),
        "`threshold` is 2; it must lie between 0 and 1"
    );
    assert_eq!(
        error(json!({"copied_words": 1})),
        "`copied_words` is 1; it must lie between 5 and 1000"
    );
    assert_eq!(
        error(json!({"window": 5000})),
        "`window` is 5000; it must lie between 0 (everything) and 1000"
    );
    assert!(error(json!({"markers": [" "]})).starts_with("`markers` holds an empty text"));
    assert!(error(json!({"source_key": ""})).starts_with("`source_key` is empty"));
    assert!(error(json!({"marker": "x"})).contains("unknown field"));
}

#[test]
fn long_texts_cost_little() {
    let scorer: Grounding = testing::scorer(json!({})).unwrap();
    let source: String = (0..6_000)
        .map(|it| {
            format!(
                "The pump {} moves water {it} times [{}]. ",
                it % 977,
                it % 13
            )
        })
        .collect();
    let answer: String = (0..5_000)
        .map(|it| format!("Pump {it} “moves the water {it}” [7]. "))
        .collect();
    let brackets = "[[[[\"“> ".repeat(30_000);
    let one_word = "pump ".repeat(60_000);
    for answer in [answer.as_str(), &brackets, &one_word] {
        let score = testing::score(&scorer, &example(&json!(source), "Which pump?", answer));
        assert!((0.0..=1.0).contains(&score.value));
    }
}

proptest! {
    #[test]
    fn any_text_is_safe(source in "\\PC{0,200}", answer in "\\PC{0,200}|[a-zA-Z0-9 .,\\[\\]\"“”>\n]{0,200}", asked in "\\PC{0,60}") {
        let scorer: Grounding = testing::scorer(json!({})).unwrap();
        let score = testing::try_score(&scorer, &example(&json!(source), &asked, &answer)).unwrap();
        prop_assert!((0.0..=1.0).contains(&score.value));
    }

    #[test]
    fn the_source_supports_itself(sentences in proptest::collection::vec("[A-Z][a-z]{2,8}( [a-zA-Z]{3,8}| [0-9]{1,5}){2,8}", 1..5)) {
        let text = sentences.join(". ");
        let scorer: Grounding = testing::scorer(json!({"max_copied": 1})).unwrap();
        let score = testing::score(&scorer, &example(&json!(text.clone()), "", &text));
        prop_assert_eq!(score.value, 1.0, "{:?}", score);
    }
}

#[test]
fn odd_metadata_is_no_source() {
    let scorer: Grounding = testing::scorer(json!({})).unwrap();
    for source in [
        json!(null),
        json!(7),
        json!([[["x"]]]),
        json!({"text": 3}),
        json!([]),
        json!(""),
        json!([null, {"text": {}}]),
    ] {
        let score =
            testing::try_score(&scorer, &example(&source, "Who?", "Ann did it in 1999.")).unwrap();
        assert_eq!(score.marks, ["no-source"], "{source}");
    }
}
