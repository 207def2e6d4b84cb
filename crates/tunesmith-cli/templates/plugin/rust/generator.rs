//! {{summary}}

use serde::{Deserialize, Serialize};
use tunesmith_plugin_sdk::{
    Description, Example, Generator, Message, Reply, Request, Rng, Step, Task, Value, json,
};

/// What the recipe may say; `settings_schema` below says the same to those who write recipes.
#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Settings {
    /// What questions are about.
    topics: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            topics: TOPICS.map(str::to_owned).to_vec(),
        }
    }
}

const TOPICS: [&str; 3] = ["rivers", "bread", "the moon"];

/// Draws a topic and a level, and asks the model once.
struct {{type}} {
    topics: Vec<String>,
}

/// What is known of an example before the model answers.
#[derive(Serialize, Deserialize)]
struct State {
    topic: String,
    level: i64,
}

impl Generator for {{type}} {
    type Settings = Settings;
    type State = State;

    fn describe() -> Description {
        Description {
            settings_schema: json!({
                "type": "object",
                "properties": {
                    "topics": {
                        "type": "array",
                        "items": {"type": "string"},
                        "minItems": 1,
                        "default": TOPICS,
                        "description": "what questions are about",
                    },
                },
                "additionalProperties": false,
            }),
            ..DESCRIPTION
        }
    }

    fn new(settings: Settings) -> Result<Self, String> {
        if settings.topics.is_empty() {
            return Err("topics must name at least one topic".to_owned());
        }
        Ok(Self {
            topics: settings.topics,
        })
    }

    fn begin(&self, task: &Task) -> Result<Step<State, Vec<Example>>, String> {
        let mut rng = Rng::new(task.rng_seed);
        let topic = rng.choose(&self.topics).cloned().unwrap_or_default();
        let level = rng.between(1, 3);
        let instruction = format!(
            "Write one question about {topic}, difficulty {level} of 3, and its answer."
        );
        let request = Request {
            label: "question".to_owned(),
            messages: vec![Message::new("user", instruction)],
            answer_schema: Some(json!({
                "type": "object",
                "properties": {"question": {"type": "string"}, "answer": {"type": "string"}},
                "required": ["question", "answer"],
                "additionalProperties": false,
            })),
            ..Request::default()
        };
        Ok(Step::Ask {
            requests: vec![request],
            state: State { topic, level },
        })
    }

    fn resume(&self, state: State, replies: &[Reply]) -> Result<Step<State, Vec<Example>>, String> {
        let answer = match replies {
            [Reply::Answered(answer)] => answer.value.as_ref(),
            [Reply::Refused(words) | Reply::Failed(words)] => {
                return Ok(Step::GiveUp(format!("the model gave no question: {words}")));
            }
            _ => return Err("one request, one reply".to_owned()),
        };
        let answer = answer.unwrap_or(&Value::Null);
        let text = |name: &str| answer[name].as_str().unwrap_or_default().to_owned();
        let messages = vec![
            Message::new("user", text("question")),
            Message::new("assistant", text("answer")),
        ];
        let example = Example::new(messages)
            .with_metadata("topic", state.topic)
            .with_metadata("level", state.level);
        Ok(Step::Done(vec![example]))
    }
}
