//! Why a run could not be finished. Everything paid for is in the journal by then; running again continues.

use std::path::PathBuf;

use tunesmith_core::{ModelError, StageError};

use crate::journal::JournalError;

/// Why a run ended without its files.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// Ctrl-C.
    #[error("interrupted")]
    Interrupted,
    /// Another tunesmith works in the folder.
    #[error("another run is using {folder}; wait for it, or choose another folder with --out")]
    Locked {
        /// The run's folder.
        folder: PathBuf,
    },
    /// The journal can not be used.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// A file can not be written or read.
    #[error("{path} can not be {action}: {source}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// `created`, `written`, `read`.
        action: &'static str,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The model can not be asked, and no other request would fare better.
    #[error("model `{alias}`: {error}")]
    Model {
        /// The alias in the recipe.
        alias: String,
        /// What happened.
        error: ModelError,
    },
    /// A plugin asks, but there is nobody to ask: every one of its tasks would end the same way.
    #[error(
        "plugin `{plugin}` asks a model, but the recipe gives it none; add `model = \"…\"` to where the recipe names it"
    )]
    NoModel {
        /// `name version`.
        plugin: String,
    },
    /// Every request so far has failed.
    #[error(
        "model `{alias}`: none of the first {times} requests was answered; the last one: {error}"
    )]
    ModelAlwaysFails {
        /// The alias in the recipe.
        alias: String,
        /// How many.
        times: u64,
        /// The last one.
        error: ModelError,
    },
    /// A plugin has failed on everything so far.
    #[error(
        "stopped early: {stage} failed on each of the first {times} it was given; the last time: {error}"
    )]
    PluginAlwaysFails {
        /// `scorer quality`, `generator support`.
        stage: String,
        /// How many.
        times: u64,
        /// The last one.
        error: StageError,
    },
    /// A plugin takes all its time on most rows.
    #[error(
        "stopped early: {stage} took all its time on {times} of the {rows} rows it was given; the last time: {error}"
    )]
    PluginTooSlow {
        /// `scorer quality`, `generator support`.
        stage: String,
        /// How many.
        times: u64,
        /// Of how many.
        rows: u64,
        /// The last one.
        error: StageError,
    },
    /// Rows got lost: a fault in tunesmith itself.
    #[error(
        "the rows do not add up: asked {asked}, but kept {kept} + excluded {excluded} + failed {failed}; \
         this is a fault in tunesmith, please report it with the run's folder"
    )]
    SumsOff {
        /// Rows asked for.
        asked: u64,
        /// Lines in the training and validation files.
        kept: u64,
        /// Lines in the exclusions.
        excluded: u64,
        /// Lines in the exclusions that failed.
        failed: u64,
    },
    /// The validator does not know the profile, or its settings are wrong.
    #[error("{0}")]
    Profile(String),
    /// Our own code broke in a worker thread.
    #[error("a worker ended unexpectedly: {0}; this is a fault in tunesmith, please report it")]
    Worker(String),
}
