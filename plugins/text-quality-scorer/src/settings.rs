//! The settings and their schema.

use serde::Deserialize;
use serde_json::{Value, json};

/// All marks this scorer gives.
pub(crate) const MARKS: [&str; 9] = [
    "boilerplate",
    "empty",
    "language-mix",
    "mojibake",
    "refusal",
    "repetitive",
    "too-long",
    "too-short",
    "truncated",
];

/// What a recipe may set.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Fewest characters of an assistant message.
    pub assistant_min_chars: usize,
    /// Most characters of an assistant message.
    pub assistant_max_chars: usize,
    /// Fewest characters of a user message.
    pub user_min_chars: usize,
    /// Most characters of a user message.
    pub user_max_chars: usize,
    /// Share of repeated word groups or lines that is still fine, 0 to 1.
    pub max_repetition: f64,
    /// Further phrases that make an answer a refusal; case does not matter.
    pub refusals: Vec<String>,
    /// Further phrases that make an answer boilerplate; case does not matter.
    pub boilerplate: Vec<String>,
    /// Marks not to look for.
    pub skip: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            assistant_min_chars: 1,
            assistant_max_chars: 20_000,
            user_min_chars: 1,
            user_max_chars: 50_000,
            max_repetition: 0.5,
            refusals: Vec::new(),
            boilerplate: Vec::new(),
            skip: Vec::new(),
        }
    }
}

impl Settings {
    /// Refuses what makes no sense.
    pub(crate) fn check(&self) -> Result<(), String> {
        for (role, shortest, longest) in [
            (
                "assistant",
                self.assistant_min_chars,
                self.assistant_max_chars,
            ),
            ("user", self.user_min_chars, self.user_max_chars),
        ] {
            if shortest > longest {
                return Err(format!(
                    "`{role}_min_chars` is {shortest}, above `{role}_max_chars`, which is {longest}"
                ));
            }
        }
        if !(0.0..=1.0).contains(&self.max_repetition) {
            return Err(format!(
                "`max_repetition` is {}; it must lie between 0 and 1",
                self.max_repetition
            ));
        }
        if let Some(unknown) = self
            .skip
            .iter()
            .find(|mark| !MARKS.contains(&mark.as_str()))
        {
            return Err(format!(
                "`skip` names `{unknown}`; the marks are {}",
                MARKS.join(", ")
            ));
        }
        Ok(())
    }
}

/// JSON Schema of [`Settings`].
pub(crate) fn schema() -> Value {
    let count = |description: &str, default: usize| json!({"description": description, "type": "integer", "minimum": 0, "default": default});
    let phrases = |description: &str| json!({"description": description, "type": "array", "items": {"type": "string", "minLength": 1}, "default": []});
    let defaults = Settings::default();
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "assistant_min_chars": count("Fewest characters of an assistant message; below it is marked too-short.", defaults.assistant_min_chars),
            "assistant_max_chars": count("Most characters of an assistant message; above it is marked too-long.", defaults.assistant_max_chars),
            "user_min_chars": count("Fewest characters of a user message.", defaults.user_min_chars),
            "user_max_chars": count("Most characters of a user message.", defaults.user_max_chars),
            "max_repetition": {
                "description": "Share of three-word groups or of lines that may have been there before; above it is marked repetitive. Loops are always marked.",
                "type": "number", "minimum": 0, "maximum": 1, "default": defaults.max_repetition
            },
            "refusals": phrases("Further phrases that make an answer a refusal. Case does not matter."),
            "boilerplate": phrases("Further phrases that make an answer boilerplate. Case does not matter."),
            "skip": {
                "description": "Marks not to look for.",
                "type": "array", "items": {"type": "string", "enum": MARKS}, "default": []
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
