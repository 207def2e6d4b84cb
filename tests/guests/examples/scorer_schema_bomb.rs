//! Describes its settings by a schema that unfolds to a million millions of schemas.

use tunesmith_guests::{SomeSettings, description};
use tunesmith_plugin_sdk::{Description, Example, Map, Score, Scorer, json};

struct Guest;

impl Scorer for Guest {
    type Settings = SomeSettings;

    fn describe() -> Description {
        let next = |level: u32| json!({"$ref": format!("#/$defs/{}", level + 1)});
        let mut levels: Map<_, _> = (0..40)
            .map(|level| {
                (
                    level.to_string(),
                    json!({"allOf": [next(level), next(level)]}),
                )
            })
            .collect();
        levels.insert("40".to_owned(), json!({"type": "object"}));
        Description {
            settings_schema: json!({"type": "object", "$ref": "#/$defs/0", "$defs": levels}),
            ..description("schema-scorer", "keeps validators busy")
        }
    }

    fn new(settings: SomeSettings) -> Result<Self, String> {
        settings.check().map(|_| Self)
    }

    fn score(&self, _example: &Example) -> Result<Score, String> {
        Ok(Score::default())
    }
}

tunesmith_plugin_sdk::export!(scorer: Guest);
