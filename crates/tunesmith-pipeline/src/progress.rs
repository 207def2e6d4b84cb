//! Counters that whoever shows progress may read at any time.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

/// What has happened so far in this run.
#[derive(Debug, Default)]
pub struct Progress {
    tasks: AtomicU64,
    tasks_done: AtomicU64,
    kept: AtomicU64,
    excluded: AtomicU64,
    failed: AtomicU64,
    requests: AtomicU64,
    from_journal: AtomicU64,
    in_flight: AtomicI64,
    spent: AtomicI64,
}

/// The counters at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ProgressSnapshot {
    /// Tasks planned.
    pub tasks: u64,
    /// Tasks that are finished.
    pub tasks_done: u64,
    /// Rows that passed scoring and filters so far; dedup and validation come at the end.
    pub kept: u64,
    /// Rows taken out so far.
    pub excluded: u64,
    /// Rows that could not be done so far.
    pub failed: u64,
    /// Replies received from servers in this run.
    pub requests: u64,
    /// Replies found in the journal.
    pub from_journal: u64,
    /// Requests on their way.
    pub in_flight: i64,
    /// US dollars spent over all runs on this journal.
    pub spent_usd: f64,
}

impl Progress {
    /// Reads all counters.
    pub fn snapshot(&self) -> ProgressSnapshot {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        ProgressSnapshot {
            tasks: read(&self.tasks),
            tasks_done: read(&self.tasks_done),
            kept: read(&self.kept),
            excluded: read(&self.excluded),
            failed: read(&self.failed),
            requests: read(&self.requests),
            from_journal: read(&self.from_journal),
            in_flight: self.in_flight.load(Ordering::Relaxed),
            spent_usd: self.spent.load(Ordering::Relaxed) as f64 / 1e6,
        }
    }

    pub(crate) fn plan(&self, tasks: u64) {
        self.tasks.store(tasks, Ordering::Relaxed);
    }

    pub(crate) fn task_done(&self) {
        self.tasks_done.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn row(&self, outcome: &crate::row::Outcome) {
        let counter = match outcome {
            crate::row::Outcome::Kept => &self.kept,
            crate::row::Outcome::Excluded { .. } => &self.excluded,
            crate::row::Outcome::Failed { .. } => &self.failed,
        };
        counter.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn found_in_journal(&self) {
        self.from_journal.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn sent(&self) {
        self.in_flight.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn came_back(&self, answered: bool) {
        self.in_flight.fetch_sub(1, Ordering::Relaxed);
        self.requests
            .fetch_add(u64::from(answered), Ordering::Relaxed);
    }

    pub(crate) fn spent(&self, micro_usd: i64) {
        self.spent.store(micro_usd, Ordering::Relaxed);
    }
}
