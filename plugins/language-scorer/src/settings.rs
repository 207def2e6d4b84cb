//! The settings and their schema.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::detect::codes;

/// All marks this scorer gives.
pub(crate) const MARKS: [&str; 5] = [
    "unexpected-language",
    "language-mismatch",
    "mixed-language",
    "mixed-script",
    "too-short-to-tell",
];

/// What a recipe may set.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Codes of the languages that are fine; empty for any.
    pub expected: Vec<String>,
    /// Member of the metadata that names the language of an example; empty for none.
    pub expected_key: String,
    /// Roles that must be in an expected language.
    pub roles: Vec<String>,
    /// Whether an answer must be in the language of the user message before it.
    pub same_as_user: bool,
    /// Fewest letters that say something about the language.
    pub fewest_letters: usize,
    /// How sure a language must be to be held against a text.
    pub confidence: f64,
    /// Share of a text in another language that is still fine.
    pub max_other: f64,
    /// Marks not to look for.
    pub skip: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            expected: Vec::new(),
            expected_key: "language".to_owned(),
            roles: vec!["user".to_owned(), "assistant".to_owned()],
            same_as_user: true,
            fewest_letters: 16,
            confidence: 0.7,
            max_other: 0.25,
            skip: Vec::new(),
        }
    }
}

impl Settings {
    /// Refuses what makes no sense.
    pub(crate) fn check(&self) -> Result<(), String> {
        let codes = codes();
        if let Some(unknown) = self
            .expected
            .iter()
            .find(|code| !codes.contains(&code.as_str()))
        {
            return Err(format!(
                "`expected` names `{unknown}`; the languages are {}",
                codes.join(", ")
            ));
        }
        for (name, value) in [
            ("confidence", self.confidence),
            ("max_other", self.max_other),
        ] {
            if !(0.0..=1.0).contains(&value) {
                return Err(format!("`{name}` is {value}; it must lie between 0 and 1"));
            }
        }
        if !(4..=1000).contains(&self.fewest_letters) {
            return Err(format!(
                "`fewest_letters` is {}; it must lie between 4 and 1000",
                self.fewest_letters
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
    let defaults = Settings::default();
    let share = |description: &str, default: f64| json!({"description": description, "type": "number", "minimum": 0, "maximum": 1, "default": default});
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "expected": {
                "description": "Codes of the languages that are fine, such as [\"en\", \"de\"]; empty for any.",
                "type": "array", "items": {"type": "string", "enum": codes()}, "default": []
            },
            "expected_key": {
                "description": "Member of the metadata that names the language of an example, as a code; it wins over `expected`. Empty for none.",
                "type": "string", "default": defaults.expected_key
            },
            "roles": {
                "description": "Roles whose messages must be in an expected language.",
                "type": "array", "items": {"type": "string", "minLength": 1}, "default": defaults.roles
            },
            "same_as_user": {
                "description": "Whether an answer must be in the language of the user message before it. Questions that ask for another language or a translation are excepted.",
                "type": "boolean", "default": defaults.same_as_user
            },
            "fewest_letters": {
                "description": "Fewest letters that say something about the language. Signs of Chinese count five times, those of Japanese and Korean three times.",
                "type": "integer", "minimum": 4, "maximum": 1000, "default": defaults.fewest_letters
            },
            "confidence": share("How sure a language must be to be held against a text.", defaults.confidence),
            "max_other": share("Share of a text in another language or script that is still fine.", defaults.max_other),
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
