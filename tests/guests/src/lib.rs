//! What the misbehaving plugins share: settings, a description, and an honest score for everything unmarked.

use serde::Deserialize;
use tunesmith_plugin_sdk::{Description, Example, Score, json};

/// A text that makes a guest misbehave. Every example without it is scored honestly, so that a pipeline can be shown to
/// exclude the guilty example alone.
pub const MARKER: &str = "guest:misbehave";

/// Settings of every guest.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SomeSettings {
    /// The length that scores 1, in bytes.
    pub full_length: usize,
}

impl Default for SomeSettings {
    fn default() -> Self {
        Self { full_length: 100 }
    }
}

impl SomeSettings {
    /// Refuses a length of 0.
    pub fn check(self) -> Result<Self, String> {
        if self.full_length == 0 {
            Err("full_length must be at least 1".to_owned())
        } else {
            Ok(self)
        }
    }
}

/// A description with the schema of [`SomeSettings`].
pub fn description(name: &'static str, summary: &'static str) -> Description {
    Description {
        name,
        version: "0.1.0",
        summary,
        licence: "Apache-2.0",
        settings_schema: json!({
            "type": "object",
            "properties": {"full_length": {"type": "integer", "minimum": 1}},
            "additionalProperties": false,
        }),
    }
}

/// The length of all text, relative to `full_length`, at most 1.
pub fn length_score(settings: &SomeSettings, example: &Example) -> Score {
    let length: usize = example
        .messages
        .iter()
        .map(|message| message.content.len())
        .sum();
    Score {
        value: (length as f64 / settings.full_length as f64).min(1.0),
        ..Score::default()
    }
}

/// Whether a text of the example carries [`MARKER`].
pub fn is_marked(example: &Example) -> bool {
    example
        .messages
        .iter()
        .any(|message| message.content.contains(MARKER))
}
