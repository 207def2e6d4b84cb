//! Ready instances of one configured plugin. A caller takes one, or makes one, and gives it back unharmed or not at all.

use std::sync::{Arc, Mutex, PoisonError};

use tunesmith_core::{StageError, StageFailure};
use wasmtime::Store;
use wasmtime::component::InstancePre;

use crate::guest::{Guest, GuestState, Shared};
use crate::log::Tally;
use crate::{Grants, Limits};

/// Makes an instance's bindings and gives it the settings.
pub(crate) type Start<B> =
    fn(&mut Guest, &InstancePre<GuestState>, settings: &str) -> Result<B, StageFailure>;

/// A configured plugin: as many instances as there are callers at the same time. `B` is what calls go through.
pub(crate) struct Pool<B> {
    pub(crate) shared: Arc<Shared>,
    pub(crate) tally: Arc<Tally>,
    pub(crate) plugin: InstancePre<GuestState>,
    pub(crate) limits: Limits,
    pub(crate) grants: Grants,
    pub(crate) settings: String,
    pub(crate) start: Start<B>,
    pub(crate) idle: Mutex<Vec<(Guest, B)>>,
}

impl<B> Pool<B> {
    /// The plugin as `name version`.
    pub(crate) fn name(&self) -> &str {
        self.tally.name()
    }

    /// Makes one instance ahead, so that settings are refused before anything is asked of the plugin.
    pub(crate) fn warm_up(&self) -> Result<(), StageError> {
        let ready = self
            .fresh()
            .map_err(|failure| self.error("configure", failure))?;
        self.give_back(ready);
        Ok(())
    }

    /// One call. What harms an instance costs only that instance.
    pub(crate) fn call<T>(
        &self,
        call: &'static str,
        work: impl Fn(&B, &mut Store<GuestState>) -> wasmtime::Result<Result<T, String>>,
    ) -> Result<T, StageError> {
        let idle = self
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        let outcome = match idle {
            None => self.call_fresh(&work),
            Some(ready) => match self.call_ready(ready, &work) {
                // Why: what earlier calls left behind in a used instance must not be counted against this example.
                Err(StageFailure::OutOfMemory { limit_mib: _ }) => self.call_fresh(&work),
                outcome => outcome,
            },
        };
        outcome.map_err(|failure| self.error(call, failure))
    }

    /// What a plugin answered makes no sense.
    pub(crate) fn error(&self, call: &'static str, failure: StageFailure) -> StageError {
        StageError {
            plugin: self.name().to_owned(),
            call,
            failure,
        }
    }

    fn fresh(&self) -> Result<(Guest, B), StageFailure> {
        let mut guest = Guest::new(&self.shared, &self.tally, self.limits, self.grants);
        let bindings = (self.start)(&mut guest, &self.plugin, &self.settings)?;
        Ok((guest, bindings))
    }

    fn call_fresh<T>(
        &self,
        work: impl Fn(&B, &mut Store<GuestState>) -> wasmtime::Result<Result<T, String>>,
    ) -> Result<T, StageFailure> {
        self.call_ready(self.fresh()?, work)
    }

    fn call_ready<T>(
        &self,
        (mut guest, bindings): (Guest, B),
        work: impl Fn(&B, &mut Store<GuestState>) -> wasmtime::Result<Result<T, String>>,
    ) -> Result<T, StageFailure> {
        let outcome = guest.call(|store| work(&bindings, store));
        // Invariant: an instance that trapped is never used again; one that said no in words is whole.
        if matches!(outcome, Ok(_) | Err(StageFailure::Reported(_))) {
            self.give_back((guest, bindings));
        }
        outcome
    }

    fn give_back(&self, ready: (Guest, B)) {
        self.idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(ready);
    }
}
