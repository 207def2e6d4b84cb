//! Refuses every example, marked or not.

use tunesmith_guests::{SomeSettings, description};
use tunesmith_plugin_sdk::{Description, Example, Score, Scorer};

struct Guest;

impl Scorer for Guest {
    type Settings = SomeSettings;

    fn describe() -> Description {
        description("fails-scorer", "refuses every example")
    }

    fn new(settings: SomeSettings) -> Result<Self, String> {
        settings.check().map(|_| Self)
    }

    fn score(&self, _example: &Example) -> Result<Score, String> {
        Err("nothing is good enough".to_owned())
    }
}

tunesmith_plugin_sdk::export!(scorer: Guest);
