//! The wasmtime engine and the clock that interrupts calls. One of each per host.
//!
//! Invariant: results do not depend on the machine: one bit pattern for NaN, relaxed SIMD made deterministic, no threads.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use wasmtime::{Config, Engine};

use crate::LoadError;

/// How finely time is measured.
const TICK: Duration = Duration::from_millis(10);

/// Makes an engine.
pub(crate) fn engine() -> Result<Engine, LoadError> {
    let mut config = Config::new();
    config
        .wasm_component_model(true)
        .epoch_interruption(true)
        .cranelift_nan_canonicalization(true)
        .wasm_relaxed_simd(true)
        .relaxed_simd_deterministic(true)
        .wasm_memory64(false)
        // Why: a trap is reported by its name and the plugin's last words; collecting frames would only cost time.
        .wasm_backtrace_max_frames(None);
    Engine::new(&config).map_err(|error| LoadError::Engine {
        why: error.to_string(),
    })
}

/// Advances the engine's epoch while calls are in flight, and sleeps otherwise.
pub(crate) struct Clock {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    in_flight: usize,
    closed: bool,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        // A counter and a flag are whole after any panic.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock {
    pub(crate) fn start(engine: Engine) -> Result<Self, LoadError> {
        let shared = Arc::new(Shared {
            state: Mutex::default(),
            changed: Condvar::new(),
        });
        let seen = Arc::clone(&shared);
        let thread = std::thread::Builder::new()
            .name("plugin-clock".to_owned())
            .spawn(move || tick(&seen, &engine))
            .map_err(|error| LoadError::Engine {
                why: format!("no thread for the clock: {error}"),
            })?;
        Ok(Self {
            shared,
            thread: Some(thread),
        })
    }

    /// A call begins; it ends when the guard is dropped.
    pub(crate) fn run(&self) -> Running<'_> {
        self.shared.state().in_flight += 1;
        self.shared.changed.notify_one();
        Running(&self.shared)
    }

    /// Ticks after which `time` has certainly passed: one more, because the first one may come at once.
    pub(crate) fn ticks(time: Duration) -> u64 {
        u64::try_from(time.as_nanos().div_ceil(TICK.as_nanos()))
            .unwrap_or(u64::MAX >> 1)
            .saturating_add(1)
    }
}

impl Drop for Clock {
    fn drop(&mut self) {
        self.shared.state().closed = true;
        self.shared.changed.notify_one();
        if let Some(thread) = self.thread.take() {
            // The thread's only way to end is the flag just set; it has no result.
            let _ = thread.join();
        }
    }
}

/// As long as it lives the clock ticks.
pub(crate) struct Running<'a>(&'a Shared);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.state().in_flight -= 1;
    }
}

fn tick(shared: &Shared, engine: &Engine) {
    let mut state = shared.state();
    while !state.closed {
        if state.in_flight == 0 {
            state = shared
                .changed
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        } else {
            drop(state);
            std::thread::sleep(TICK);
            engine.increment_epoch();
            state = shared.state();
        }
    }
}
