//! Notices that something fails every single time, so that a run stops early instead of failing row by row.

use std::sync::atomic::{AtomicU64, Ordering};

use tunesmith_core::{StageError, StageFailure};

use crate::error::RunError;

/// How many failures without one success are enough.
const ENOUGH: u64 = 10;

/// How many calls that took all their time are enough, if they are more than half. Why: each costs seconds, and a plugin that is
/// quick now and then could make a run last for days otherwise. Other failures cost next to nothing and are told row by row.
const ENOUGH_TIMEOUTS: u64 = 50;

/// Successes and failures of one plugin or model.
#[derive(Debug, Default)]
pub(crate) struct Health {
    successes: AtomicU64,
    failures: AtomicU64,
    timeouts: AtomicU64,
}

impl Health {
    pub(crate) fn success(&self, times: u64) {
        self.successes.fetch_add(times, Ordering::Relaxed);
    }

    /// Counts a failure; gives how many were enough when there have been that many and nothing else.
    pub(crate) fn failure(&self) -> Option<u64> {
        let times = self.failures.fetch_add(1, Ordering::Relaxed) + 1;
        (times >= ENOUGH && self.successes.load(Ordering::Relaxed) == 0).then_some(ENOUGH)
    }

    /// Counts a plugin's failure on one row; gives why the run should end when there is no sense in going on.
    pub(crate) fn plugin_failure(&self, stage: &str, error: &StageError) -> Option<RunError> {
        let stage = || stage.to_owned();
        if let Some(times) = self.failure() {
            return Some(RunError::PluginAlwaysFails {
                stage: stage(),
                times,
                error: error.clone(),
            });
        }
        if !matches!(error.failure, StageFailure::OutOfTime { .. }) {
            return None;
        }
        let times = self.timeouts.fetch_add(1, Ordering::Relaxed) + 1;
        let rows = self.failures.load(Ordering::Relaxed) + self.successes.load(Ordering::Relaxed);
        (times >= ENOUGH_TIMEOUTS && times * 2 > rows).then(|| RunError::PluginTooSlow {
            stage: stage(),
            times,
            rows,
            error: error.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use tunesmith_core::{StageError, StageFailure};

    use super::Health;

    fn error(failure: StageFailure) -> StageError {
        StageError {
            plugin: "drip 1".to_owned(),
            call: "score-batch",
            failure,
        }
    }

    /// A plugin that is quick on every third row and takes all its time on the others.
    #[test]
    fn a_slow_drip_ends() {
        let health = Health::default();
        let slow = error(StageFailure::OutOfTime { limit_ms: 2000 });
        health.success(20);
        let ended = (0..100).find_map(|_| health.plugin_failure("scorer drip", &slow));
        assert_eq!(
            ended.unwrap().to_string(),
            "stopped early: scorer drip took all its time on 50 of the 70 rows it was given; the last time: \
             plugin `drip 1`, score-batch: was stopped after 2000 ms, its time limit"
        );
    }

    #[test]
    fn what_costs_no_time_is_told_row_by_row() {
        let health = Health::default();
        let refused = error(StageFailure::Reported("no".to_owned()));
        health.success(1);
        assert!((0..1000).all(|_| health.plugin_failure("scorer s", &refused).is_none()));
        let slow = error(StageFailure::OutOfTime { limit_ms: 2000 });
        assert!((0..1000).all(|_| health.plugin_failure("scorer s", &slow).is_none()));
    }
}
