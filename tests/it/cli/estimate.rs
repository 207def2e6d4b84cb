//! `tunesmith estimate`: tokens, what is cut off, and the price, for people and programs.

use insta::assert_snapshot;

use super::datasets::{BAD, dataset, place};
use super::harness::Place;

#[test]
fn people_see_tokens_and_price() {
    let said = place().tunesmith(&["estimate", "good.jsonl", "--model", "gpt-4o-mini"]);
    assert_snapshot!(said, @r"
    good.jsonl: 10 examples, 170 tokens (o200k_base), 10 of them the assistant's

    tokens of an example
      shortest          17
      10% have at most  17
      50% have at most  17
      90% have at most  17
      longest           17

      17  to 17  10  ########################################

    no example is longer than the 65,536 tokens that are trained
    10 epochs (expected: the provider decides): 1,700 tokens are billed
    training gpt-4o-mini-2024-07-18 costs about $0.0051 ($3.00 for a million tokens)
      as of 2026-11: copies of OpenAI's pricing, fine-tuning and deprecations pages; Azure's fine-tuning documentation
    gpt-4o-mini-2024-07-18 and what is tuned from it answer until 2027-01-14
    -- exit 0
    ");
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
    assert_snapshot!(said, @r#"
    {"version":1,"paths":["good.jsonl"],"encoding":"o200k_base","examples":10,"left_out":0,"tokens":{"total":170,"assistant":10,"min":17,"p10":17,"p50":17,"p90":17,"max":17,"limit":65536,"within_limit":170,"truncated":0,"answers_cut":0},"histogram":[{"from":17,"to":17,"count":10}],"epochs":2,"billed_tokens":340,"model":{"name":"gpt-4.1-mini-2025-04-14","training_micro_usd_per_million_tokens":5000000,"training_micro_usd_per_hour":null,"cost_micro_usd":1700,"shutdown":"2027-01-14","source":"copies of OpenAI's pricing, fine-tuning and deprecations pages; Azure's fine-tuning documentation","as_of":"2026-11"}}
    -- exit 0
    "#);
}

#[test]
fn what_is_cut_off_and_what_can_not_be_read_is_told() {
    let place = Place::with_recipe("");
    let long = "one two three four five six seven eight nine ten ".repeat(2000);
    let record = BAD.replace("robot", "assistant").replace("2 + 9?", &long);
    place.write(
        "a/long.jsonl",
        dataset(&format!("{record}\n{{\"messages\":\n")),
    );
    place.write("a/more.jsonl", dataset(""));
    let said = place.tunesmith(&["estimate", "a", "--model", "gpt-3.5-turbo"]);
    assert_snapshot!(said, @r"
    a/long.jsonl, a/more.jsonl: 21 examples, 20,353 tokens (cl100k_base), 21 of them the assistant's
    1 record is left out, for lack of an example to count; `tunesmith validate` says why

    tokens of an example
      shortest              17
      10% have at most      17
      50% have at most      17
      90% have at most      17
      longest           20,013

          17   to 2,016  20  ########################################
       2,017   to 4,016   0
       4,017   to 6,016   0
       6,017   to 8,016   0
       8,017  to 10,016   0
      10,017  to 12,016   0
      12,017  to 14,016   0
      14,017  to 16,016   0
      16,017  to 18,016   0
      18,017  to 20,013   1  ##

    1 example is longer than 16,385 tokens and cut off there; of 1 the last answer is lost
    4 epochs (expected: the provider decides): 66,900 tokens are billed
    training gpt-3.5-turbo-0125 costs about $0.5352 ($8.00 for a million tokens)
      as of 2026-11: copies of OpenAI's pricing, fine-tuning and deprecations pages; Azure's fine-tuning documentation
    gpt-3.5-turbo-0125 and what is tuned from it answer until 2026-10-23
    -- exit 0
    ");
}

#[test]
fn a_model_is_paid_by_the_hour_or_unknown() {
    let place = place();
    let said = place.tunesmith(&["estimate", "good.jsonl", "--model", "o4-mini"]);
    assert!(said.out.contains("an hour"), "{said}");
    let said = place.tunesmith(&["estimate", "good.jsonl", "--model", "gpt-5"]);
    assert!(said.out.contains("no price is known"), "{said}");
    assert_snapshot!(place.tunesmith(&["estimate", "good.jsonl", "--model", "gtp-4o"]), @r"
    -- stderr
    error: nothing is known of a model called `gtp-4o`
    help: did you mean `gpt-4o`?
    -- exit 2
    ");
    assert_snapshot!(place.tunesmith(&["estimate", "good.jsonl"]), @r"
    -- stderr
    error: the following required arguments were not provided:
      --model <MODEL>

    Usage: tunesmith estimate --model <MODEL> <PATH>...

    For more information, try '--help'.
    -- exit 2
    ");
    place.write("empty.jsonl", "");
    assert_snapshot!(place.tunesmith(&["estimate", "empty.jsonl", "--model", "gpt-4o"]), @r"
    -- stderr
    error: empty.jsonl: there is no example to count
    help: `tunesmith validate` says what is wrong
    -- exit 2
    ");
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
    assert_snapshot!(place.tunesmith(&arguments), @r#"
    {"version":1,"paths":["good.jsonl"],"encoding":"tokenizer.json","examples":10,"left_out":0,"tokens":{"total":160,"assistant":10,"min":16,"p10":16,"p50":16,"p90":16,"max":16,"limit":null,"within_limit":160,"truncated":0,"answers_cut":0},"histogram":[{"from":16,"to":16,"count":10}],"epochs":10,"billed_tokens":1600,"model":null}
    -- exit 0
    "#);
    place.write("tokenizer.json", "{}");
    let said = place.tunesmith(&arguments);
    assert_eq!(said.code, Some(2), "{said}");
    assert!(
        said.err
            .starts_with("error: the tokenizer tokenizer.json can not be read:"),
        "{said}"
    );
}
