//! Panics when it is asked what it is.

use tunesmith_guests::SomeSettings;
use tunesmith_plugin_sdk::{Description, Example, Score, Scorer};

struct Guest;

impl Scorer for Guest {
    type Settings = SomeSettings;

    fn describe() -> Description {
        panic!("who am I?")
    }

    fn new(_settings: SomeSettings) -> Result<Self, String> {
        Ok(Self)
    }

    fn score(&self, _example: &Example) -> Result<Score, String> {
        Ok(Score::default())
    }
}

tunesmith_plugin_sdk::export!(scorer: Guest);
