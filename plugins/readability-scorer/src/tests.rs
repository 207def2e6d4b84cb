//! The scorer through its trait: whole scores as data, bands, odd input.

use proptest::prelude::*;
use serde_json::{Value, json};
use tunesmith_plugin_sdk::{Example, Message, testing};

use crate::Readability;

const HARD: &str = "Photosynthesis converts carbon dioxide and water into carbohydrates. Chlorophyll absorbs electromagnetic radiation, which excites \
                    electrons. The energy is subsequently stored chemically.";

fn scored(settings: Value, answer: &str) -> Value {
    let scorer: Readability = testing::scorer(settings).unwrap();
    let example = Example::new(vec![
        Message::new("user", "Explain it."),
        Message::new("assistant", answer),
    ]);
    let score = testing::score(&scorer, &example);
    json!({"value": score.value, "marks": score.marks, "note": score.note, "extra": score.extra})
}

#[test]
fn scores_never_change() {
    testing::golden::scorer::<Readability>(concat!(env!("CARGO_MANIFEST_DIR"), "/golden.jsonl"));
}

#[test]
fn the_band_decides() {
    let marks = |settings: Value| scored(settings, HARD)["marks"].clone();
    let english =
        |low: u32, high: u32| json!({"language": "en", "min_grade": low, "max_grade": high});
    assert_eq!(marks(english(12, 20)), json!([]));
    assert_eq!(marks(english(0, 6)), json!(["too-hard"]));
    assert_eq!(marks(english(25, 30)), json!(["too-easy"]));
    assert_eq!(
        marks(json!({"language": "other", "max_lix": 40})),
        json!(["too-hard", "lix-only"])
    );
    assert_eq!(
        marks(json!({"fewest_words": 100})),
        json!(["too-short-to-tell"])
    );
    assert_eq!(
        marks(json!({"language": "en", "max_grade": 30, "max_sentence_words": 5})),
        json!(["long-sentence"])
    );
}

#[test]
fn says_what_is_wrong_with_settings() {
    let error = |settings| testing::scorer::<Readability>(settings).err().unwrap();
    assert_eq!(
        error(json!({"min_grade": 9, "max_grade": 3})),
        "`min_grade` is 9, above `max_grade`, which is 3"
    );
    assert!(error(json!({"max_lix": 200})).starts_with("`min_lix` is 0 and `max_lix` is 200"));
    assert!(error(json!({"tolerance": 0})).starts_with("`tolerance` is 0"));
    assert!(error(json!({"fewest_words": 0})).starts_with("`fewest_words` and"));
    assert!(error(json!({"language": "de"})).contains("unknown variant"));
    assert!(error(json!({"grade": 3})).contains("unknown field"));
}

#[test]
fn long_texts_are_quick() {
    for piece in ["the lamp ", "a. ", "`", "e.g. ", "- a\n", "的", "iaio"] {
        let text = piece.repeat(500_000 / piece.len());
        let started = std::time::Instant::now();
        scored(json!({}), &text);
        assert!(
            started.elapsed().as_secs() < 10,
            "{piece}: {:?}",
            started.elapsed()
        );
    }
}

proptest! {
    #[test]
    fn any_text_is_safe(text in "\\PC{0,200}|[a-zé'’. `|#*\n-]{0,300}") {
        let score = scored(json!({"fewest_words": 1}), &text);
        let value = score["value"].as_f64().unwrap();
        prop_assert!((0.0..=1.0).contains(&value));
    }
}
