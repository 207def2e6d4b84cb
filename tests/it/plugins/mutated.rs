//! Real components with bytes changed, cut out, doubled and put in: each is a plugin or a sentence, and none hangs. What still loads is called.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use tunesmith_plugin_host::{Host, HostSettings, PluginKind};

use super::load::component;
use super::{IMPATIENT, MARKER, bytes, example, no_settings};

/// One change of a file: where, as a share of its length, and what.
#[derive(Clone, Debug)]
enum Change {
    Flip(f64, u8),
    Cut(f64, u8),
    Double(f64, u8),
    Insert(f64, Vec<u8>),
}

fn change() -> impl Strategy<Value = Change> {
    let place = 0.0..1.0_f64;
    prop_oneof![
        6 => (place.clone(), 1..=255_u8).prop_map(|(at, mask)| Change::Flip(at, mask)),
        1 => (place.clone(), 1..=64_u8).prop_map(|(at, length)| Change::Cut(at, length)),
        1 => (place.clone(), 1..=64_u8).prop_map(|(at, length)| Change::Double(at, length)),
        1 => (place, prop::collection::vec(any::<u8>(), 1..16)).prop_map(|(at, new)| Change::Insert(at, new)),
    ]
}

fn changed(mut file: Vec<u8>, changes: &[Change]) -> Vec<u8> {
    for change in changes {
        let place = |at: f64| (file.len() as f64 * at) as usize;
        match change {
            Change::Flip(at, mask) => {
                let at = place(*at);
                if let Some(byte) = file.get_mut(at) {
                    *byte ^= mask;
                }
            }
            Change::Cut(at, length) => {
                let at = place(*at);
                let end = (at + usize::from(*length)).min(file.len());
                file.drain(at..end);
            }
            Change::Double(at, length) => {
                let at = place(*at);
                let end = (at + usize::from(*length)).min(file.len());
                let piece = file[at..end].to_vec();
                file.splice(at..at, piece);
            }
            Change::Insert(at, new) => {
                let at = place(*at);
                file.splice(at..at, new.iter().copied());
            }
        }
    }
    file
}

/// A component, and the core module it is made of: small ones, because each that still compiles takes its time.
fn originals() -> &'static [Vec<u8>; 2] {
    static FILES: OnceLock<[Vec<u8>; 2]> = OnceLock::new();
    FILES.get_or_init(|| [component("scorer_too_few"), bytes("scorer_too_few")])
}

fn host() -> Host {
    // No folder of compiled code: nobody wants these again.
    Host::new(HostSettings {
        limits: IMPATIENT,
        ..HostSettings::default()
    })
    .unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changed_components_are_plugins_or_sentences(
        which in 0..2_usize,
        changes in prop::collection::vec(change(), 1..8),
    ) {
        let file = changed(originals()[which].clone(), &changes);
        let started = Instant::now();
        match host().load(&file, "changed.wasm") {
            Err(error) => prop_assert!(error.to_string().starts_with("`changed.wasm` "), "{}", error),
            Ok(plugin) if plugin.kind() == PluginKind::Scorer => {
                if let Ok(scorer) = plugin.scorer(&no_settings()) {
                    // Whatever it says, it says so in bounded time.
                    let _ = scorer.score(&[example("fine"), example(MARKER)]);
                }
            }
            Ok(_) => {}
        }
        prop_assert!(started.elapsed() < Duration::from_secs(20));
    }
}
