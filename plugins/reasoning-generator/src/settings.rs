//! The settings and their schema.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::families::NAMES;

const MOST_SAMPLES: u32 = 16;

/// What a recipe may set.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// `worked` or `model`.
    pub mode: Mode,
    /// Which families.
    pub families: Vec<String>,
    /// Which difficulties, 1 to 3.
    pub difficulties: Vec<u8>,
    /// System message of each example; empty for none.
    pub system: String,
    /// How often the model may try a problem.
    pub samples: u32,
    /// How many solved problems of the same family the model is shown.
    pub shots: u32,
    /// Fewest characters of a solution before its answer.
    pub min_chars: usize,
    /// Sampling temperature.
    pub temperature: f64,
    /// Most tokens of one reply.
    pub max_tokens: u32,
}

/// Who writes the solution.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// The plugin, from the derivation.
    Worked,
    /// The model; what it answers is compared.
    Model,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            mode: Mode::Worked,
            families: NAMES.map(str::to_owned).to_vec(),
            difficulties: vec![1, 2, 3],
            system: "Solve the problem step by step. End with a line `Answer: X`.".to_owned(),
            samples: 4,
            shots: 2,
            min_chars: 20,
            temperature: 0.8,
            max_tokens: 400,
        }
    }
}

impl Settings {
    /// Refuses what can not work.
    pub(crate) fn check(&self) -> Result<(), String> {
        let known = NAMES.join(", ");
        if let Some(unknown) = self
            .families
            .iter()
            .find(|it| !NAMES.contains(&it.as_str()))
        {
            return Err(format!(
                "`families` names `{unknown}`; the families are {known}"
            ));
        }
        if self.families.is_empty() {
            return Err(format!(
                "`families` is empty, so there is nothing to make; choose from {known}"
            ));
        }
        if self.difficulties.is_empty() || self.difficulties.iter().any(|it| !(1..=3).contains(it))
        {
            return Err(format!(
                "`difficulties` is {:?}; it must hold at least one, each from 1 to 3",
                self.difficulties
            ));
        }
        if !(1..=MOST_SAMPLES).contains(&self.samples) {
            return Err(format!(
                "`samples` is {}; it must lie between 1 and {MOST_SAMPLES}",
                self.samples
            ));
        }
        if self.shots > 4 {
            return Err(format!(
                "`shots` is {}; it must lie between 0 and 4",
                self.shots
            ));
        }
        if !(0.0..=2.0).contains(&self.temperature) {
            return Err(format!(
                "`temperature` is {}; it must lie between 0 and 2",
                self.temperature
            ));
        }
        if self.max_tokens == 0 {
            return Err(
                "`max_tokens` is 0, so the model could not answer; 200 to 600 is usual".into(),
            );
        }
        Ok(())
    }
}

/// JSON Schema of [`Settings`].
pub(crate) fn schema() -> Value {
    let defaults = Settings::default();
    json!({
        "type": "object",
        "additionalProperties": false,
        "description": "Seeds may be left out; {\"family\", \"difficulty\", \"names\"} in a seed fix these for its tasks.",
        "properties": {
            "mode": {
                "description": "worked: the solution is written from the exact derivation, no model is asked. model: the model writes it, and it is kept if its answer is right.",
                "type": "string", "enum": ["worked", "model"], "default": "worked"
            },
            "families": {
                "description": "Which families of problems; they take turns.",
                "type": "array", "items": {"type": "string", "enum": NAMES}, "minItems": 1, "default": defaults.families
            },
            "difficulties": {
                "description": "Which difficulties, 1 to 3; they take turns.",
                "type": "array", "items": {"type": "integer", "minimum": 1, "maximum": 3}, "minItems": 1, "default": defaults.difficulties
            },
            "system": {"description": "System message of each example, and of what the model is asked; empty for none.", "type": "string", "default": defaults.system},
            "samples": {
                "description": "How often the model may try a problem; the first solution with the right answer is kept.",
                "type": "integer", "minimum": 1, "maximum": MOST_SAMPLES, "default": defaults.samples
            },
            "shots": {
                "description": "How many solved problems of the same family and difficulty the model is shown.",
                "type": "integer", "minimum": 0, "maximum": 4, "default": defaults.shots
            },
            "min_chars": {"description": "Fewest characters of the model's solution before its answer; a bare answer is no reasoning.", "type": "integer", "minimum": 0, "default": defaults.min_chars},
            "temperature": {"description": "Sampling temperature; several samples need some.", "type": "number", "minimum": 0, "maximum": 2, "default": defaults.temperature},
            "max_tokens": {"description": "Most tokens of one solution.", "type": "integer", "minimum": 1, "default": defaults.max_tokens}
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{Settings, schema};

    #[test]
    fn the_schema_states_the_defaults() {
        tunesmith_plugin_sdk::testing::states_defaults::<Settings>(&schema());
    }
}
