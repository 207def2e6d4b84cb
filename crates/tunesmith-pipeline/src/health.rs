//! Notices that something fails every single time, so that a run stops early instead of failing row by row.

use std::sync::atomic::{AtomicU64, Ordering};

/// How many failures without one success are enough.
const ENOUGH: u64 = 10;

/// Successes and failures of one plugin or model.
#[derive(Debug, Default)]
pub(crate) struct Health {
    successes: AtomicU64,
    failures: AtomicU64,
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
}
