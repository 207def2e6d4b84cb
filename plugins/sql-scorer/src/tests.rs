//! Golden vectors, settings that can not work, and input nobody means.

use proptest::prelude::*;
use serde_json::json;
use tunesmith_plugin_sdk::{Example, Message, testing};

use crate::SqlScorer;

/// Why: unoptimised, the parser's frames are many times those of the compiled plugin, which the golden vectors hold to its own stack.
fn on_a_deep_stack(test: impl FnOnce() + Send + 'static) {
    let builder = std::thread::Builder::new().stack_size(64 << 20);
    builder.spawn(test).unwrap().join().unwrap();
}

#[test]
fn scores_never_change() {
    on_a_deep_stack(|| {
        testing::golden::scorer::<SqlScorer>(concat!(env!("CARGO_MANIFEST_DIR"), "/golden.jsonl"));
    });
}

#[test]
fn settings_that_can_not_work_are_named() {
    let error = |settings| testing::scorer::<SqlScorer>(settings).err().unwrap();
    assert!(
        error(json!({"dialect": "sqlit"}))
            .starts_with("`dialect` is `sqlit`; the dialects are generic")
    );
    assert!(error(json!({"schema_key": " "})).starts_with("`schema_key` is empty"));
    assert!(error(json!({"schemas": ""})).contains("unknown field"));
}

fn example(asked: &str, answer: &str) -> Example {
    Example::new(vec![
        Message::new("user", asked),
        Message::new("assistant", answer),
    ])
}

#[test]
fn what_grows_without_end_is_no_trouble() {
    on_a_deep_stack(grow);
}

fn grow() {
    let scorer = testing::scorer::<SqlScorer>(json!({})).unwrap();
    for piece in [
        "(",
        "SELECT (",
        "NOT ",
        "1+",
        "CASE WHEN ",
        "create table ",
        "```sql\n",
        "CREATE TABLE t (a INT",
        "ARRAY<",
        "a JOIN ",
        "- ",
        "SELECT 1 UNION ",
        "'",
        "\n\nSELECT ",
    ] {
        for count in [20, 200, 20_000] {
            let text = format!("SELECT {}", piece.repeat(count));
            testing::try_score(&scorer, &example(&text, &text)).unwrap();
        }
    }
}

proptest! {
    #[test]
    fn never_panics(asked in ".{0,200}", answer in "(SELECT|FROM|WHERE|a|b|t|,|\\(|\\)|\\.|'|\"|=|\\*|AS|WITH|JOIN|USING|é| |;|```sql\n){0,60}") {
        let scorer = testing::scorer::<SqlScorer>(json!({})).unwrap();
        let asked = format!("CREATE TABLE t (a INT, b INT) {asked}");
        let score = testing::try_score(&scorer, &example(&asked, &format!("SELECT {answer}"))).unwrap();
        prop_assert!((0.0..=1.0).contains(&score.value));
    }
}
