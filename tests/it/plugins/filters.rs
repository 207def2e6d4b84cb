//! Filters as plugins, and the one ability there is: asked for by the plugin and granted by whoever uses it.

use tunesmith_core::{JsonText, Score, Scored, Scores, StageFailure, Verdict};
use tunesmith_plugin_host::{Grants, LoadError};

use super::{MARKER, example, host, host_with_log, load, no_settings, recorder};

const HEARD: Grants = Grants { log: true };

fn scores(values: &[(&str, f64)]) -> Scores {
    let score = |value| Score {
        value,
        ..Score::default()
    };
    let named = values
        .iter()
        .map(|(name, value)| ((*name).to_owned(), score(*value)));
    named.collect()
}

#[test]
fn a_filter_sees_example_and_scores() {
    let plugin = load(&host(), "filter_ok")
        .unwrap()
        .with_grants(HEARD)
        .unwrap();
    let settings = JsonText::parse(r#"{"full_length": 50}"#).unwrap();
    let filter = plugin.filter(&settings).unwrap();
    assert_eq!(filter.name(), "ok-filter 0.1.0");
    let (good, marked) = (example("good"), example(MARKER));
    let (high, low) = (
        scores(&[("a", 0.5), ("b", 1.0)]),
        scores(&[("a", 0.9), ("b", 0.4)]),
    );
    let none = Scores::new();
    let batch = [&high, &low, &none].map(|scores| Scored {
        example: &good,
        scores,
    });
    let reason = "b-is-low".to_owned();
    let expected = [Verdict::Keep, Verdict::Drop { reason }, Verdict::Keep];
    assert_eq!(filter.verdicts(&batch).unwrap(), expected);
    for size in [1, 2] {
        let pieces = batch.chunks(size);
        let pieces = pieces.flat_map(|piece| filter.verdicts(piece).unwrap());
        assert_eq!(pieces.collect::<Vec<_>>(), expected, "in batches of {size}");
    }
    let error = filter
        .verdicts(&[Scored {
            example: &marked,
            scores: &high,
        }])
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "plugin `ok-filter 0.1.0`, verdict-batch: reported: this one can not be judged"
    );
    assert!(matches!(error.failure, StageFailure::Reported(_)));
}

#[test]
fn a_filter_is_no_scorer() {
    let plugin = load(&host(), "filter_ok").unwrap();
    let error = plugin.scorer(&no_settings()).err().unwrap();
    assert_eq!(
        error.to_string(),
        "`filter_ok.wasm`: plugin `ok-filter 0.1.0` is a filter, used as a scorer"
    );
}

#[test]
fn an_ability_must_be_granted() {
    let (sink, lines) = recorder();
    let plugin = load(&host_with_log(sink), "filter_ok").unwrap();
    let refused = plugin.clone().with_grants(Grants::default()).err().unwrap();
    assert_eq!(
        refused.to_string(),
        "`filter_ok.wasm`: plugin `ok-filter 0.1.0` asks for `log`, which was not granted; \
         if it may have it, add `grants = [\"log\"]` where the recipe names the plugin"
    );
    assert!(matches!(refused, LoadError::Ungranted { .. }));
    let filter = plugin.with_grants(HEARD).unwrap();
    let filter = filter.filter(&no_settings()).unwrap();
    let (example, low) = (example("good"), scores(&[("a", 0.5)]));
    let batch = [Scored {
        example: &example,
        scores: &low,
    }];
    filter.verdicts(&batch).unwrap();
    assert_eq!(*lines.lock().unwrap(), ["ok-filter 0.1.0 Info a is 0.5"]);
}

/// A grant that is not asked for gives nothing.
#[test]
fn a_grant_alone_gives_nothing() {
    let (sink, lines) = recorder();
    let plugin = load(&host_with_log(sink), "scorer_panics").unwrap();
    let scorer = plugin.with_grants(HEARD).unwrap();
    let scorer = scorer.scorer(&no_settings()).unwrap();
    scorer.score(&[example(MARKER)]).unwrap_err();
    assert!(lines.lock().unwrap().is_empty());
}
