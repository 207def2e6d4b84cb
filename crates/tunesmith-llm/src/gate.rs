//! Who may ask now: as many at once as allowed, and nobody while the server wants a pause.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::{Instant, sleep_until};

pub(crate) struct Gate {
    slots: Semaphore,
    paused_until: Mutex<Option<Instant>>,
}

impl Gate {
    pub(crate) fn new(concurrency: usize) -> Self {
        Self {
            slots: Semaphore::new(concurrency.min(Semaphore::MAX_PERMITS)),
            paused_until: Mutex::new(None),
        }
    }

    /// Waits for the end of a pause and for a free slot. Nobody holds a slot while it waits out a pause.
    pub(crate) async fn enter(&self) -> SemaphorePermit<'_> {
        loop {
            if let Some(end) = self.pause_end() {
                sleep_until(end).await;
            }
            let permit = self
                .slots
                .acquire()
                .await
                .expect("the semaphore is never closed");
            // A pause may have begun while this one waited for its slot.
            if self.pause_end().is_none() {
                return permit;
            }
        }
    }

    /// Keeps everybody out for this long. Call it while holding the slot, or the next one slips through.
    pub(crate) fn pause(&self, wait: Duration) {
        let Some(end) = Instant::now().checked_add(wait) else {
            return;
        };
        let mut paused_until = self
            .paused_until
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *paused_until = Some(paused_until.map_or(end, |earlier| earlier.max(end)));
    }

    fn pause_end(&self) -> Option<Instant> {
        let end = *self
            .paused_until
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        end.filter(|end| *end > Instant::now())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::Instant;

    use super::Gate;

    #[tokio::test(start_paused = true)]
    async fn a_pause_holds_everybody_even_those_in_line() {
        let gate = Gate::new(1);
        let begin = Instant::now();
        let held = gate.enter().await;
        let in_line = async {
            let _permit = gate.enter().await;
            begin.elapsed()
        };
        let pauser = async {
            tokio::time::sleep(Duration::from_secs(1)).await;
            gate.pause(Duration::from_secs(90));
            gate.pause(Duration::from_secs(30));
            drop(held);
        };
        let (entered, ()) = tokio::join!(in_line, pauser);
        assert!((91..92).contains(&entered.as_secs()), "{entered:?}");
    }
}
