//! What scorers say about an example.

use std::collections::BTreeMap;

use crate::Extra;

/// A number and notes about one example. A score changes nothing; filters decide.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Score {
    /// The number; its meaning is the scorer's (most use 0 to 1, higher is better). Never NaN.
    pub value: f64,
    /// Short marks a filter can ask for: `refusal`, `truncated`.
    pub marks: Vec<String>,
    /// One sentence for people.
    pub note: Option<String>,
    /// Further figures.
    pub extra: Extra,
}

/// All scores of one example, by the scorer's alias in the recipe.
pub type Scores = BTreeMap<String, Score>;
