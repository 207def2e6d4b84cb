//! The scorer through its trait: marks and scores of many texts as data, false alarms among them.

use proptest::prelude::*;
use serde_json::{Value, json};
use tunesmith_plugin_sdk::{Example, Message, testing};

use crate::TextQuality;

fn example(messages: &Value) -> Example {
    let message =
        |(role, content): (&String, &Value)| Message::new(role, content.as_str().unwrap());
    let one = |it: &Value| {
        it.as_object()
            .unwrap()
            .iter()
            .map(message)
            .collect::<Vec<_>>()
    };
    Example::new(messages.as_array().unwrap().iter().flat_map(one).collect())
}

fn scored(settings: Value, example: &Example) -> Value {
    let scorer: TextQuality = testing::scorer(settings).unwrap();
    let score = testing::score(&scorer, example);
    json!({"value": score.value, "marks": score.marks, "note": score.note, "extra": score.extra})
}

#[test]
fn scores_never_change() {
    testing::golden::scorer::<TextQuality>(concat!(env!("CARGO_MANIFEST_DIR"), "/golden.jsonl"));
}

fn marks(example: &Example) -> Value {
    scored(json!({}), example)["marks"].clone()
}

#[test]
fn only_what_is_trained_on_counts() {
    let mut untrained = Message::new("assistant", "As an AI language model, I can't.");
    untrained.extra.insert("weight".into(), json!(0));
    let user = Message::new("user", "Hello?");
    let answer = Message::new("assistant", "Hello! How can I help?");
    assert_eq!(
        marks(&Example::new(vec![user.clone(), untrained, answer])),
        json!([])
    );

    let mut call = Message::new("assistant", "");
    call.extra
        .insert("tool_calls".into(), json!([{"id": "c1"}]));
    assert_eq!(marks(&Example::new(vec![user.clone(), call])), json!([]));

    let mut parts = Message::new("assistant", "");
    parts.extra.insert(
        "content".into(),
        json!([{"type": "text", "text": "Dear [Your Name], hi."}]),
    );
    assert_eq!(
        marks(&Example::new(vec![user.clone(), parts])),
        json!(["boilerplate"])
    );

    let mut pair = Example::new(vec![user]);
    pair.extra.insert(
        "preferred_output".into(),
        json!([{"role": "assistant", "content": "I cannot assist with that."}]),
    );
    assert_eq!(marks(&pair), json!(["refusal"]));
}

#[test]
fn says_what_is_wrong_with_settings() {
    let error = |settings| testing::scorer::<TextQuality>(settings).err().unwrap();
    assert_eq!(
        error(json!({"assistant_min_chars": 9, "assistant_max_chars": 3})),
        "`assistant_min_chars` is 9, above `assistant_max_chars`, which is 3"
    );
    assert_eq!(
        error(json!({"max_repetition": 2})),
        "`max_repetition` is 2; it must lie between 0 and 1"
    );
    assert!(error(json!({"skip": ["short"]})).starts_with("`skip` names `short`; the marks are"));
    assert!(error(json!({"length": 3})).contains("unknown field"));
}

proptest! {
    #[test]
    fn any_text_is_safe(text in "\\PC{0,200}|[a-zÃÂâ€™`{}\\[\\]\" \n.]{0,200}", user in "\\PC{0,60}") {
        let score = scored(json!({}), &example(&json!([{"user": user}, {"assistant": text}])));
        let value = score["value"].as_f64().unwrap();
        prop_assert!((0.0..=1.0).contains(&value));
        prop_assert_eq!(value == 1.0, score["marks"] == json!([]));
    }
}
