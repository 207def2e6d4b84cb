//! The table of hostile guests: what each does, what happened, after how long, what its user saw. `cargo xtask hostile` prints it.
//!
//! Every case is checked to the word; only the times are measured.

use std::time::{Duration, Instant};

use tunesmith_core::{
    Answer, Example, Extra, JsonText, Reply, Score, Scored, Scores, Step, Task, Verdict,
};
use tunesmith_pipeline::{score_halving, verdict_halving};
use tunesmith_plugin_host::{Grants, Limits, Plugin};

use super::{IMPATIENT, LIMITS, MARKER, example, host, host_with_log, load, no_settings, recorder};

/// A row of the table. On a line of its own, because the test runner writes without a line break.
pub(super) fn row(guest: &str, happened: &str, started: Instant, saw: &str) {
    let took = started.elapsed();
    let time = if took < Duration::from_millis(10) {
        format!("{:.1} ms", took.as_secs_f64() * 1000.0)
    } else {
        format!("{} ms", took.as_millis())
    };
    let saw = saw.replace('|', "\\|");
    println!("\n| {guest} | {happened} | {time} | {saw} |");
}

/// A marked example in company of honest ones fails alone, as said; what comes after is as before.
#[track_caller]
fn costs_one_example(guest: &str, limits: Limits, happened: &str, expected: &str) {
    let plugin = load(&host(), guest).unwrap().with_limits(limits);
    costs_one(guest, &plugin, example(MARKER), happened, expected);
}

#[track_caller]
fn costs_one(guest: &str, plugin: &Plugin, guilty: Example, happened: &str, expected: &str) {
    let scorer = plugin.scorer(&no_settings()).unwrap();
    let innocent = example("an innocent answer");
    let honest = scorer.score(std::slice::from_ref(&innocent)).unwrap();
    let started = Instant::now();
    let error = scorer.score(std::slice::from_ref(&guilty)).unwrap_err();
    row(guest, happened, started, &error.to_string());
    assert_eq!(error.to_string(), expected, "{guest}");
    let batch = [innocent.clone(), innocent.clone(), guilty, innocent.clone()];
    let results = score_halving(&*scorer, &batch, &mut |_| true).unwrap();
    let failed: Vec<bool> = results.iter().map(Result::is_err).collect();
    assert_eq!(failed, [false, false, true, false], "{guest}");
    assert_eq!(scorer.score(&[innocent]).unwrap(), honest, "{guest}, after");
}

#[test]
fn scorers_that_misbehave_cost_one_example() {
    let long = "plugin `loops-scorer 0.1.0`, score-batch: was stopped after 300 ms, its time limit";
    costs_one_example("scorer_loops", IMPATIENT, "the call was interrupted", long);
    for (guest, happened, expected) in [
        (
            "scorer_recurses",
            "the call trapped",
            "plugin `recurses-scorer 0.1.0`, score-batch: crashed: call stack exhausted",
        ),
        (
            "scorer_hoards",
            "memory was refused, the call ended",
            "plugin `hoards-scorer 0.1.0`, score-batch: wanted more than 64 MiB of memory, its limit",
        ),
        (
            "scorer_floods",
            "the answer was not read",
            "plugin `floods-scorer 0.1.0`, score-batch: answered at least 1048577 bytes, more than its limit of 1048576",
        ),
        (
            "scorer_panics",
            "the call trapped",
            "plugin `panics-scorer 0.1.0`, score-batch: crashed: this example is too much \
             (tests/guests/examples/scorer_panics.rs:4)",
        ),
        (
            "scorer_too_few",
            "the answer was refused",
            "plugin `few-scorer 0.1.0`, score-batch: answered 0 scores for 1 examples",
        ),
        (
            "scorer_too_many",
            "the answer was refused",
            "plugin `many-scorer 0.1.0`, score-batch: answered 2 scores for 1 examples",
        ),
        (
            "scorer_nan",
            "the answer was refused",
            "plugin `nan-scorer 0.1.0`, score-batch: answered nonsense: score 0 is NaN, not a number that can be compared",
        ),
        (
            "scorer_infinite",
            "the answer was refused",
            "plugin `infinite-scorer 0.1.0`, score-batch: answered nonsense: score 0 is inf, not a number that can be compared",
        ),
        (
            "scorer_bad_text",
            "the answer was not read",
            "plugin `bytes-scorer 0.1.0`, score-batch: crashed: invalid utf-8 sequence of 1 bytes from index 2",
        ),
    ] {
        costs_one_example(guest, LIMITS, happened, expected);
    }
    let plugin = load(&host(), "scorer_infinite").unwrap();
    costs_one(
        "scorer_infinite (minus)",
        &plugin,
        example(&format!("{MARKER} minus")),
        "the answer was refused",
        "plugin `infinite-scorer 0.1.0`, score-batch: answered nonsense: score 0 is -inf, not a number that can be compared",
    );
}

