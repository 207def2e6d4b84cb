//! The scorer through its trait: whole scores as data, false alarms on real data, odd input.

use proptest::prelude::*;
use serde_json::{Value, json};
use tunesmith_plugin_sdk::{Example, Message, testing};

use crate::Languages;

fn scored(settings: Value, example: &Example) -> Value {
    let scorer: Languages = testing::scorer(settings).unwrap();
    let score = testing::score(&scorer, example);
    json!({"value": score.value, "marks": score.marks, "note": score.note, "extra": score.extra})
}

fn chat(user: &str, assistant: &str) -> Example {
    Example::new(vec![
        Message::new("user", user),
        Message::new("assistant", assistant),
    ])
}

#[test]
fn scores_never_change() {
    testing::golden::scorer::<Languages>(concat!(env!("CARGO_MANIFEST_DIR"), "/golden.jsonl"));
}

#[test]
fn settings_change_what_is_expected() {
    let german = chat(
        "Wo ist meine Bestellung geblieben?",
        "Sie ist gestern in Hamburg angekommen.",
    );
    assert_eq!(scored(json!({}), &german)["marks"], json!([]));
    assert_eq!(
        scored(json!({"expected": ["en"]}), &german)["marks"],
        json!(["unexpected-language"])
    );
    assert_eq!(
        scored(json!({"expected": ["en"], "roles": ["tool"]}), &german)["marks"],
        json!([])
    );
    let named = german.clone().with_metadata("language", "de-AT");
    assert_eq!(
        scored(json!({"expected": ["en"]}), &named)["marks"],
        json!([])
    );
    assert_eq!(
        scored(json!({"fewest_letters": 200}), &german)["marks"],
        json!(["too-short-to-tell"])
    );
    let mismatch = chat(
        "Wo ist meine Bestellung geblieben?",
        "It arrived in Hamburg yesterday evening.",
    );
    assert_eq!(
        scored(json!({}), &mismatch)["marks"],
        json!(["language-mismatch"])
    );
    assert_eq!(
        scored(json!({"same_as_user": false}), &mismatch)["marks"],
        json!([])
    );
    assert_eq!(
        scored(json!({"skip": ["language-mismatch"]}), &mismatch)["value"],
        1.0
    );
}

#[test]
fn says_what_is_wrong_with_settings() {
    let error = |settings| testing::scorer::<Languages>(settings).err().unwrap();
    assert!(
        error(json!({"expected": ["english"]}))
            .starts_with("`expected` names `english`; the languages are af, ak")
    );
    assert_eq!(
        error(json!({"confidence": 2})),
        "`confidence` is 2; it must lie between 0 and 1"
    );
    assert!(error(json!({"fewest_letters": 1})).starts_with("`fewest_letters` is 1"));
    assert!(error(json!({"skip": ["x"]})).starts_with("`skip` names `x`"));
    assert!(error(json!({"language": "en"})).contains("unknown field"));
}

#[test]
fn long_texts_are_quick() {
    for piece in ["the lamp ", "a.", "`", "é. ", "的", "x y\n"] {
        let text = piece.repeat(500_000 / piece.len());
        let started = std::time::Instant::now();
        scored(json!({}), &chat(&text, &text));
        assert!(
            started.elapsed().as_secs() < 10,
            "{piece}: {:?}",
            started.elapsed()
        );
    }
}

proptest! {
    #[test]
    fn any_text_is_safe(text in "\\PC{0,200}|[a-zäéжи的ひ. `{}\n]{0,200}", user in "\\PC{0,60}") {
        let score = scored(json!({"fewest_letters": 4}), &chat(&user, &text));
        let value = score["value"].as_f64().unwrap();
        prop_assert!((0.0..=1.0).contains(&value));
    }
}
