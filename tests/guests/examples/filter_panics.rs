//! Panics over the verdict of a marked example and keeps the others.

use tunesmith_guests::{SomeSettings, description, is_marked};
use tunesmith_plugin_sdk::{Description, Example, Filter, NamedScore, Verdict};

struct Guest;

impl Filter for Guest {
    type Settings = SomeSettings;

    fn describe() -> Description {
        description("panics-filter", "panics over marked examples")
    }

    fn new(settings: SomeSettings) -> Result<Self, String> {
        settings.check().map(|_| Self)
    }

    fn verdict(&self, example: &Example, _scores: &[NamedScore]) -> Result<Verdict, String> {
        assert!(!is_marked(example), "no verdict on this one");
        Ok(Verdict::Keep)
    }
}

tunesmith_plugin_sdk::export!(filter: Guest);
