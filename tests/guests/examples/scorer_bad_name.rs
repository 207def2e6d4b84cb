//! Calls itself by a path, with a line break and a colour in it.

use tunesmith_guests::{SomeSettings, description};
use tunesmith_plugin_sdk::{Description, Example, Score, Scorer};

struct Guest;

impl Scorer for Guest {
    type Settings = SomeSettings;

    fn describe() -> Description {
        description(
            "../../.ssh/authorized_keys\n\u{1b}[2Jok",
            "has a name that does harm",
        )
    }

    fn new(settings: SomeSettings) -> Result<Self, String> {
        settings.check().map(|_| Self)
    }

    fn score(&self, _example: &Example) -> Result<Score, String> {
        Ok(Score::default())
    }
}

tunesmith_plugin_sdk::export!(scorer: Guest);
