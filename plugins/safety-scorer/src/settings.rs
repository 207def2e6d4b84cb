//! The settings and their schema.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::mark::Mark;

/// What a recipe may set.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// How much a finding in a user message weighs, 0 to 1.
    pub user_weight: f64,
    /// How much it weighs in a user message that the next assistant message declines.
    pub refused_weight: f64,
    /// How much a finding in any other message weighs.
    pub other_weight: f64,
    /// Further phrases that make a jailbreak.
    pub phrases: Vec<String>,
    /// Marks not to look for.
    pub skip: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            user_weight: 0.5,
            refused_weight: 0.0,
            other_weight: 1.0,
            phrases: Vec::new(),
            skip: Vec::new(),
        }
    }
}

impl Settings {
    /// Refuses what makes no sense.
    pub(crate) fn check(&self) -> Result<(), String> {
        let weights = [
            ("user_weight", self.user_weight),
            ("refused_weight", self.refused_weight),
            ("other_weight", self.other_weight),
        ];
        for (name, weight) in weights {
            if !(0.0..=1.0).contains(&weight) {
                return Err(format!("`{name}` is {weight}; it must lie between 0 and 1"));
            }
        }
        if let Some(short) = self
            .phrases
            .iter()
            .find(|phrase| phrase.trim().chars().count() < 3)
        {
            return Err(format!(
                "`phrases` holds `{short}`; a phrase has at least 3 characters"
            ));
        }
        let marks = Mark::ALL.map(Mark::name);
        if let Some(unknown) = self
            .skip
            .iter()
            .find(|mark| !marks.contains(&mark.as_str()))
        {
            return Err(format!(
                "`skip` names `{unknown}`; the marks are {}",
                marks.join(", ")
            ));
        }
        Ok(())
    }
}

/// JSON Schema of [`Settings`].
pub(crate) fn schema() -> Value {
    let defaults = Settings::default();
    let weight = |description: &str, default: f64| json!({"description": description, "type": "number", "minimum": 0, "maximum": 1, "default": default});
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "user_weight": weight("How much a finding in a user message weighs. 0 where attacks are wanted, as for refusal training; 1 where users must not write such things.", defaults.user_weight),
            "refused_weight": weight("How much it weighs where the next assistant message declines.", defaults.refused_weight),
            "other_weight": weight("How much a finding in system, assistant, tool and other messages weighs.", defaults.other_weight),
            "phrases": {
                "description": "Further phrases that make a jailbreak. Case and white space do not matter.",
                "type": "array", "items": {"type": "string", "minLength": 3}, "default": []
            },
            "skip": {
                "description": "Marks not to look for.",
                "type": "array", "items": {"type": "string", "enum": Mark::ALL.map(Mark::name)}, "default": []
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
