//! The plugin host against real components: what it refuses, what it survives, and that answers are always the same.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "tests may unwrap, and read the files they are about"
)]

mod bombs;
mod filters;
mod generators;
mod hostile;
mod load;
mod misbehave;
mod purity;

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tunesmith_core::{Example, JsonText, Message, Role, Scorer};
use tunesmith_plugin_host::{Host, HostSettings, Limits, LoadError, LogSink, Plugin};
use tunesmith_tests::artifacts;

/// Small memory, so that the tests are quick; time enough for a machine that is busy with other things.
const LIMITS: Limits = Limits {
    time: Duration::from_secs(20),
    memory_mib: 64,
    output_bytes: 1 << 20,
};

/// For guests that loop.
const IMPATIENT: Limits = Limits {
    time: Duration::from_millis(300),
    ..LIMITS
};

/// What makes a guest misbehave.
const MARKER: &str = "guest:misbehave";

fn host() -> Host {
    host_with_log(Arc::new(|_| ()))
}

fn host_with_log(log: LogSink) -> Host {
    // Compiling the guests anew in each test would take most of the time.
    let cache_dir = Some(Path::new(env!("CARGO_TARGET_TMPDIR")).join("compiled-plugins"));
    Host::new(HostSettings {
        cache_dir,
        limits: LIMITS,
        log,
    })
    .unwrap()
}

/// A sink, and what it took as `plugin level text`.
fn recorder() -> (LogSink, Arc<Mutex<Vec<String>>>) {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&lines);
    let sink: LogSink = Arc::new(move |line| {
        seen.lock()
            .unwrap()
            .push(format!("{} {:?} {}", line.plugin, line.level, line.text));
    });
    (sink, lines)
}

fn bytes(guest: &str) -> Vec<u8> {
    std::fs::read(artifacts::guest(guest)).unwrap()
}

fn load(host: &Host, guest: &str) -> Result<Plugin, LoadError> {
    host.load(&bytes(guest), &format!("{guest}.wasm"))
}

fn no_settings() -> JsonText {
    JsonText::parse("{}").unwrap()
}

fn scorer(host: &Host, guest: &str) -> Arc<dyn Scorer> {
    load(host, guest).unwrap().scorer(&no_settings()).unwrap()
}

fn example(text: &str) -> Example {
    Example::from_messages(vec![
        Message::text(Role::User, "Say something."),
        Message::text(Role::Assistant, text),
    ])
}