/// Each example is within the limit, the batch is not. Halving costs at most twice as many calls as there are examples.
#[test]
fn a_slow_drip_costs_twice_its_examples() {
    let plugin = load(&host(), "scorer_drips").unwrap();
    let scorer = plugin.scorer(&no_settings()).unwrap();
    let started = Instant::now();
    scorer.score(&[example(MARKER)]).unwrap();
    let alone = started.elapsed();
    let limit = (alone * 5 / 2).max(Duration::from_millis(50));
    let limits = Limits {
        time: limit,
        ..LIMITS
    };
    let scorer = plugin.with_limits(limits).scorer(&no_settings()).unwrap();
    let batch = vec![example(MARKER); 16];
    let started = Instant::now();
    let results = score_halving(&*scorer, &batch, &mut |_| true).unwrap();
    let took = started.elapsed();
    let scored = results.iter().filter(|result| result.is_ok()).count();
    row(
        "scorer_drips, 16 examples",
        "batches ran out of time and were halved",
        started,
        &format!(
            "{scored} of 16 scores, under a limit of {} ms a call",
            limit.as_millis()
        ),
    );
    assert!(scored >= 12, "{scored}: {results:?}");
    assert!(took < 40 * (limit + Duration::from_millis(30)), "{took:?}");
}

#[test]
fn a_chatterer_is_heard_out_at_no_cost() {
    let (sink, lines) = recorder();
    let plugin = load(&host_with_log(sink), "scorer_chatters")
        .unwrap()
        .with_grants(Grants { log: true })
        .unwrap();
    let scorer = plugin.scorer(&no_settings()).unwrap();
    let started = Instant::now();
    for _ in 0..15 {
        assert_eq!(
            scorer.score(&[example(MARKER)]).unwrap(),
            [Score::default()]
        );
    }
    let lines = lines.lock().unwrap();
    let last =
        "chatters-scorer 0.1.0 Warn it has written 1,000 lines; what else it writes is dropped";
    row(
        "scorer_chatters, 15 × 100,000 lines",
        "100 lines a call, 1,000 of a plugin, the rest dropped",
        started,
        &format!("{} lines, the last: {last}", lines.len()),
    );
    assert_eq!(lines.len(), 1001);
    assert_eq!(lines.last().unwrap(), last);
}

#[track_caller]
fn is_refused(guest: &str, happened: &str, expected: &str) {
    let started = Instant::now();
    let refused = load(&host(), guest).and_then(|plugin| plugin.scorer(&no_settings()));
    let error = refused.err().unwrap().to_string();
    row(guest, happened, started, &error);
    assert_eq!(error, expected);
}

#[test]
fn what_should_not_run_at_all_is_refused() {
    let only = "a plugin may import only `tunesmith:plugin/log`: build it for wasm32-unknown-unknown, and hand data in as settings or \
                seeds";
    is_refused(
        "scorer_asks_network",
        "refused, nothing of it ran",
        &format!(
            "`scorer_asks_network.wasm` wants what a plugin does not get: `wasi:sockets/instance-network@0.2.0` (the network); {only}"
        ),
    );
    is_refused(
        "scorer_asks_files",
        "refused, nothing of it ran",
        &format!(
            "`scorer_asks_files.wasm` wants what a plugin does not get: `wasi:filesystem/preopens@0.2.0` (files); {only}"
        ),
    );
    is_refused(
        "scorer_panics_at_describe",
        "trapped, refused",
        "`scorer_panics_at_describe.wasm` does not say what it is: crashed: who am I? \
         (tests/guests/examples/scorer_panics_at_describe.rs:12); correct its `describe`",
    );
    is_refused(
        "scorer_panics_at_configure",
        "trapped, refused",
        "`scorer_panics_at_configure.wasm`: plugin `unsettled-scorer 0.1.0`, configure: crashed: no settings, please \
         (tests/guests/examples/scorer_panics_at_configure.rs:16)",
    );
    is_refused(
        "scorer_bad_name",
        "refused",
        "`scorer_bad_name.wasm` does not say what it is: its name has the character '/'; letters, digits, `-`, `_`, `.` and `+` are \
         allowed; correct its `describe`",
    );
    is_refused(
        "scorer_schema_bomb",
        "refused, its schema was given to no validator",
        "`scorer_schema_bomb.wasm` does not say what it is: its settings schema is no good: its references unfold to more than 20000 \
         schemas; correct its `describe`",
    );
}

