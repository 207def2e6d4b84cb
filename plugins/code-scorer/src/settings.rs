//! The settings, their defaults and their schema.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::finding::SEVERITIES;
use crate::language::{Label, named};

/// What a recipe may set.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// An answer without code is wrong.
    pub require_code: bool,
    /// Languages that labelled blocks may be in; empty: any.
    pub languages: Vec<String>,
    /// The language of answers without any fence; empty: they are prose.
    pub unfenced: String,
    /// Marks not to look for.
    pub skip: Vec<String>,
}

impl Settings {
    /// Refuses what makes no sense.
    pub(crate) fn check(&self) -> Result<(), String> {
        for name in &self.languages {
            if matches!(named(name), Label::Unknown(_)) {
                return Err(format!(
                    "`languages` names `{name}`, which is no language's name in lower case"
                ));
            }
        }
        if !self.unfenced.is_empty() && !matches!(named(&self.unfenced), Label::Parsed(_)) {
            return Err(format!(
                "`unfenced` is `{}`; it must be rust, python, javascript, jsx, typescript, tsx, json, jsonl or toml",
                self.unfenced
            ));
        }
        let unknown = self
            .skip
            .iter()
            .find(|mark| !SEVERITIES.iter().any(|(known, _)| known == mark));
        match unknown {
            Some(unknown) => Err(format!(
                "`skip` names `{unknown}`; the marks are {}",
                SEVERITIES.map(|(mark, _)| mark).join(", ")
            )),
            None => Ok(()),
        }
    }
}

/// JSON Schema of [`Settings`].
pub(crate) fn schema() -> Value {
    let defaults = Settings::default();
    let languages = [
        "",
        "javascript",
        "json",
        "jsonl",
        "jsx",
        "python",
        "rust",
        "toml",
        "tsx",
        "typescript",
    ];
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "require_code": {"description": "An answer without a code block is wrong; it always is where the metadata's kind is code.", "type": "boolean", "default": defaults.require_code},
            "languages": {"description": "Languages that labelled blocks may be in, such as python or bash. Empty: any.", "type": "array", "items": {"type": "string", "minLength": 1}, "default": defaults.languages},
            "unfenced": {"description": "The language of answers that have no fence at all and are code as a whole. Empty: they are prose.", "type": "string", "enum": languages, "default": defaults.unfenced},
            "skip": {"description": "Marks not to look for.", "type": "array", "items": {"type": "string", "enum": SEVERITIES.map(|(mark, _)| mark)}, "default": defaults.skip}
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
