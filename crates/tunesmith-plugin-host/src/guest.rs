//! One running instance of a plugin: its store, what it may use, and why a call of it failed.

use std::sync::Arc;

use tunesmith_core::StageFailure;
use wasmtime::component::{Instance, InstancePre};
use wasmtime::{Engine, Store, Trap};

use crate::engine::Clock;
use crate::limits::{Limiter, MemoryRefused};
use crate::log::{Log, Tally};
use crate::{Grants, Limits, LogSink};

/// What all plugins of one host share.
pub(crate) struct Shared {
    pub(crate) engine: Engine,
    pub(crate) clock: Clock,
    pub(crate) log: LogSink,
}

/// What the host keeps beside one instance.
pub(crate) struct GuestState {
    limiter: Limiter,
    pub(crate) log: Log,
}

/// One instance and its limits.
pub(crate) struct Guest {
    pub(crate) store: Store<GuestState>,
    shared: Arc<Shared>,
    tally: Arc<Tally>,
    limits: Limits,
}

impl Guest {
    /// A fresh store; nothing of the plugin has run yet. `tally` counts for all instances of the plugin.
    pub(crate) fn new(
        shared: &Arc<Shared>,
        tally: &Arc<Tally>,
        limits: Limits,
        grants: Grants,
    ) -> Self {
        let sink = grants.log.then(|| Arc::clone(&shared.log));
        let log = Log::new(Arc::clone(tally), sink);
        let mut store = Store::new(
            &shared.engine,
            GuestState {
                limiter: Limiter::new(&limits),
                log,
            },
        );
        store.limiter(|state| &mut state.limiter);
        store.set_hostcall_fuel(usize::try_from(limits.output_bytes).unwrap_or(usize::MAX));
        Self {
            store,
            shared: Arc::clone(shared),
            tally: Arc::clone(tally),
            limits,
        }
    }

    /// Makes the instance. Counts as a call: a start function is the plugin's code too.
    pub(crate) fn instantiate(
        &mut self,
        plugin: &InstancePre<GuestState>,
    ) -> Result<Instance, StageFailure> {
        self.call(|store| plugin.instantiate(store).map(Ok))
    }

    /// One call under the limits. After any failure but `Reported` the store must not be used again.
    pub(crate) fn call<T>(
        &mut self,
        work: impl FnOnce(&mut Store<GuestState>) -> wasmtime::Result<Result<T, String>>,
    ) -> Result<T, StageFailure> {
        self.store.data_mut().log.begin_call();
        self.store
            .set_epoch_deadline(Clock::ticks(self.limits.time));
        let running = self.shared.clock.run();
        let outcome = work(&mut self.store);
        drop(running);
        self.tally
            .has_memory(self.store.data().limiter.memory_used());
        match outcome {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(words)) => Err(StageFailure::Reported(words)),
            Err(error) => Err(cause(
                &error,
                self.store.data().log.last_words(),
                &self.limits,
            )),
        }
    }
}

/// Splits what the engine says by cause.
fn cause(error: &wasmtime::Error, last_words: Option<&str>, limits: &Limits) -> StageFailure {
    // Why: the engine has no public type for this; the test with the guest that floods holds the text to its version.
    const OUTPUT_REFUSED: &str = "fuel allocated for hostcalls has been exhausted";
    if error.is::<MemoryRefused>() {
        return StageFailure::OutOfMemory {
            limit_mib: limits.memory_mib,
        };
    }
    if error
        .chain()
        .any(|cause| cause.to_string().contains(OUTPUT_REFUSED))
    {
        return StageFailure::OutputTooLarge {
            got: limits.output_bytes.saturating_add(1),
            limit: limits.output_bytes,
        };
    }
    match (error.downcast_ref::<Trap>(), last_words) {
        (Some(Trap::Interrupt), _) => StageFailure::OutOfTime {
            limit_ms: limits.time_ms(),
        },
        (_, Some(words)) => StageFailure::Trapped(words.to_owned()),
        (Some(trap), None) => StageFailure::Trapped(
            trap.to_string()
                .trim_start_matches("wasm trap: ")
                .to_owned(),
        ),
        (None, None) => StageFailure::Trapped(error.root_cause().to_string()),
    }
}
