//! The generator driven by scripted replies: whole dialogues as data, and everything that can go wrong.

use proptest::prelude::*;
use serde_json::{Value, json};
use tunesmith_plugin_sdk::{Example, Reply, Task, testing};

use crate::Preferences;

const GOOD: &str = "Press the button for 3 seconds. The light blinks twice. Then open the app and choose the lamp.";

fn run(settings: Value, seed: Value, replies: Vec<Reply>) -> Result<Vec<Example>, String> {
    let task = Task {
        index: 0,
        rng_seed: 7,
        seed: (!seed.is_null()).then_some(seed),
    };
    let mut replies = replies.into_iter();
    testing::run_generator::<Preferences>(settings, &task, |_| {
        replies.next().expect("a reply for every request")
    })
}

fn answer(text: &str) -> Reply {
    testing::answered(json!({"answer": text}))
}

#[test]
fn dialogues_never_change() {
    testing::golden::generator::<Preferences>(concat!(env!("CARGO_MANIFEST_DIR"), "/golden.jsonl"));
}

#[test]
fn exact_flaws_need_no_model() {
    for flaw in ["changed-number", "shuffled-steps", "truncated"] {
        let pair = run(
            json!({"flaws": [flaw]}),
            json!({"prompt": "How?", "answer": GOOD}),
            vec![],
        )
        .unwrap();
        assert_eq!(pair[0].metadata("flaw"), Some(&json!(flaw)));
        assert_eq!(pair[0].extra["preferred_output"][0]["content"], GOOD);
        assert_ne!(
            pair[0].extra["non_preferred_output"],
            pair[0].extra["preferred_output"]
        );
    }
    let other = run(
        json!({"flaws": ["changed-number", "truncated"]}),
        json!({"prompt": "How?", "answer": "Press the button and wait until the light has blinked twice."}),
        vec![],
    );
    assert_eq!(
        other.unwrap()[0].metadata("flaw"),
        Some(&json!("truncated"))
    );
}

#[test]
fn flaws_of_the_model_are_checked() {
    let seed = || json!({"prompt": "How do I connect it?", "answer": GOOD});
    let outcome = |flaw: &str, texts: &[&str]| {
        let replies = texts.iter().map(|text| answer(text)).collect();
        run(json!({"flaws": [flaw]}), seed(), replies)
            .map(|pair| pair[0].metadata("corrected") == Some(&json!(true)))
    };
    let wrong = "Press the plug for 3 seconds. The light blinks twice. Then open the app and choose the lamp.";
    assert_eq!(outcome("wrong-fact", &[wrong]), Ok(false));
    assert_eq!(outcome("wrong-fact", &[GOOD, wrong]), Ok(true));
    assert!(
        outcome("wrong-fact", &[GOOD, GOOD])
            .unwrap_err()
            .contains("the rejected answer is the good answer")
    );
    assert!(outcome("wrong-fact", &["Here is the flawed text: press the plug for 3 seconds and wait and see what it does.", GOOD]).is_err());
    assert!(
        outcome("padded", &[wrong, wrong])
            .unwrap_err()
            .contains("it is not longer")
    );
    assert!(
        outcome("incomplete", &[wrong, wrong])
            .unwrap_err()
            .contains("it is not shorter")
    );
    assert!(
        outcome("off-topic", &[wrong, wrong])
            .unwrap_err()
            .contains("it still talks")
    );
    assert!(
        outcome("hallucinated-source", &[wrong, wrong])
            .unwrap_err()
            .contains("it names no source")
    );
    assert!(
        outcome("wrong-tone", &["No.", "No!"])
            .unwrap_err()
            .contains("times as long")
    );
    let echo =
        "One fact in it is wrong: press the button for 3 seconds and the light blinks twice.";
    let words = outcome("wrong-fact", &[echo, echo]).unwrap_err();
    assert!(words.contains("names its own fault"), "{words}");
    let other = "People should eat the right things every day, and take care of their own health in this big world.";
    let words = outcome("wrong-fact", &[other, other]).unwrap_err();
    assert!(words.contains("more than one fact"), "{words}");
    assert_eq!(outcome("off-topic", &[other]), Ok(false));
}

#[test]
fn says_why_it_gives_up() {
    let flaws = || json!({"flaws": ["truncated"]});
    let seed = || json!({"prompt": "How?"});
    let why = |reply: Reply| run(flaws(), seed(), vec![reply]).unwrap_err();
    assert_eq!(
        why(Reply::Refused(" no ".into())),
        "the model refused the good answer: no"
    );
    assert_eq!(
        why(Reply::Failed("timeout".into())),
        "the good answer got no answer: timeout"
    );
    assert_eq!(
        why(answer(" ")),
        "the reply with the good answer leaves `answer` empty"
    );
    assert_eq!(
        why(testing::answered(json!({}))),
        "the reply with the good answer has no text `answer`"
    );
    assert!(why(answer("Too short.")).starts_with("the good answer has 2 words"));
    assert_eq!(
        run(
            json!({"flaws": ["changed-number"]}),
            json!({"prompt": "How?", "answer": "Just wait."}),
            vec![]
        )
        .unwrap_err(),
        "the good answer can not have the flaw `changed-number`"
    );
    assert!(
        run(flaws(), Value::Null, vec![])
            .unwrap_err()
            .starts_with("the task has no seed record and the settings no `topics`")
    );
    assert!(
        run(flaws(), json!({"prompt": " "}), vec![])
            .unwrap_err()
            .contains("`prompt` is empty")
    );
}

#[test]
fn settings_that_can_not_work_are_named() {
    let error = |settings| testing::generator::<Preferences>(settings).err().unwrap();
    assert!(error(json!({"flaws": []})).starts_with("`flaws` must hold"));
    assert!(error(json!({"flaws": ["rude"]})).starts_with("`flaws` names `rude`; the flaws are"));
    assert_eq!(
        error(json!({"max_length_ratio": 0.5})),
        "`max_length_ratio` is 0.5; it must lie between 1 and 10"
    );
    assert!(error(json!({"personas": []})).starts_with("`personas`"));
    assert!(error(json!({"max_tokens": 0})).starts_with("`max_tokens` is 0"));
    assert!(error(json!({"flaw": 1})).contains("unknown field"));
}

proptest! {
    #[test]
    fn any_answer_is_safe(text in "\\PC{0,200}|([0-9]{1,12}|[a-zé. \n-]|1\\. ){0,60}") {
        for flaw in ["changed-number", "shuffled-steps", "truncated"] {
            if let Ok(pair) = run(json!({"flaws": [flaw], "min_words": 0}), json!({"prompt": "How?"}), vec![answer(&text)]) {
                prop_assert_ne!(&pair[0].extra["preferred_output"], &pair[0].extra["non_preferred_output"]);
            }
        }
    }
}
