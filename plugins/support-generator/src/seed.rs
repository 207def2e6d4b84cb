//! The seed record: a product and what is true about it.

use serde::Deserialize;
use serde_json::Value;

/// What a seed record must and may hold. Further members are ignored, as seeds often carry more than one generator needs.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub(crate) struct Seed {
    pub(crate) product: String,
    pub(crate) facts: Facts,
    /// Replaces the settings' intents for this product.
    #[serde(default)]
    pub(crate) intents: Vec<String>,
}

/// One text or a list of sentences.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(untagged)]
pub(crate) enum Facts {
    Text(String),
    Sentences(Vec<String>),
}

impl Facts {
    fn text(&self) -> String {
        match self {
            Self::Text(text) => text.trim().to_owned(),
            Self::Sentences(sentences) => sentences.join(" ").trim().to_owned(),
        }
    }
}

impl Seed {
    /// Reads a seed record; the error says what it must look like.
    pub(crate) fn read(record: Option<&Value>) -> Result<Self, String> {
        let shape = "a seed for support-generator is {\"product\": \"…\", \"facts\": \"…\"}, `intents` (a list) may follow";
        let record = record.ok_or_else(|| format!("the task has no seed record; {shape}"))?;
        let seed: Self = serde_json::from_value(record.clone())
            .map_err(|error| format!("the seed record can not be used: {error}; {shape}"))?;
        for (name, text) in [
            ("product", seed.product.trim()),
            ("facts", &seed.facts_text()),
        ] {
            if text.is_empty() {
                return Err(format!("the seed record's `{name}` is empty; {shape}"));
            }
        }
        Ok(seed)
    }

    pub(crate) fn facts_text(&self) -> String {
        self.facts.text()
    }
}
