//! Asks about each example and scores what the model says.

use tunesmith_guests::{SomeSettings, description};
use tunesmith_plugin_sdk::{
    Description, Example, Judge, Message, Reply, Request, Score, Step, json,
};

struct Guest;

impl Judge for Guest {
    type Settings = SomeSettings;
    type State = usize;

    fn describe() -> Description {
        description("ok-judge", "asks about each example")
    }

    fn new(settings: SomeSettings) -> Result<Self, String> {
        settings.check().map(|_| Self)
    }

    fn begin(&self, examples: &[Example]) -> Result<Step<usize, Vec<Score>>, String> {
        let ask = |example: &Example| Request {
            label: "critique".to_owned(),
            messages: vec![Message::new(
                "user",
                format!("Rate {} messages.", example.messages.len()),
            )],
            answer_schema: Some(
                json!({"type": "object", "properties": {"rating": {"type": "number"}}}),
            ),
            ..Request::default()
        };
        Ok(Step::Ask {
            requests: examples.iter().map(ask).collect(),
            state: examples.len(),
        })
    }

    fn resume(&self, count: usize, replies: &[Reply]) -> Result<Step<usize, Vec<Score>>, String> {
        if replies.len() != count {
            return Err(format!("{count} requests, {} replies", replies.len()));
        }
        let score = |reply: &Reply| match reply {
            Reply::Answered(answer) => {
                let value = answer
                    .value
                    .as_ref()
                    .and_then(|value| value["rating"].as_f64());
                Score {
                    value: value.unwrap_or(0.0),
                    ..Score::default()
                }
            }
            Reply::Refused(words) | Reply::Failed(words) => Score {
                note: Some(words.clone()),
                ..Score::default()
            },
        };
        Ok(Step::Done(replies.iter().map(score).collect()))
    }
}

tunesmith_plugin_sdk::export!(judge: Guest);
