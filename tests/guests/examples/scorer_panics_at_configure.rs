//! Panics when it is given its settings.

use tunesmith_guests::{SomeSettings, description};
use tunesmith_plugin_sdk::{Description, Example, Score, Scorer};

struct Guest;

impl Scorer for Guest {
    type Settings = SomeSettings;

    fn describe() -> Description {
        description("unsettled-scorer", "panics when it gets its settings")
    }

    fn new(_settings: SomeSettings) -> Result<Self, String> {
        panic!("no settings, please")
    }

    fn score(&self, _example: &Example) -> Result<Score, String> {
        Ok(Score::default())
    }
}

tunesmith_plugin_sdk::export!(scorer: Guest);