fn task(seed: &str) -> Task {
    Task {
        index: 0,
        rng_seed: 0,
        seed: Some(JsonText::string(seed)),
    }
}

fn answered() -> Reply {
    Reply::Answered(Answer {
        content: "yes".to_owned(),
        value: None,
        finish_reason: "stop".to_owned(),
        extra: Extra::default(),
    })
}

#[test]
fn generators_that_ask_too_much_lose_the_task() {
    let generator = load(&host(), "generator_greedy")
        .unwrap()
        .with_limits(Limits {
            output_bytes: 16 << 20,
            ..LIMITS
        })
        .generator(&no_settings())
        .unwrap();
    for (way, happened, expected) in [
        (
            "requests",
            "the answer was refused",
            "plugin `greedy-generator 0.1.0`, begin: answered nonsense: it asks 1000 requests at once, more than 256",
        ),
        (
            "messages",
            "the answer was refused",
            "plugin `greedy-generator 0.1.0`, begin: answered nonsense: request 0 `more`: it has 100000 messages, more than 1000",
        ),
        (
            "many messages",
            "memory was refused, the call ended",
            "plugin `greedy-generator 0.1.0`, begin: wanted more than 64 MiB of memory, its limit",
        ),
        (
            "schema",
            "the answer was refused, its schema given to no validator",
            "plugin `greedy-generator 0.1.0`, begin: answered nonsense: request 0 `more`, answer schema: its references unfold to more \
             than 20000 schemas",
        ),
    ] {
        let started = Instant::now();
        let error = generator.begin(&task(way)).unwrap_err().to_string();
        row(
            &format!("generator_greedy ({way})"),
            happened,
            started,
            &error,
        );
        assert_eq!(error, expected);
    }
    for (way, happened, expected) in [
        (
            "state",
            "the seventh state was refused",
            "plugin `greedy-generator 0.1.0`, resume: answered nonsense: its state has 4096031 bytes, more than 1048576",
        ),
        (
            "panic",
            "trapped when resumed",
            "plugin `greedy-generator 0.1.0`, resume: crashed: once was enough (tests/guests/examples/generator_greedy.rs:87)",
        ),
    ] {
        let started = Instant::now();
        let mut step = generator.begin(&task(way));
        while let Ok(Step::Ask { state, .. }) = &step {
            step = generator.resume(state, &[answered()]);
        }
        let error = step.unwrap_err().to_string();
        row(
            &format!("generator_greedy ({way})"),
            happened,
            started,
            &error,
        );
        assert_eq!(error, expected);
    }
}

#[test]
fn a_judge_that_panics_loses_the_example() {
    let judge = load(&host(), "judge_panics")
        .unwrap()
        .judge(&no_settings())
        .unwrap();
    let place = "tests/guests/examples/judge_panics.rs";
    let started = Instant::now();
    let error = judge.begin(&[example(MARKER)]).unwrap_err().to_string();
    row("judge_panics (begin)", "the call trapped", started, &error);
    assert_eq!(
        error,
        format!("plugin `panics-judge 0.1.0`, begin: crashed: not this one ({place}:21)")
    );
    let Step::Ask { state, .. } = judge.begin(&[example("fine")]).unwrap() else {
        panic!("it asks first")
    };
    let started = Instant::now();
    let error = judge.resume(&state, &[answered()]).unwrap_err().to_string();
    row("judge_panics (resume)", "the call trapped", started, &error);
    assert_eq!(
        error,
        format!(
            "plugin `panics-judge 0.1.0`, resume: crashed: the replies are too much ({place}:34)"
        )
    );
}

#[test]
fn a_filter_that_panics_costs_the_example() {
    let filter = load(&host(), "filter_panics")
        .unwrap()
        .filter(&no_settings())
        .unwrap();
    let scores = Scores::default();
    let examples = [example("fine"), example(MARKER), example("good")];
    let batch = examples.each_ref().map(|example| Scored {
        example,
        scores: &scores,
    });
    let started = Instant::now();
    let verdicts = verdict_halving(&*filter, &batch, &mut |_| true).unwrap();
    let error = verdicts[1].as_ref().unwrap_err().to_string();
    row("filter_panics", "the call trapped", started, &error);
    assert_eq!(
        error,
        "plugin `panics-filter 0.1.0`, verdict-batch: crashed: no verdict on this one (tests/guests/examples/filter_panics.rs:20)"
    );
    assert_eq!(
        [&verdicts[0], &verdicts[2]],
        [&Ok(Verdict::Keep), &Ok(Verdict::Keep)]
    );
}
