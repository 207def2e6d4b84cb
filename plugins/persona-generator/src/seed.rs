//! The seed record: a persona, and what it asks about.

use serde::Deserialize;
use serde_json::Value;

/// What a seed record must and may hold. Further members are ignored, as seeds often carry more than one generator needs.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub(crate) struct Seed {
    pub(crate) persona: String,
    /// Replaces the settings' topics for this persona.
    #[serde(default)]
    pub(crate) topics: Vec<String>,
    /// Replaces the settings' languages for this persona.
    #[serde(default)]
    pub(crate) language: Option<String>,
}

impl Seed {
    /// Reads a seed record, if there is one; the error says what it must look like.
    pub(crate) fn read(record: Option<&Value>) -> Result<Option<Self>, String> {
        let shape = "a seed for persona-generator is {\"persona\": \"…\"}, `topics` (a list) and `language` may follow";
        let Some(record) = record else {
            return Ok(None);
        };
        let mut seed: Self = serde_json::from_value(record.clone())
            .map_err(|error| format!("the seed record can not be used: {error}; {shape}"))?;
        if seed.persona.trim().is_empty() {
            return Err(format!("the seed record's `persona` is empty; {shape}"));
        }
        seed.topics.retain(|it| !it.trim().is_empty());
        seed.language = seed.language.filter(|it| !it.trim().is_empty());
        Ok(Some(seed))
    }
}
