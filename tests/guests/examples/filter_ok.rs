//! Keeps what no scorer gave less than `full_length` hundredths; says so to the log, which it asks for. Marked examples go.

use tunesmith_guests::{SomeSettings, description, is_marked};
use tunesmith_plugin_sdk::{Description, Example, Filter, NamedScore, Verdict, log};

struct Guest(SomeSettings);

impl Filter for Guest {
    type Settings = SomeSettings;

    fn describe() -> Description {
        Description {
            abilities: &["log"],
            ..description("ok-filter", "drops what scores low")
        }
    }

    fn new(settings: SomeSettings) -> Result<Self, String> {
        settings.check().map(Self)
    }

    fn verdict(&self, example: &Example, scores: &[NamedScore]) -> Result<Verdict, String> {
        if is_marked(example) {
            return Err("this one can not be judged".to_owned());
        }
        let least = self.0.full_length as f64 / 100.0;
        let low = scores.iter().find(|named| named.score.value < least);
        Ok(match low {
            None => Verdict::Keep,
            Some(NamedScore { name, score }) => {
                log::info(&format!("{name} is {}", score.value));
                Verdict::Drop(format!("{name}-is-low"))
            }
        })
    }
}

tunesmith_plugin_sdk::export!(filter: Guest);
