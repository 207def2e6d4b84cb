//! Panics when it begins with a marked example, and whenever it is resumed.

use tunesmith_guests::{SomeSettings, description, is_marked};
use tunesmith_plugin_sdk::{Description, Example, Judge, Message, Reply, Request, Score, Step};

struct Guest;

impl Judge for Guest {
    type Settings = SomeSettings;
    type State = usize;

    fn describe() -> Description {
        description("panics-judge", "panics")
    }

    fn new(settings: SomeSettings) -> Result<Self, String> {
        settings.check().map(|_| Self)
    }

    fn begin(&self, examples: &[Example]) -> Result<Step<usize, Vec<Score>>, String> {
        assert!(!examples.iter().any(is_marked), "not this one");
        let request = Request {
            label: "critique".to_owned(),
            messages: vec![Message::new("user", "Well?")],
            ..Request::default()
        };
        Ok(Step::Ask {
            requests: vec![request],
            state: examples.len(),
        })
    }

    fn resume(&self, _count: usize, _replies: &[Reply]) -> Result<Step<usize, Vec<Score>>, String> {
        panic!("the replies are too much")
    }
}

tunesmith_plugin_sdk::export!(judge: Guest);
