//! The scorer trait: a number and notes for each example.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::{Description, Example};

/// What a scorer says about one example. It changes nothing; the recipe's filters decide.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Score {
    /// Usually 0 to 1, higher is better. Never NaN or infinite.
    pub value: f64,
    /// Short marks a filter can ask for: `refusal`, `truncated`.
    pub marks: Vec<String>,
    /// One sentence for people.
    pub note: Option<String>,
    /// Further figures.
    pub extra: Map<String, Value>,
}

/// Scores examples one by one, which makes batches pure by construction.
pub trait Scorer: Sized {
    /// The settings; what the recipe leaves out comes from `#[serde(default)]`.
    type Settings: DeserializeOwned;
    /// What this plugin is.
    fn describe() -> Description;
    /// Takes the settings; an error is a sentence the recipe's author reads.
    fn new(settings: Self::Settings) -> Result<Self, String>;
    /// Scores one example. Same example, same score. An error excludes this example with these words as the reason.
    fn score(&self, example: &Example) -> Result<Score, String>;
}
