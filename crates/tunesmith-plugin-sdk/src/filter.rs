//! The filter trait: keep or drop, from an example and what scorers said of it.

use serde::de::DeserializeOwned;

use crate::{Description, Example, Score};

/// What becomes of an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It stays.
    Keep,
    /// It goes; why, as a short reason that reports can count: `too-long`.
    Drop(String),
}

/// What one scorer of the recipe said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NamedScore {
    /// The scorer's name in the recipe.
    pub name: String,
    /// What it said.
    pub score: Score,
}

/// Decides what is kept, one by one, which makes batches pure by construction. Never asks a model.
pub trait Filter: Sized {
    /// The settings; what the recipe leaves out comes from `#[serde(default)]`.
    type Settings: DeserializeOwned;
    /// What this plugin is.
    fn describe() -> Description;
    /// Takes the settings; an error is a sentence the recipe's author reads.
    fn new(settings: Self::Settings) -> Result<Self, String>;
    /// Decides about one example. `scores` are in the order of their names. An error excludes the example with these words
    /// as the reason.
    fn verdict(&self, example: &Example, scores: &[NamedScore]) -> Result<Verdict, String>;
}
