//! {{summary}}

use serde::Deserialize;
use tunesmith_plugin_sdk::{Description, Example, Filter, NamedScore, Verdict, json};

/// What the recipe may say; `settings_schema` below says the same to those who write recipes.
#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Settings {
    /// What every scorer must have given at least.
    least: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { least: 0.5 }
    }
}

/// Looks at all scores of an example.
struct {{type}} {
    least: f64,
}

impl Filter for {{type}} {
    type Settings = Settings;

    fn describe() -> Description {
        Description {
            settings_schema: json!({
                "type": "object",
                "properties": {
                    "least": {
                        "type": "number",
                        "minimum": 0,
                        "maximum": 1,
                        "default": 0.5,
                        "description": "what every scorer must have given at least",
                    },
                },
                "additionalProperties": false,
            }),
            ..DESCRIPTION
        }
    }

    fn new(settings: Settings) -> Result<Self, String> {
        if !(0.0..=1.0).contains(&settings.least) {
            return Err("least must lie between 0 and 1".to_owned());
        }
        Ok(Self {
            least: settings.least,
        })
    }

    fn verdict(&self, _: &Example, scores: &[NamedScore]) -> Result<Verdict, String> {
        let low = scores.iter().find(|named| named.score.value < self.least);
        Ok(match low {
            Some(named) => Verdict::Drop(format!("low-{}", named.name)),
            None => Verdict::Keep,
        })
    }
}
