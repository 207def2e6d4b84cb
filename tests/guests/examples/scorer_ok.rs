//! Scores by length and behaves.

use tunesmith_guests::{SomeSettings, description, length_score};
use tunesmith_plugin_sdk::{Description, Example, Score, Scorer};

struct Guest(SomeSettings);

impl Scorer for Guest {
    type Settings = SomeSettings;

    fn describe() -> Description {
        description("ok-scorer", "scores by length")
    }

    fn new(settings: SomeSettings) -> Result<Self, String> {
        settings.check().map(Self)
    }

    fn score(&self, example: &Example) -> Result<Score, String> {
        Ok(length_score(&self.0, example))
    }
}

tunesmith_plugin_sdk::export!(scorer: Guest);
