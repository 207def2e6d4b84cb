//! The generator trait: makes examples by steps.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{Description, Example, Reply, Step};

/// One piece of generation. Index and rng seed decide everything random.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Task {
    /// Position in the run, from 0.
    pub index: u64,
    /// For [`crate::Rng::new`].
    pub rng_seed: u64,
    /// The seed record, if the recipe has seeds.
    pub seed: Option<Value>,
}

/// Makes examples. A generator that needs no model returns `Step::Done` from `begin`.
pub trait Generator: Sized {
    /// The settings; what the recipe leaves out comes from `#[serde(default)]`.
    type Settings: DeserializeOwned;
    /// What `resume` needs to go on; carried by the host as JSON, perhaps for days.
    type State: Serialize + DeserializeOwned;
    /// What this plugin is.
    fn describe() -> Description;
    /// Takes the settings; an error is a sentence the recipe's author reads.
    fn new(settings: Self::Settings) -> Result<Self, String>;
    /// Starts a task.
    fn begin(&self, task: &Task) -> Result<Step<Self::State, Vec<Example>>, String>;
    /// Goes on with the replies to what was asked, in the same order.
    fn resume(
        &self,
        state: Self::State,
        replies: &[Reply],
    ) -> Result<Step<Self::State, Vec<Example>>, String>;
}
