//! The settings, their defaults and their schema.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::flaw::{FLAWS, USUAL};

/// What a recipe may set.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Flaws that take turns.
    pub flaws: Vec<String>,
    /// What questions are about, where there are no seeds.
    pub topics: Vec<String>,
    /// Who asks them.
    pub personas: Vec<String>,
    /// The system message of the example; none if empty.
    pub system: String,
    /// Least length of the rejected answer by the good one.
    pub min_length_ratio: f64,
    /// Greatest length of the rejected answer by the good one.
    pub max_length_ratio: f64,
    /// Least share of words that a flaw made by the model changes.
    pub min_changed: f64,
    /// Fewest words of the good answer.
    pub min_words: usize,
    /// Sampling temperature.
    pub temperature: f64,
    /// Most tokens of one reply.
    pub max_tokens: u32,
}

impl Default for Settings {
    fn default() -> Self {
        let owned = |items: &[&str]| items.iter().map(|&item| item.to_owned()).collect();
        Self {
            flaws: owned(&USUAL),
            topics: Vec::new(),
            personas: owned(&[
                "a beginner",
                "a busy parent",
                "a student",
                "a small shop owner",
                "a retired teacher",
                "an engineer",
            ]),
            system: String::new(),
            min_length_ratio: 0.5,
            max_length_ratio: 1.8,
            min_changed: 0.03,
            min_words: 8,
            temperature: 0.7,
            max_tokens: 260,
        }
    }
}

impl Settings {
    /// Refuses what makes no sense.
    pub(crate) fn check(&self) -> Result<(), String> {
        let names = FLAWS.map(|flaw| flaw.name);
        if self.flaws.is_empty() {
            return Err(format!(
                "`flaws` must hold at least one of {}",
                names.join(", ")
            ));
        }
        if let Some(unknown) = self
            .flaws
            .iter()
            .find(|flaw| !names.contains(&flaw.as_str()))
        {
            return Err(format!(
                "`flaws` names `{unknown}`; the flaws are {}",
                names.join(", ")
            ));
        }
        if self.personas.is_empty() {
            return Err("`personas` must hold at least one text".to_owned());
        }
        let ratios = [
            ("min_length_ratio", self.min_length_ratio, 0.05, 1.0),
            ("max_length_ratio", self.max_length_ratio, 1.0, 10.0),
        ];
        let ranges = ratios.into_iter().chain([
            ("min_changed", self.min_changed, 0.0, 1.0),
            ("temperature", self.temperature, 0.0, 2.0),
        ]);
        for (name, value, low, high) in ranges {
            if !(low..=high).contains(&value) {
                return Err(format!(
                    "`{name}` is {value}; it must lie between {low} and {high}"
                ));
            }
        }
        if self.max_tokens == 0 {
            return Err("`max_tokens` is 0; it must be at least 1".to_owned());
        }
        Ok(())
    }
}

/// JSON Schema of [`Settings`].
pub(crate) fn schema() -> Value {
    let defaults = Settings::default();
    let number = |description: &str, low: f64, high: f64, default: f64| json!({"description": description, "type": "number", "minimum": low, "maximum": high, "default": default});
    let texts = |description: &str, default: &[String]| json!({"description": description, "type": "array", "items": {"type": "string", "minLength": 1}, "default": default});
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "flaws": {
                "description": "Flaws of the rejected answers; they take turns. unsafe-advice only comes if it is named.",
                "type": "array", "items": {"type": "string", "enum": FLAWS.map(|flaw| flaw.name)}, "minItems": 1, "default": defaults.flaws
            },
            "topics": texts("What questions are about, where the recipe has no seeds; they take turns.", &defaults.topics),
            "personas": texts("Who asks about the topics; they take turns.", &defaults.personas),
            "system": {"description": "The system message of each example; none if empty.", "type": "string", "default": ""},
            "min_length_ratio": number("Least length of the rejected answer, as a share of the good one's. Keep the band narrow, or the student learns to prefer length.", 0.05, 1.0, defaults.min_length_ratio),
            "max_length_ratio": number("Greatest length of the rejected answer, as a multiple of the good one's.", 1.0, 10.0, defaults.max_length_ratio),
            "min_changed": number("Least share of words that differ where the model made the flaw.", 0.0, 1.0, defaults.min_changed),
            "min_words": {"description": "Fewest words of the good answer.", "type": "integer", "minimum": 0, "default": defaults.min_words},
            "temperature": number("Sampling temperature.", 0.0, 2.0, defaults.temperature),
            "max_tokens": {"description": "Most tokens of one reply.", "type": "integer", "minimum": 1, "default": defaults.max_tokens}
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
