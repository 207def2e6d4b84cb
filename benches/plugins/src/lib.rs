//! The scorer that is measured three times over: as a plugin, as native Rust, and as `variety.py`. All three must say the same.

use std::collections::BTreeSet;

use serde::Deserialize;
use tunesmith_plugin_sdk::{Description, Example, Score, Scorer, json};

/// The share of different words among all words of what the assistant says.
pub struct Variety;

/// There is nothing to set.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {}

impl Scorer for Variety {
    type Settings = Settings;

    fn describe() -> Description {
        Description {
            name: "variety-scorer",
            version: env!("CARGO_PKG_VERSION"),
            summary: "The share of different words among all words of the answers.",
            licence: "Apache-2.0",
            authors: &["The tunesmith authors"],
            documentation: "For measuring only.",
            settings_schema: json!({"type": "object", "properties": {}, "additionalProperties": false}),
            abilities: &[],
        }
    }

    fn new(_settings: Settings) -> Result<Self, String> {
        Ok(Self)
    }

    fn score(&self, example: &Example) -> Result<Score, String> {
        let mut words = 0_u32;
        let mut different = BTreeSet::new();
        for message in example.of_role("assistant") {
            for word in message.content.split_whitespace() {
                words += 1;
                different.insert(word.to_lowercase());
            }
        }
        Ok(Score {
            value: different.len() as f64 / f64::from(words.max(1)),
            ..Score::default()
        })
    }
}

tunesmith_plugin_sdk::export!(scorer: Variety);
