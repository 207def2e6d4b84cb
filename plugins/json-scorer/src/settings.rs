//! The settings, their defaults and their schema.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::finding::SEVERITIES;

/// What a recipe may set.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// JSON Schema of every answer; it wins over the example's own.
    pub schema: Value,
    /// Under which name the metadata holds the schema.
    pub schema_key: String,
    /// Under which name the metadata holds the expected value.
    pub expected_key: String,
    /// An answer without JSON is wrong even where no schema says so.
    pub require_json: bool,
    /// Items of lists are compared by position.
    pub ordered_lists: bool,
    /// In comparing, case and spaces of texts do not matter.
    pub loose_strings: bool,
    /// Largest share of leaves that may be null or empty.
    pub max_null_share: f64,
    /// Below this share of grounded texts the answer is marked `ungrounded`.
    pub min_grounded_share: f64,
    /// How much of the score `ungrounded` takes.
    pub ungrounded_severity: f64,
    /// Marks not to look for.
    pub skip: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            schema: Value::Null,
            schema_key: "schema".to_owned(),
            expected_key: "expected".to_owned(),
            require_json: false,
            ordered_lists: false,
            loose_strings: true,
            max_null_share: 0.5,
            min_grounded_share: 0.5,
            ungrounded_severity: 0.0,
            skip: Vec::new(),
        }
    }
}

impl Settings {
    /// Refuses what makes no sense.
    pub(crate) fn check(&self) -> Result<(), String> {
        if !self.schema.is_null() && !self.schema.is_object() {
            return Err("`schema` must be a JSON Schema, an object".to_owned());
        }
        for (name, share) in [
            ("max_null_share", self.max_null_share),
            ("min_grounded_share", self.min_grounded_share),
            ("ungrounded_severity", self.ungrounded_severity),
        ] {
            if !(0.0..=1.0).contains(&share) {
                return Err(format!("`{name}` is {share}; it must lie between 0 and 1"));
            }
        }
        match self
            .skip
            .iter()
            .find(|mark| !marks().contains(&mark.as_str()))
        {
            Some(unknown) => Err(format!(
                "`skip` names `{unknown}`; the marks are {}",
                marks().join(", ")
            )),
            None => Ok(()),
        }
    }
}

fn marks() -> Vec<&'static str> {
    SEVERITIES.iter().map(|(mark, _)| *mark).collect()
}

/// JSON Schema of [`Settings`].
pub(crate) fn schema() -> Value {
    let defaults = Settings::default();
    let share = |description: &str, default: f64| json!({"description": description, "type": "number", "minimum": 0, "maximum": 1, "default": default});
    let switch = |description: &str, default: bool| json!({"description": description, "type": "boolean", "default": default});
    let text = |description: &str, default: &str| json!({"description": description, "type": "string", "minLength": 1, "default": default});
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "schema": {"description": "JSON Schema of every answer; it wins over the example's own. Null: the example's.", "type": ["object", "null"], "default": defaults.schema},
            "schema_key": text("Under which name the metadata holds the schema.", &defaults.schema_key),
            "expected_key": text("Under which name the metadata holds the expected value.", &defaults.expected_key),
            "require_json": switch("An answer without JSON is wrong even where no schema is known.", defaults.require_json),
            "ordered_lists": switch("In comparing with the expected value, items of lists must stand at their positions.", defaults.ordered_lists),
            "loose_strings": switch("In comparing with the expected value, case and spaces of texts do not matter.", defaults.loose_strings),
            "max_null_share": share("Largest share of leaves that may be null or empty; above it null-heavy is marked.", defaults.max_null_share),
            "min_grounded_share": share("Share of texts that must occur in what was given; below it ungrounded is marked.", defaults.min_grounded_share),
            "ungrounded_severity": share("How much of the score ungrounded takes; 0 only marks it.", defaults.ungrounded_severity),
            "skip": {"description": "Marks not to look for.", "type": "array", "items": {"type": "string", "enum": marks()}, "default": defaults.skip}
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
