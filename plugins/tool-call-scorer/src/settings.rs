//! The settings, their defaults and their schema.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::finding::SEVERITIES;

/// What a recipe may set.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Look for argument texts that come from nowhere.
    pub check_invented: bool,
    /// How much of the score an invented argument takes.
    pub invented_severity: f64,
    /// When comparing with expected calls, case and outer spaces of texts do not matter.
    pub loose_strings: bool,
    /// Marks not to look for.
    pub skip: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            check_invented: true,
            invented_severity: 0.0,
            loose_strings: true,
            skip: Vec::new(),
        }
    }
}

impl Settings {
    /// Refuses what makes no sense.
    pub(crate) fn check(&self) -> Result<(), String> {
        if !(0.0..=1.0).contains(&self.invented_severity) {
            return Err(format!(
                "`invented_severity` is {}; it must lie between 0 and 1",
                self.invented_severity
            ));
        }
        let unknown = self
            .skip
            .iter()
            .find(|mark| !marks().contains(&mark.as_str()));
        match unknown {
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
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "check_invented": {
                "description": "Mark calls with texts that occur neither in the conversation before them nor in the tool's definition.",
                "type": "boolean", "default": defaults.check_invented
            },
            "invented_severity": {
                "description": "How much of the score an invented argument takes; 0 only marks it.",
                "type": "number", "minimum": 0, "maximum": 1, "default": defaults.invented_severity
            },
            "loose_strings": {
                "description": "In comparing with `expected_calls` of the metadata, case and outer spaces of texts do not matter.",
                "type": "boolean", "default": defaults.loose_strings
            },
            "skip": {
                "description": "Marks not to look for.",
                "type": "array", "items": {"type": "string", "enum": marks()}, "default": defaults.skip
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
