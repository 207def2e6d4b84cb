//! The same examples get the same scores, however they are batched and from however many threads.

use std::thread;

use tunesmith_core::{Extra, Score};

use super::{MARKER, example, host, scorer};

#[test]
fn a_score_comes_back_whole() {
    let scores = scorer(&host(), "scorer_ok").score(&[
        example("half of it, and then a little bit"),
        example(MARKER),
    ]);
    let marked = Score {
        value: 0.0,
        marks: vec!["marked".to_owned()],
        note: Some("carries the marker".to_owned()),
        extra: Extra::parse(r#"{"times":1}"#).unwrap(),
    };
    assert_eq!(
        scores.unwrap(),
        [
            Score {
                value: 0.47,
                ..Score::default()
            },
            marked
        ]
    );
    assert_eq!(scorer(&host(), "scorer_ok").score(&[]).unwrap(), []);
}

#[test]
fn batches_and_threads_change_nothing() {
    let scorer = scorer(&host(), "scorer_ok");
    let examples: Vec<_> = (0..120)
        .map(|length| example(&"é".repeat(length)))
        .collect();
    let whole = scorer.score(&examples).unwrap();
    for size in [1, 7, 64] {
        let pieces = examples
            .chunks(size)
            .flat_map(|batch| scorer.score(batch).unwrap());
        assert_eq!(pieces.collect::<Vec<_>>(), whole, "in batches of {size}");
    }
    thread::scope(|scope| {
        let score = || {
            (0..20)
                .map(|_| scorer.score(&examples).unwrap())
                .collect::<Vec<_>>()
        };
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(score)).collect();
        for thread in threads {
            assert!(thread.join().unwrap().iter().all(|scores| *scores == whole));
        }
    });
}
