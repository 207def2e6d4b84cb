//! Scores a marked example infinitely high, and infinitely low if it says "minus".

use tunesmith_guests::{SomeSettings, description, is_marked, length_score};
use tunesmith_plugin_sdk::{Description, Example, Score, Scorer};

struct Guest(SomeSettings);

impl Scorer for Guest {
    type Settings = SomeSettings;

    fn describe() -> Description {
        description(
            "infinite-scorer",
            "scores marked examples beyond all bounds",
        )
    }

    fn new(settings: SomeSettings) -> Result<Self, String> {
        settings.check().map(Self)
    }

    fn score(&self, example: &Example) -> Result<Score, String> {
        if !is_marked(example) {
            return Ok(length_score(&self.0, example));
        }
        let low = example
            .messages
            .iter()
            .any(|message| message.content.contains("minus"));
        Ok(Score {
            value: if low {
                f64::NEG_INFINITY
            } else {
                f64::INFINITY
            },
            ..Score::default()
        })
    }
}

tunesmith_plugin_sdk::export!(scorer: Guest);
