//! The settings, their defaults and their schema.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::shape::{Difficulty, SHAPES, Shape};
use crate::sql::dialect::{Dialect, NAMES};

/// What a recipe may set.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Which queries are asked for; `update` only where it stands here.
    pub shapes: Vec<Shape>,
    /// How much the queries hold.
    pub difficulties: Vec<Difficulty>,
    /// The dialect, where the seed names none.
    pub dialect: String,
    /// Whether the model sees a query of the wanted form to go by.
    pub patterns: bool,
    /// Sampling temperature.
    pub temperature: f64,
    /// Most tokens of one reply.
    pub max_tokens: u32,
    /// System message of each example; `{dialect}` and `{schema}` are replaced.
    pub system: String,
    /// Whether the answer stands between fences.
    pub fence: bool,
    /// Whether the model is told once what is wrong with its answer.
    pub correct: bool,
}

const SYSTEM: &str =
    "You write {dialect} queries. Answer the question with one query over this schema:\n\n{schema}";

impl Default for Settings {
    fn default() -> Self {
        let shapes = SHAPES.iter().map(|(shape, _)| *shape);
        Self {
            shapes: shapes.filter(|shape| *shape != Shape::Update).collect(),
            difficulties: vec![Difficulty::Easy, Difficulty::Medium, Difficulty::Hard],
            dialect: "sqlite".to_owned(),
            patterns: true,
            temperature: 0.6,
            max_tokens: 200,
            system: SYSTEM.to_owned(),
            fence: true,
            correct: true,
        }
    }
}

impl Settings {
    /// Refuses what makes no sense.
    pub(crate) fn check(&self) -> Result<(), String> {
        for (name, empty) in [
            ("shapes", self.shapes.is_empty()),
            ("difficulties", self.difficulties.is_empty()),
        ] {
            if empty {
                return Err(format!("`{name}` is empty; it must name at least one"));
            }
        }
        if Dialect::named(&self.dialect).is_none() {
            return Err(format!(
                "`dialect` is `{}`; it must be one of {}",
                self.dialect,
                NAMES.map(|(name, _)| name).join(", ")
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
        Ok(())
    }
}

/// JSON Schema of [`Settings`].
pub(crate) fn schema() -> Value {
    let defaults = Settings::default();
    let switch = |description: &str, default: bool| json!({"description": description, "type": "boolean", "default": default});
    let shapes: Vec<&str> = defaults.shapes.iter().map(|it| it.name()).collect();
    json!({
        "type": "object",
        "additionalProperties": false,
        "description": "Seeds are records such as {\"schema\": \"CREATE TABLE …\", \"dialect\": \"sqlite\", \"topic\": \"…\", \"values\": {\"table.column\": [\"…\"]}}; all but schema may be left out.",
        "properties": {
            "shapes": {"description": "Which queries are asked for, in turn; what a schema does not allow is replaced by the next. update changes data and comes only where it is named.", "type": "array", "items": {"type": "string", "enum": SHAPES.map(|(_, name)| name)}, "minItems": 1, "default": shapes},
            "difficulties": {"description": "How much the queries hold, in turn.", "type": "array", "items": {"type": "string", "enum": ["easy", "medium", "hard"]}, "minItems": 1, "default": ["easy", "medium", "hard"]},
            "dialect": {"description": "The dialect where the seed names none.", "type": "string", "enum": NAMES.map(|(name, _)| name), "default": defaults.dialect},
            "patterns": switch("Whether the model sees a query of the wanted form to go by; small models need it, large ones write more varied queries without.", defaults.patterns),
            "temperature": {"description": "Sampling temperature.", "type": "number", "minimum": 0, "maximum": 2, "default": defaults.temperature},
            "max_tokens": {"description": "Most tokens of one reply.", "type": "integer", "minimum": 1, "default": defaults.max_tokens},
            "system": {"description": "System message of each example; {dialect} and {schema} are replaced. Without {schema}, the schema stands before the question. Empty: none.", "type": "string", "default": defaults.system},
            "fence": switch("Whether the answer stands between ```sql fences.", defaults.fence),
            "correct": switch("Whether the model is told once what is wrong with its answer before the task is given up.", defaults.correct)
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
