//! The settings and their schema.

use serde::Deserialize;
use serde_json::{Value, json};

/// What a recipe may set.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The member of the metadata that holds the source.
    pub source_key: String,
    /// Where the source is looked for.
    pub from: From,
    /// What stands before the source in a message, at the beginning of a line.
    pub markers: Vec<String>,
    /// What stands after it.
    pub end_markers: Vec<String>,
    /// Least supported share of a sentence, 0 to 1.
    pub threshold: f64,
    /// How many neighbouring sentences of the source may support one of the answer; 0 for all.
    pub window: usize,
    /// How many words in a row make a copied passage.
    pub copied_words: usize,
    /// Largest copied share that is still fine, 0 to 1.
    pub max_copied: f64,
    /// Further phrases that decline; case does not matter.
    pub declines: Vec<String>,
}

/// Where the source is looked for.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum From {
    /// Metadata, then marked parts of messages.
    Auto,
    /// Metadata only.
    Metadata,
    /// System messages.
    System,
    /// User messages.
    User,
}

impl Default for Settings {
    fn default() -> Self {
        let owned = |items: &[&str]| items.iter().map(|&item| item.to_owned()).collect();
        Self {
            source_key: "source".to_owned(),
            from: From::Auto,
            markers: owned(&[
                "Context:",
                "Source:",
                "Sources:",
                "Document:",
                "Passage:",
                "Text:",
            ]),
            end_markers: owned(&["Question:", "Q:", "Task:"]),
            threshold: 0.5,
            window: 10,
            copied_words: 25,
            max_copied: 0.5,
            declines: Vec::new(),
        }
    }
}

impl Settings {
    /// Refuses what makes no sense.
    pub(crate) fn check(&self) -> Result<(), String> {
        for (name, share) in [
            ("threshold", self.threshold),
            ("max_copied", self.max_copied),
        ] {
            if !(0.0..=1.0).contains(&share) {
                return Err(format!("`{name}` is {share}; it must lie between 0 and 1"));
            }
        }
        if !(5..=1000).contains(&self.copied_words) {
            return Err(format!(
                "`copied_words` is {}; it must lie between 5 and 1000",
                self.copied_words
            ));
        }
        if self.window > 1000 {
            return Err(format!(
                "`window` is {}; it must lie between 0 (everything) and 1000",
                self.window
            ));
        }
        if self.source_key.is_empty() {
            return Err(
                "`source_key` is empty; name a member of the metadata, usually `source`".into(),
            );
        }
        for (name, list) in [
            ("markers", &self.markers),
            ("end_markers", &self.end_markers),
            ("declines", &self.declines),
        ] {
            if list.iter().any(|item| item.trim().is_empty()) {
                return Err(format!(
                    "`{name}` holds an empty text; every message would have it"
                ));
            }
        }
        Ok(())
    }
}

/// JSON Schema of [`Settings`].
pub(crate) fn schema() -> Value {
    let defaults = Settings::default();
    let texts = |description: &str, default: &[String]| json!({"description": description, "type": "array", "items": {"type": "string", "minLength": 1}, "default": default});
    let share = |description: &str, default: f64| json!({"description": description, "type": "number", "minimum": 0, "maximum": 1, "default": default});
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "source_key": {
                "description": "The member of the metadata that holds the source: a text, a list of texts, a list of {id, text}, or an object of texts by name.",
                "type": "string", "minLength": 1, "default": defaults.source_key
            },
            "from": {
                "description": "Where the source is looked for. auto: the metadata, else marked parts of system and user messages. system, user: messages of that role, whole ones if `markers` is empty.",
                "type": "string", "enum": ["auto", "metadata", "system", "user"], "default": "auto"
            },
            "markers": texts("What stands before the source in a message, at the beginning of a line.", &defaults.markers),
            "end_markers": texts("What stands after the source, at the beginning of a line; without it the source goes to the end of the message.", &defaults.end_markers),
            "threshold": share("Least supported share of a sentence; below it the sentence is marked.", defaults.threshold),
            "window": {
                "description": "How many neighbouring sentences of the source may together support a sentence of the answer. 0 means the whole source.",
                "type": "integer", "minimum": 0, "maximum": 1000, "default": defaults.window
            },
            "copied_words": {
                "description": "How many words in a row, equal in answer and source, make a copied passage.",
                "type": "integer", "minimum": 5, "maximum": 1000, "default": defaults.copied_words
            },
            "max_copied": share("Largest share of the answer's words in copied passages; above it the answer is marked.", defaults.max_copied),
            "declines": texts("Further phrases by which an answer says that the source does not have it. Case does not matter.", &defaults.declines)
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
