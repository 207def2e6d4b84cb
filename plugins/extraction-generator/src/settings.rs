//! The settings, their defaults and their schema.

use serde::Deserialize;
use serde_json::{Value, json};

/// What a recipe may set.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// JSON Schema of what is extracted, where the seed has none.
    pub schema: Value,
    /// How many of the fields that may be missing are missing.
    pub missing_share: f64,
    /// Tell the model what each field is for when it reads a text.
    pub hints: bool,
    /// Kinds of texts the model writes.
    pub styles: Vec<String>,
    /// System message of each example; {schema} stands for the schema.
    pub system: String,
    /// Sampling temperature.
    pub temperature: f64,
    /// Most tokens of one reply.
    pub max_tokens: u32,
    /// Whether the model is told once what is wrong with its answer.
    pub correct: bool,
}

const STYLES: [&str; 6] = [
    "a short note",
    "an e-mail",
    "a chat message",
    "a line of a report",
    "a phone message",
    "a small news item",
];

const SYSTEM: &str = "Extract the data from the text as one JSON object under this schema. Use null for what the text does not say, add \
                      nothing else.\n```json\n{schema}\n```";

impl Default for Settings {
    fn default() -> Self {
        Self {
            schema: Value::Null,
            missing_share: 0.5,
            hints: true,
            styles: STYLES.map(str::to_owned).to_vec(),
            system: SYSTEM.to_owned(),
            temperature: 0.5,
            max_tokens: 200,
            correct: true,
        }
    }
}

impl Settings {
    /// Refuses what makes no sense.
    pub(crate) fn check(&self) -> Result<(), String> {
        if !self.schema.is_null() && !self.schema.is_object() {
            return Err("`schema` must be the JSON Schema of an object".to_owned());
        }
        if !(0.0..=1.0).contains(&self.missing_share) {
            return Err(format!(
                "`missing_share` is {}; it must lie between 0 and 1",
                self.missing_share
            ));
        }
        if !(0.0..=2.0).contains(&self.temperature) {
            return Err(format!(
                "`temperature` is {}; it must lie between 0 and 2",
                self.temperature
            ));
        }
        if self.max_tokens == 0 {
            return Err("`max_tokens` is 0; it must be at least 1".to_owned());
        }
        if self.styles.is_empty() || self.styles.iter().any(|style| style.trim().is_empty()) {
            return Err("`styles` must hold at least one text, and none of them empty".to_owned());
        }
        if !self.system.contains("{schema}") {
            return Err("`system` does not say where {schema} goes".to_owned());
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
        "description": "Seeds are records such as {\"text\": \"…\"} or {\"topic\": \"…\", \"values\": {\"field\": [\"…\"]}}; each may carry its own `schema`.",
        "properties": {
            "schema": {"description": "JSON Schema of the object that is extracted; a seed's own `schema` comes instead. Null: every seed has its own.", "type": ["object", "null"], "default": defaults.schema},
            "missing_share": {"description": "How many of the fields that may be missing (not required, or nullable) are missing in medium and hard texts; at least one is.", "type": "number", "minimum": 0, "maximum": 1, "default": defaults.missing_share},
            "hints": {"description": "When the model reads a given text, tell it each field's description, not its name alone. The smallest models copy what they are told.", "type": "boolean", "default": defaults.hints},
            "styles": {"description": "Kinds of texts the model writes. Gone through evenly.", "type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1, "default": defaults.styles},
            "system": {"description": "System message of each example; {schema} stands for the schema.", "type": "string", "default": defaults.system},
            "temperature": {"description": "Sampling temperature; lower is more alike.", "type": "number", "minimum": 0, "maximum": 2, "default": defaults.temperature},
            "max_tokens": {"description": "Most tokens of one reply.", "type": "integer", "minimum": 1, "default": defaults.max_tokens},
            "correct": {"description": "Tell the model once what is wrong with its answer before giving up.", "type": "boolean", "default": defaults.correct}
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
