//! Gives batches to scorers and filters. A batch that fails is halved until the guilty example stands alone; both are pure, so that is safe.

use tunesmith_core::{Example, Filter, Score, Scored, Scorer, StageError, Verdict};

/// One result per example, in order; nothing if it was told not to go on.
type Each<T> = Option<Vec<Result<T, StageError>>>;

/// What is said of a batch: one result per example, or why there is none.
type Call<'a, I, T> = dyn Fn(&[I]) -> Result<Vec<T>, StageError> + 'a;

/// One score per example. `failed_alone` hears of every example that failed by itself and says whether to go on.
pub fn score_halving(
    scorer: &dyn Scorer,
    batch: &[Example],
    failed_alone: &mut dyn FnMut(&StageError) -> bool,
) -> Each<Score> {
    halve(batch, &|part| scorer.score(part), failed_alone)
}

/// One verdict per example, as [`score_halving`].
pub fn verdict_halving(
    filter: &dyn Filter,
    batch: &[Scored<'_>],
    failed_alone: &mut dyn FnMut(&StageError) -> bool,
) -> Each<Verdict> {
    halve(batch, &|part| filter.verdicts(part), failed_alone)
}

fn halve<I, T>(
    batch: &[I],
    call: &Call<'_, I, T>,
    failed_alone: &mut dyn FnMut(&StageError) -> bool,
) -> Each<T> {
    match call(batch) {
        Ok(results) => Some(results.into_iter().map(Ok).collect()),
        Err(error) if batch.len() <= 1 => failed_alone(&error).then(|| vec![Err(error)]),
        Err(_) => {
            let (left, right) = batch.split_at(batch.len() / 2);
            let mut results = halve(left, call, failed_alone)?;
            results.extend(halve(right, call, failed_alone)?);
            Some(results)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use proptest::prelude::*;
    use tunesmith_core::{Example, Message, Role, Score, Scorer, StageError, StageFailure};

    use super::score_halving;

    /// Fails on every batch that holds the text "bad".
    #[derive(Default)]
    struct Picky(AtomicUsize);

    impl Scorer for Picky {
        fn name(&self) -> &str {
            "picky 1"
        }
        fn score(&self, batch: &[Example]) -> Result<Vec<Score>, StageError> {
            self.0.fetch_add(1, Ordering::Relaxed);
            if batch
                .iter()
                .any(|example| example.messages[0].plain_text() == "bad")
            {
                return Err(StageError {
                    plugin: "picky 1".into(),
                    call: "score-batch",
                    failure: StageFailure::Trapped("bad".into()),
                });
            }
            Ok(batch
                .iter()
                .map(|example| Score {
                    value: example.messages[0].plain_text().len() as f64,
                    ..Score::default()
                })
                .collect())
        }
    }

    fn examples(bad: &[bool]) -> Vec<Example> {
        let text = |bad: bool| if bad { "bad" } else { "good" };
        bad.iter()
            .map(|bad| Example::from_messages(vec![Message::text(Role::User, text(*bad))]))
            .collect()
    }

    proptest! {
        #[test]
        fn exactly_the_guilty_fail(bad in prop::collection::vec(any::<bool>(), 0..40)) {
            let mut alone = 0;
            let results = score_halving(&Picky::default(), &examples(&bad), &mut |_| { alone += 1; true }).unwrap();
            let failed: Vec<bool> = results.iter().map(Result::is_err).collect();
            prop_assert_eq!(&failed, &bad);
            prop_assert_eq!(alone, bad.iter().filter(|bad| **bad).count());
        }
    }

    #[test]
    fn one_guilty_in_64_costs_13_calls() {
        let mut bad = [false; 64];
        bad[37] = true;
        let picky = Picky::default();
        score_halving(&picky, &examples(&bad), &mut |_| true).unwrap();
        assert_eq!(picky.0.into_inner(), 13);
    }

    #[test]
    fn stops_when_told() {
        assert_eq!(
            score_halving(&Picky::default(), &examples(&[true; 8]), &mut |_| false),
            None
        );
    }
}
