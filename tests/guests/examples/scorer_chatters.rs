//! Writes a hundred thousand lines into the log for a marked example.

use tunesmith_guests::{SomeSettings, description, is_marked, length_score};
use tunesmith_plugin_sdk::{Description, Example, Score, Scorer, log};

struct Guest(SomeSettings);

impl Scorer for Guest {
    type Settings = SomeSettings;

    fn describe() -> Description {
        Description {
            abilities: &["log"],
            ..description("chatters-scorer", "floods the log on marked examples")
        }
    }

    fn new(settings: SomeSettings) -> Result<Self, String> {
        settings.check().map(Self)
    }

    fn score(&self, example: &Example) -> Result<Score, String> {
        if !is_marked(example) {
            return Ok(length_score(&self.0, example));
        }
        for line in 0..100_000 {
            log::info(&format!("line {line} of many: {}", "la ".repeat(100)));
        }
        Ok(Score::default())
    }
}

tunesmith_plugin_sdk::export!(scorer: Guest);
