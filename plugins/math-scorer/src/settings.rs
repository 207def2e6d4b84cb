//! The settings and their schema.

use serde::Deserialize;
use serde_json::{Value, json};

/// What a recipe may set.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The metadata member that holds the expected answer.
    pub expected_key: String,
    /// Whether a solution must state its answer to be worth 1.
    pub require_answer: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            expected_key: "expected".to_owned(),
            require_answer: true,
        }
    }
}

/// JSON Schema of [`Settings`].
pub(crate) fn schema() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "expected_key": {
                "description": "Which member of an example's metadata holds the expected answer, as a number or as text such as 5/2. Without it a question that is a pure expression is computed, and failing that the last equation counts.",
                "type": "string",
                "default": "expected"
            },
            "require_answer": {
                "description": "Whether a solution must state its answer (`Answer: X`, `#### X`, `\\boxed{X}`, `The answer is X`) to be worth 1. If not, right equations are enough.",
                "type": "boolean",
                "default": true
            }
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
