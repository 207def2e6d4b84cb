//! Runs plugins on wasmtime: load, limit, call. The only crate that knows wasmtime.
//!
//! [`Host`] loads a file into a [`Plugin`]; with settings, a plugin becomes one of tunesmith-core's `Scorer`, `Generator`
//! or `Judge`. It knows no recipes, models or pipelines. Which line of the plugin API a file speaks is known in `api/`
//! alone.
//!
//! Invariant: whatever a plugin does, the host gets an answer or a sentence, in bounded time and memory.

mod api;
mod compiled;
mod description_check;
mod engine;
mod error;
mod grants;
mod guest;
mod imports;
mod limits;
mod load;
mod log;
mod plugin;
mod pool;

pub use error::LoadError;
pub use grants::Grants;
pub use limits::Limits;
pub use load::{Host, HostSettings, LARGEST_FILE};
pub use log::{LogLevel, LogLine, LogSink};
pub use plugin::{Description, Plugin, PluginKind};
