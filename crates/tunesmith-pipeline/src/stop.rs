//! Stopping a run: the first cause wins, nothing new is asked, what is in flight may finish because it is paid for.

use std::sync::{Mutex, PoisonError};

use tokio::sync::watch;

use crate::error::RunError;

/// The run is stopping; the cause is kept in [`Stop`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stopped;

/// Whether the run is stopping, and why.
pub(crate) struct Stop {
    cause: Mutex<Option<RunError>>,
    stopping: watch::Sender<bool>,
}

impl Stop {
    pub(crate) fn new() -> Self {
        Self {
            cause: Mutex::new(None),
            stopping: watch::Sender::new(false),
        }
    }

    /// Stops the run; a later cause is ignored.
    pub(crate) fn now(&self, cause: RunError) -> Stopped {
        let mut first = self.cause.lock().unwrap_or_else(PoisonError::into_inner);
        first.get_or_insert(cause);
        drop(first);
        self.stopping.send_replace(true);
        Stopped
    }

    pub(crate) fn is_set(&self) -> bool {
        *self.stopping.borrow()
    }

    /// Returns when the run is stopping.
    pub(crate) async fn wait(&self) {
        let mut stopping = self.stopping.subscribe();
        // The sender lives as long as `self`, so this can not fail.
        let _ = stopping.wait_for(|set| *set).await;
    }

    /// The cause, if there is one.
    pub(crate) fn take(&self) -> Option<RunError> {
        self.cause
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
    }
}
