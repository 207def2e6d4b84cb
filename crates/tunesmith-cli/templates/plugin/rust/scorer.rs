//! {{summary}}

use serde::Deserialize;
use tunesmith_plugin_sdk::{Description, Example, Map, Score, Scorer, json};

/// What the recipe may say; `settings_schema` below says the same to those who write recipes.
#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Settings {
    /// Answers of so many words still score 1.
    most_words: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { most_words: 120 }
    }
}

/// Counts the words of the last answer.
struct {{type}} {
    most_words: usize,
}

impl Scorer for {{type}} {
    type Settings = Settings;

    fn describe() -> Description {
        Description {
            settings_schema: json!({
                "type": "object",
                "properties": {
                    "most_words": {
                        "type": "integer",
                        "minimum": 1,
                        "default": 120,
                        "description": "answers of so many words still score 1",
                    },
                },
                "additionalProperties": false,
            }),
            ..DESCRIPTION
        }
    }

    fn new(settings: Settings) -> Result<Self, String> {
        if settings.most_words == 0 {
            return Err("most_words must be at least 1".to_owned());
        }
        Ok(Self {
            most_words: settings.most_words,
        })
    }

    fn score(&self, example: &Example) -> Result<Score, String> {
        let answer = example.of_role("assistant").next_back();
        let answer = answer.ok_or("there is no answer")?;
        let words = answer.content.split_whitespace().count();
        let score = Score {
            value: 1.0,
            extra: Map::from_iter([("words".to_owned(), words.into())]),
            ..Score::default()
        };
        Ok(if words > self.most_words {
            Score {
                value: self.most_words as f64 / words as f64,
                marks: vec!["too-long".to_owned()],
                note: Some(format!("{words} words, {} would do", self.most_words)),
                ..score
            }
        } else {
            score
        })
    }
}
