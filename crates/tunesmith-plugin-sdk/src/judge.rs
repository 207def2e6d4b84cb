//! The judge trait: a scorer that asks a model, by steps.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Description, Example, Reply, Score, Step};

/// Judges examples with a model's help.
pub trait Judge: Sized {
    /// The settings; what the recipe leaves out comes from `#[serde(default)]`.
    type Settings: DeserializeOwned;
    /// What `resume` needs to go on; carried by the host as JSON, perhaps for days.
    type State: Serialize + DeserializeOwned;
    /// What this plugin is.
    fn describe() -> Description;
    /// Takes the settings; an error is a sentence the recipe's author reads.
    fn new(settings: Self::Settings) -> Result<Self, String>;
    /// Starts judging; in the end one score per example, in the same order.
    fn begin(&self, examples: &[Example]) -> Result<Step<Self::State, Vec<Score>>, String>;
    /// Goes on with the replies to what was asked, in the same order.
    fn resume(
        &self,
        state: Self::State,
        replies: &[Reply],
    ) -> Result<Step<Self::State, Vec<Score>>, String>;
}
