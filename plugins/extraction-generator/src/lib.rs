//! Makes examples of extracting JSON from texts under the user's schema, in two modes: a given text whose fields the model reads, and
//! a text the model writes for values that are chosen here.
//!
//! The JSON is always built here from flat fields, checked against the schema, and its texts must stand in the text. Invariant: one
//! request and at most one correction.

mod plan;
mod prompt;
mod reading;
mod settings;
mod values;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tunesmith_plugin_sdk::{Description, Example, Generator, Message, Reply, Step, Task};
use tunesmith_structured::schema;

pub use crate::plan::Plan;
pub use crate::settings::Settings;

/// The generator.
pub struct Extractions {
    settings: Settings,
}

/// An answer that could not be used, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Failure {
    answer: String,
    complaint: String,
}

/// What is known between two requests.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct State {
    plan: Plan,
    failure: Option<Failure>,
}

impl Generator for Extractions {
    type Settings = Settings;
    type State = State;

    fn describe() -> Description {
        Description {
            name: "extraction-generator",
            version: env!("CARGO_PKG_VERSION"),
            summary: "Makes examples of extracting JSON under your schema, from given texts {text} or from texts a model writes for values \
                      chosen here {topic, values?}, with missing fields and distractors; answers are checked and grounded.",
            licence: "Apache-2.0",
            authors: &["The tunesmith authors"],
            documentation: include_str!("../documentation.md"),
            settings_schema: settings::schema(),
            abilities: &[],
        }
    }

    fn new(settings: Settings) -> Result<Self, String> {
        settings.check()?;
        Ok(Self { settings })
    }

    fn begin(&self, task: &Task) -> Result<Step<State, Vec<Example>>, String> {
        let plan = Plan::new(&self.settings, task)?;
        Ok(self.ask(State {
            plan,
            failure: None,
        }))
    }

    fn resume(
        &self,
        mut state: State,
        replies: &[Reply],
    ) -> Result<Step<State, Vec<Example>>, String> {
        let [reply] = replies else {
            return Err(format!("one reply was expected, {} came", replies.len()));
        };
        let answer = match reply {
            Reply::Answered(answer) => answer,
            Reply::Refused(words) => {
                return Ok(Step::GiveUp(format!("the model refused: {}", words.trim())));
            }
            Reply::Failed(why) => return Ok(Step::GiveUp(format!("there was no answer: {why}"))),
        };
        let value = answer.value.clone().unwrap_or_default();
        match self.example(&state.plan, &value) {
            Ok(example) => Ok(Step::Done(vec![example])),
            Err(complaint) if state.failure.is_some() || !self.settings.correct => Ok(
                Step::GiveUp(format!("the answer can not be used: {complaint}")),
            ),
            Err(complaint) => {
                state.failure = Some(Failure {
                    answer: answer.content.clone(),
                    complaint,
                });
                Ok(self.ask(state))
            }
        }
    }
}

impl Extractions {
    fn ask(&self, state: State) -> Step<State, Vec<Example>> {
        Step::Ask {
            requests: vec![prompt::request(&self.settings, &state)],
            state,
        }
    }

    fn example(&self, plan: &Plan, answer: &Value) -> Result<Example, String> {
        let (text, object) = match &plan.text {
            Some(text) => (text.clone(), reading::read(plan, text, answer)?),
            None => (reading::written(plan, answer)?, plan.object(&plan.values)),
        };
        if let Some(violation) = schema::check(&plan.schema, &object).violations.first() {
            return Err(format!("the object is wrong: {}", violation.phrase()));
        }
        let system = self
            .settings
            .system
            .replace("{schema}", &plan.schema.to_string());
        let messages = vec![
            Message::new("system", system),
            Message::new("user", text),
            Message::new("assistant", object.to_string()),
        ];
        let mut metadata = json!({
            "kind": "extraction",
            "mode": if plan.text.is_some() { "text" } else { "topic" },
            "schema": plan.schema,
            "expected": object,
        });
        if plan.text.is_none() {
            metadata["topic"] = json!(plan.topic);
            metadata["style"] = json!(plan.style);
            metadata["difficulty"] = json!(plan.difficulty);
            metadata["missing"] = json!(plan.missing);
            metadata["distractor"] = json!(plan.distractor.is_some());
        }
        let mut example = Example::new(messages);
        example.extra.insert("metadata".to_owned(), metadata);
        Ok(example)
    }
}

tunesmith_plugin_sdk::export!(generator: Extractions);

#[cfg(test)]
mod tests;
