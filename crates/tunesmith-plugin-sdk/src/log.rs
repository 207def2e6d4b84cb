//! Words for people. They change nothing, and are seen only if the plugin declares the ability `log` and the recipe grants it.

/// For the plugin's author.
pub fn debug(text: &str) {
    write(Level::Debug, text);
}

/// Worth knowing.
pub fn info(text: &str) {
    write(Level::Info, text);
}

/// Probably not what was meant.
pub fn warn(text: &str) {
    write(Level::Warn, text);
}

#[derive(Clone, Copy, Debug)]
enum Level {
    Debug,
    Info,
    Warn,
}

#[cfg(target_family = "wasm")]
fn write(level: Level, text: &str) {
    use crate::guest::bindings::about::tunesmith::plugin::log;
    let level = match level {
        Level::Debug => log::Level::Debug,
        Level::Info => log::Level::Info,
        Level::Warn => log::Level::Warn,
    };
    log::write(level, text);
}

/// Natively there is no host; tests see the words with `--nocapture`.
#[cfg(not(target_family = "wasm"))]
#[expect(clippy::print_stderr, reason = "there is no host to give it to")]
fn write(level: Level, text: &str) {
    eprintln!("{level:?}: {text}");
}
