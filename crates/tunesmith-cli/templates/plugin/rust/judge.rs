//! {{summary}}

use serde::Deserialize;
use tunesmith_plugin_sdk::{
    Description, Example, Judge, Message, Reply, Request, Score, Step, Value, json,
};

/// What the recipe may say; `settings_schema` below says the same to those who write recipes.
#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Settings {
    /// What the model is asked to rate.
    rubric: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            rubric: RUBRIC.to_owned(),
        }
    }
}

const RUBRIC: &str = "The answer is correct and easy to follow.";

/// One request for each example.
struct {{type}} {
    rubric: String,
}

impl Judge for {{type}} {
    type Settings = Settings;
    type State = ();

    fn describe() -> Description {
        Description {
            settings_schema: json!({
                "type": "object",
                "properties": {
                    "rubric": {
                        "type": "string",
                        "default": RUBRIC,
                        "description": "what the model is asked to rate",
                    },
                },
                "additionalProperties": false,
            }),
            ..DESCRIPTION
        }
    }

    fn new(settings: Settings) -> Result<Self, String> {
        if settings.rubric.trim().is_empty() {
            return Err("rubric must say what to rate".to_owned());
        }
        Ok(Self {
            rubric: settings.rubric,
        })
    }

    fn begin(&self, examples: &[Example]) -> Result<Step<(), Vec<Score>>, String> {
        Ok(Step::Ask {
            requests: examples.iter().map(|example| self.request(example)).collect(),
            state: (),
        })
    }

    fn resume(&self, (): (), replies: &[Reply]) -> Result<Step<(), Vec<Score>>, String> {
        let mut scores = Vec::new();
        for reply in replies {
            let answer = match reply {
                Reply::Answered(answer) => answer.value.as_ref(),
                Reply::Refused(words) | Reply::Failed(words) => {
                    return Ok(Step::GiveUp(format!("the model gave no rating: {words}")));
                }
            };
            let answer = answer.unwrap_or(&Value::Null);
            let rating = answer["rating"].as_f64().ok_or("the rating is no number")?;
            scores.push(Score {
                value: (rating - 1.0) / 4.0,
                note: answer["reason"].as_str().map(str::to_owned),
                ..Score::default()
            });
        }
        Ok(Step::Done(scores))
    }
}

impl {{type}} {
    fn request(&self, example: &Example) -> Request {
        let conversation: Vec<String> = example
            .messages
            .iter()
            .map(|message| format!("{}: {}", message.role, message.content))
            .collect();
        let instruction = format!(
            "Rate this conversation from 1 (bad) to 5 (good): {}\nGive the reason first.",
            self.rubric
        );
        Request {
            label: "rating".to_owned(),
            messages: vec![
                Message::new("system", instruction),
                Message::new("user", conversation.join("\n\n")),
            ],
            answer_schema: Some(json!({
                "type": "object",
                "properties": {
                    "reason": {"type": "string"},
                    "rating": {"type": "integer", "minimum": 1, "maximum": 5},
                },
                "required": ["reason", "rating"],
                "additionalProperties": false,
            })),
            temperature: Some(0.0),
            ..Request::default()
        }
    }
}
