//! `tunesmith estimate`: tokens, what is cut off, and the price, for people and programs.

use insta::assert_snapshot;

use super::datasets::{BAD, dataset, place};
use super::harness::Place;

#[test]
fn people_see_tokens_and_price() {
    let said = place().tunesmith(&["estimate", "good.jsonl", "--model", "gpt-4o-mini"]);
    assert_snapshot!(said, @"");
}

#[test]
fn programs_get_every_figure() {
    let arguments = [
        "estimate",
        "good.jsonl",
        "--model",
        "gpt-4.1-mini",
        "--epochs",
        "2",
    ];
    let said = place().tunesmith(&[&arguments[..], &["--format", "json"]].concat());
    assert_snapshot!(said, @"");
}

#[test]
fn what_is_cut_off_and_what_can_not_be_read_is_told() {
    let place = Place::with_recipe("");
    let long = "one two three four five six seven eight nine ten ".repeat(2000);
    let record = BAD.replace("robot", "assistant").replace("2 + 2?", &long);
    place.write(
        "a/long.jsonl",
        dataset(&format!("{record}\n{{\"messages\":\n")),
    );
    place.write("a/more.jsonl", dataset(""));
    let said = place.tunesmith(&["estimate", "a", "--model", "gpt-3.5-turbo"]);
    assert_snapshot!(said, @"");
}

#[test]
fn a_model_is_paid_by_the_hour_or_unknown() {
    let place = place();
    let said = place.tunesmith(&["estimate", "good.jsonl", "--model", "o4-mini"]);
    assert!(said.out.contains("an hour"), "{said}");
    let said = place.tunesmith(&["estimate", "good.jsonl", "--model", "gpt-5"]);
    assert!(said.out.contains("no price is known"), "{said}");
    assert_snapshot!(place.tunesmith(&["estimate", "good.jsonl", "--model", "gtp-4o"]), @"");
    assert_snapshot!(place.tunesmith(&["estimate", "good.jsonl"]), @"");
    place.write("empty.jsonl", "");
    assert_snapshot!(place.tunesmith(&["estimate", "empty.jsonl", "--model", "gpt-4o"]), @"");
}

#[test]
fn another_tokenizer_can_count() {
    let place = place();
    // A token for each word, made up for this test.
    let tokenizer = r#"{"version":"1.0","added_tokens":[],"pre_tokenizer":{"type":"Whitespace"},"model":{"type":"WordLevel","vocab":{"[UNK]":0},"unk_token":"[UNK]"}}"#;
    place.write("tokenizer.json", tokenizer);
    let arguments = [
        "estimate",
        "good.jsonl",
        "--tokenizer",
        "tokenizer.json",
        "--format",
        "json",
    ];
    assert_snapshot!(place.tunesmith(&arguments), @"");
    place.write("tokenizer.json", "{}");
    let said = place.tunesmith(&arguments);
    assert_eq!(said.code, Some(2), "{said}");
    assert!(
        said.err
            .starts_with("error: the tokenizer tokenizer.json can not be read:"),
        "{said}"
    );
}
