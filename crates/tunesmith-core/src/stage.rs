//! The stage traits. Plain functions: nothing here waits. Whoever implements them may be a plugin, so failures are split by cause.

use crate::{Example, JsonText, Reply, Score, Scores, Step, Verdict};

/// One piece of generation. Index and rng seed decide everything random.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Task {
    /// Position within the generator, from 0.
    pub index: u64,
    /// Fixes all randomness of this task.
    pub rng_seed: u64,
    /// The seed record, if the recipe has seeds.
    pub seed: Option<JsonText>,
}

/// Makes examples by steps.
pub trait Generator: Send + Sync {
    /// The plugin as `name version`, for reports.
    fn name(&self) -> &str;
    /// Starts a task.
    fn begin(&self, task: &Task) -> Result<Step<Vec<Example>>, StageError>;
    /// Goes on with the replies to what was asked, in the same order.
    fn resume(&self, state: &[u8], replies: &[Reply]) -> Result<Step<Vec<Example>>, StageError>;
}

/// Gives numbers to examples and changes nothing. Pure: however the batch is cut, the same scores.
pub trait Scorer: Send + Sync {
    /// The plugin as `name version`, for reports.
    fn name(&self) -> &str;
    /// One score per example, in the same order.
    fn score(&self, batch: &[Example]) -> Result<Vec<Score>, StageError>;
}

/// A scorer that asks a model, by steps.
pub trait Judge: Send + Sync {
    /// The plugin as `name version`, for reports.
    fn name(&self) -> &str;
    /// Starts judging; in the end one score per example, in the same order.
    fn begin(&self, batch: &[Example]) -> Result<Step<Vec<Score>>, StageError>;
    /// Goes on with the replies to what was asked, in the same order.
    fn resume(&self, state: &[u8], replies: &[Reply]) -> Result<Step<Vec<Score>>, StageError>;
}

/// An example and what scorers said of it, for filters.
#[derive(Clone, Copy, Debug)]
pub struct Scored<'a> {
    /// The example.
    pub example: &'a Example,
    /// Its scores, by the scorers' names in the recipe.
    pub scores: &'a Scores,
}

/// Decides from what is already known. Never asks a model, never waits. Pure: however the batch is cut, the same verdicts.
pub trait Filter: Send + Sync {
    /// For reports: the filter's name in the recipe, or the plugin as `name version`.
    fn name(&self) -> &str;
    /// Keep, or drop with a reason: one verdict per example, in the same order.
    fn verdicts(&self, batch: &[Scored<'_>]) -> Result<Vec<Verdict>, StageError>;
}

/// A stage gave no result: which plugin, in which call, why.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("plugin `{plugin}`, {call}: {failure}")]
pub struct StageError {
    /// `name version`.
    pub plugin: String,
    /// The call: `score-batch`, `begin`, `resume`, `verdict-batch`.
    pub call: &'static str,
    /// Why.
    pub failure: StageFailure,
}

/// Why a plugin gave no result. Each needs another reaction; the data may be fine.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum StageFailure {
    /// It said no, in its own words.
    #[error("reported: {0}")]
    Reported(String),
    /// It crashed. The text is its panic message where it could send one.
    #[error("crashed: {0}")]
    Trapped(String),
    /// It did not come back.
    #[error("was stopped after {limit_ms} ms, its time limit")]
    OutOfTime {
        /// The limit in milliseconds.
        limit_ms: u64,
    },
    /// It wanted more memory than it may have.
    #[error("wanted more than {limit_mib} MiB of memory, its limit")]
    OutOfMemory {
        /// The limit in MiB.
        limit_mib: u64,
    },
    /// It answered more than it may.
    #[error("answered at least {got} bytes, more than its limit of {limit}")]
    OutputTooLarge {
        /// What came, as far as it was counted.
        got: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// It answered for another number of examples.
    #[error("answered {got} scores for {asked} examples")]
    WrongCount {
        /// Examples given.
        asked: usize,
        /// Scores returned.
        got: usize,
    },
    /// What it answered makes no sense: not JSON where JSON must be, a score that is not a number.
    #[error("answered nonsense: {0}")]
    BadAnswer(String),
}
