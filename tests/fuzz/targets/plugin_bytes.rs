//! Looks for a file that the plugin host does not turn into a plugin or a sentence, in bounded time.

#![no_main]

use std::sync::OnceLock;
use std::time::Duration;

use tunesmith_plugin_host::{Host, HostSettings, Limits};

fn host() -> &'static Host {
    static HOST: OnceLock<Host> = OnceLock::new();
    HOST.get_or_init(|| {
        let limits = Limits {
            time: Duration::from_millis(100),
            memory_mib: 16,
            output_bytes: 1 << 20,
        };
        let settings = HostSettings {
            limits,
            ..HostSettings::default()
        };
        Host::new(settings)
            .expect("the engine starts")
            .with_compile_time(Duration::from_secs(20))
    })
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Err(error) = host().load(bytes, "fuzzed.wasm") {
        assert!(error.to_string().starts_with("`fuzzed.wasm` "), "{error}");
    }
});
