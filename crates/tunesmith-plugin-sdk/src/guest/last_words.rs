//! Sends a panic's message to the host before the trap that follows it; otherwise only "unreachable" would be known.

use std::panic::PanicHookInfo;
use std::sync::Once;

use super::bindings::about::tunesmith::plugin::log::{Level, write};

/// Makes sure that a panic is heard. Cheap after the first time.
pub(super) fn keep() {
    static KEPT: Once = Once::new();
    KEPT.call_once(|| std::panic::set_hook(Box::new(report)));
}

fn report(panic: &PanicHookInfo<'_>) {
    let message = panic
        .payload_as_str()
        .unwrap_or("a panic without a message");
    match panic.location() {
        Some(place) => write(
            Level::Error,
            &format!("{message} ({}:{})", place.file(), place.line()),
        ),
        None => write(Level::Error, message),
    }
}
