//! Guests that misbehave: each outcome in words, the innocent unharmed, the next call as if nothing had happened.

use tunesmith_core::StageFailure;
use tunesmith_plugin_host::Limits;

use super::{
    IMPATIENT, LIMITS, MARKER, example, host, host_with_log, load, no_settings, recorder, scorer,
};

/// A guilty example fails as said; alone, in company, and without harm to what comes after.
#[track_caller]
fn fails(guest: &str, expected: &str) {
    fails_within(LIMITS, guest, expected);
}

#[track_caller]
fn fails_within(limits: Limits, guest: &str, expected: &str) {
    let plugin = load(&host(), guest).unwrap().with_limits(limits);
    let scorer = plugin.scorer(&no_settings()).unwrap();
    let innocent = example("an innocent answer");
    let honest = scorer.score(std::slice::from_ref(&innocent)).unwrap();
    for batch in [
        vec![example(MARKER)],
        vec![innocent.clone(), example(MARKER), innocent.clone()],
    ] {
        let error = scorer.score(&batch).unwrap_err().to_string();
        assert_eq!(error, expected, "{guest}, a batch of {}", batch.len());
        assert_eq!(
            scorer.score(std::slice::from_ref(&innocent)).unwrap(),
            honest,
            "{guest}, after the failure"
        );
    }
}

#[test]
fn an_endless_loop_is_stopped() {
    let expected =
        "plugin `loops-scorer 0.1.0`, score-batch: was stopped after 300 ms, its time limit";
    fails_within(IMPATIENT, "scorer_loops", expected);
}

#[test]
fn a_panic_is_quoted() {
    fails(
        "scorer_panics",
        "plugin `panics-scorer 0.1.0`, score-batch: crashed: this example is too much \
         (tests/guests/examples/scorer_panics.rs:4)",
    );
}

#[test]
fn a_hoarder_meets_its_limit() {
    fails(
        "scorer_hoards",
        "plugin `hoards-scorer 0.1.0`, score-batch: wanted more than 64 MiB of memory, its limit",
    );
}

#[test]
fn a_flood_is_dammed() {
    fails(
        "scorer_floods",
        "plugin `floods-scorer 0.1.0`, score-batch: answered at least 1048577 bytes, more than its limit of 1048576",
    );
}

#[test]
fn endless_recursion_ends() {
    fails(
        "scorer_recurses",
        "plugin `recurses-scorer 0.1.0`, score-batch: crashed: call stack exhausted",
    );
}

#[test]
fn a_score_must_be_a_number() {
    let error = scorer(&host(), "scorer_nan")
        .score(&[example("fine"), example(MARKER)])
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "plugin `nan-scorer 0.1.0`, score-batch: answered nonsense: score 1 is NaN, not a number that can be compared"
    );
}

#[test]
fn a_dropped_score_is_noticed() {
    let error = scorer(&host(), "scorer_too_few")
        .score(&[example("fine"), example(MARKER)])
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "plugin `few-scorer 0.1.0`, score-batch: answered 1 scores for 2 examples"
    );
}

#[test]
fn a_refusal_is_passed_on() {
    let error = scorer(&host(), "scorer_fails_always")
        .score(&[example("fine")])
        .unwrap_err();
    assert_eq!(
        error.failure,
        StageFailure::Reported("nothing is good enough".to_owned())
    );
}

/// Its words are the cause; the log it has not asked for stays silent.
#[test]
fn what_a_panic_says_is_the_cause() {
    let (sink, lines) = recorder();
    let scorer = scorer(&host_with_log(sink), "scorer_panics");
    let error = scorer.score(&[example(MARKER)]).unwrap_err();
    let words = "this example is too much (tests/guests/examples/scorer_panics.rs:4)";
    assert_eq!(error.failure, StageFailure::Trapped(words.to_owned()));
    assert!(lines.lock().unwrap().is_empty());
}

/// A leak of earlier calls must not be counted against the example at hand: 200 × 1 MiB under a limit of 64.
#[test]
fn a_leak_costs_no_example() {
    let scorer = scorer(&host(), "scorer_leaks");
    for _ in 0..200 {
        assert_eq!(scorer.score(&[example(MARKER)]).unwrap()[0].value, 0.5);
    }
}

#[test]
fn limits_are_per_plugin() {
    let plugin = load(&host(), "scorer_ok").unwrap();
    let strict = plugin.clone().with_limits(Limits {
        output_bytes: 4096,
        ..LIMITS
    });
    let batch = vec![example("x"); 200];
    let error = strict
        .scorer(&no_settings())
        .unwrap()
        .score(&batch)
        .unwrap_err();
    assert_eq!(
        error.failure,
        StageFailure::OutputTooLarge {
            got: 4097,
            limit: 4096
        }
    );
    assert_eq!(
        plugin
            .scorer(&no_settings())
            .unwrap()
            .score(&batch)
            .unwrap()
            .len(),
        200
    );
}
