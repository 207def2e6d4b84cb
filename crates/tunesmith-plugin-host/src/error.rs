//! Why a file did not become a plugin: each a sentence that names the file and says what to do.

use std::path::PathBuf;

use tunesmith_component::{Want, refusal};
use tunesmith_core::StageError;

use crate::PluginKind;

/// Why a file did not become a plugin, or a plugin not a stage.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum LoadError {
    /// The engine did not start. Not the plugin's fault.
    #[error("the WebAssembly engine does not start: {why}")]
    Engine {
        /// The engine's words.
        why: String,
    },
    /// The folder for compiled code can not be used.
    #[error("compiled plugins can not be kept in `{}`: {why}; name another cache folder or none", folder.display())]
    Cache {
        /// The folder as given.
        folder: PathBuf,
        /// The system's words.
        why: String,
    },
    /// Not WebAssembly at all.
    #[error(
        "`{origin}` is not a WebAssembly file; name the `.wasm` file that `cargo build --target wasm32-unknown-unknown` makes"
    )]
    NotWasm {
        /// Where the file came from.
        origin: String,
    },
    /// Too large to be looked at.
    #[error(
        "`{origin}` has {bytes} bytes; a plugin has at most {limit}: leave data out of it and hand it in as seeds"
    )]
    TooLarge {
        /// Where the file came from.
        origin: String,
        /// Its size.
        bytes: u64,
        /// The most a file may have.
        limit: u64,
    },
    /// Code in an amount or shape that is made to keep a compiler busy.
    #[error("`{origin}` {what}; leave out what it does not need, or split it into several plugins")]
    TooMuchCode {
        /// Where the file came from.
        origin: String,
        /// What is too much, as a predicate.
        what: String,
    },
    /// The compiler did not come back.
    #[error(
        "`{origin}` was not compiled within {limit_s} s, the limit; if the machine was busy, try again; otherwise its code is made to \
         keep compilers busy, or is far too large"
    )]
    CompileTime {
        /// Where the file came from.
        origin: String,
        /// The limit in seconds.
        limit_s: u64,
    },
    /// The file is not there, or not for us.
    #[error("plugin {origin} can not be read: {why}")]
    Unreadable {
        /// The file.
        origin: String,
        /// The system's words.
        why: String,
    },
    /// WebAssembly, but not of our making.
    #[error(
        "`{origin}` is WebAssembly but no tunesmith plugin: {why}; a Rust plugin ends with `tunesmith_plugin_sdk::export!(scorer: …)`"
    )]
    NotAPlugin {
        /// Where the file came from.
        origin: String,
        /// What is missing.
        why: String,
    },
    /// A plugin of another time.
    #[error(
        "`{origin}` was built for plugin API {found}; this program knows {known}: rebuild it with the matching SDK"
    )]
    UnknownApi {
        /// Where the file came from.
        origin: String,
        /// What it was built for.
        found: String,
        /// What we know.
        known: String,
    },
    /// It wants what no plugin gets. Nothing of it was run, if these are imports.
    #[error("`{origin}` {}", refusal(wants))]
    NotGranted {
        /// Where the file came from.
        origin: String,
        /// Everything it wants beyond what it gets.
        wants: Vec<Want>,
    },
    /// It asks for abilities that the recipe does not give.
    #[error(
        "`{origin}`: plugin `{plugin}` asks for {}, which was not granted; \
         if it may have it, add `grants = {abilities:?}` where the recipe names the plugin",
        quoted(abilities)
    )]
    Ungranted {
        /// Where the file came from.
        origin: String,
        /// `name version`.
        plugin: String,
        /// What it asks for and does not have.
        abilities: Vec<String>,
    },
    /// Broken or unsupported WebAssembly.
    #[error(
        "`{origin}` can not be compiled: {why}; build it again, with the Rust version of the SDK"
    )]
    Compile {
        /// Where the file came from.
        origin: String,
        /// The compiler's words.
        why: String,
    },
    /// It does not say properly what it is.
    #[error("`{origin}` does not say what it is: {why}; correct its `describe`")]
    Describe {
        /// Where the file came from.
        origin: String,
        /// What is wrong.
        why: String,
    },
    /// Used as what it is not.
    #[error("`{origin}`: plugin `{plugin}` is a {is}, used as a {used}")]
    WrongKind {
        /// Where the file came from.
        origin: String,
        /// `name version`.
        plugin: String,
        /// What it is.
        is: PluginKind,
        /// What it was used as.
        used: PluginKind,
    },
    /// It refuses its settings.
    #[error("`{origin}`: plugin `{plugin}` refuses its settings: {why}")]
    BadSettings {
        /// Where the file came from.
        origin: String,
        /// `name version`.
        plugin: String,
        /// The plugin's words.
        why: String,
    },
    /// It broke while it took its settings.
    #[error("`{origin}`: {failure}")]
    Start {
        /// Where the file came from.
        origin: String,
        /// What happened.
        failure: StageError,
    },
}

fn quoted(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

#[cfg(test)]
mod tests {
    use tunesmith_component::Want;

    use super::LoadError;

    #[test]
    fn a_refusal_names_everything_at_once() {
        let want = |name: &str, allows| Want {
            name: name.to_owned(),
            allows,
        };
        let wants = vec![
            want("wasi:sockets/tcp@0.2.0", "the network"),
            want("wasi:clocks/wall-clock@0.2.0", "the clock"),
        ];
        assert_eq!(
            LoadError::NotGranted {
                origin: "a.wasm".to_owned(),
                wants
            }
            .to_string(),
            "`a.wasm` wants what a plugin does not get: `wasi:sockets/tcp@0.2.0` (the network), \
             `wasi:clocks/wall-clock@0.2.0` (the clock); a plugin may import only `tunesmith:plugin/log`: \
             build it for wasm32-unknown-unknown, and hand data in as settings or seeds"
        );
    }
}
