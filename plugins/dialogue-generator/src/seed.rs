//! The seed record: a scenario, what the assistant knows, and what people want in it.

use serde::Deserialize;
use serde_json::Value;

/// What a seed record must and may hold. Further members are ignored, as seeds often carry more than one generator needs.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub(crate) struct Seed {
    pub(crate) scenario: String,
    #[serde(default)]
    pub(crate) facts: Facts,
    /// Replaces the settings' goals in this scenario.
    #[serde(default)]
    pub(crate) goals: Vec<String>,
}

/// One text or a list of sentences.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(untagged)]
pub(crate) enum Facts {
    Text(String),
    Sentences(Vec<String>),
}

impl Default for Facts {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

impl Facts {
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Text(text) => text.trim().to_owned(),
            Self::Sentences(sentences) => sentences.join(" ").trim().to_owned(),
        }
    }
}

impl Seed {
    /// Reads a seed record; the error says what it must look like.
    pub(crate) fn read(record: Option<&Value>) -> Result<Self, String> {
        let shape = "a seed for dialogue-generator is {\"scenario\": \"…\"}, `facts` (a text or a list) and `goals` (a list) may follow";
        let record = record.ok_or_else(|| format!("the task has no seed record; {shape}"))?;
        let mut seed: Self = serde_json::from_value(record.clone())
            .map_err(|error| format!("the seed record can not be used: {error}; {shape}"))?;
        if seed.scenario.trim().is_empty() {
            return Err(format!("the seed record's `scenario` is empty; {shape}"));
        }
        seed.goals.retain(|it| !it.trim().is_empty());
        Ok(seed)
    }
}
