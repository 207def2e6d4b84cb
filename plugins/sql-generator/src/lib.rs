//! Makes questions over a database with the SQL that answers them: which form of query, how hard and over which table follow from the
//! task; a model writes question and query.
//!
//! Every query is parsed and its names looked up before it is handed out: a correction needs the words of what is wrong. Invariant: a
//! task asks at most twice.

mod check;
mod columns;
mod pattern;
mod plan;
mod prompt;
mod seed;
mod settings;
mod shape;
mod sql;

use serde::{Deserialize, Serialize};
use serde_json::json;
use tunesmith_plugin_sdk::{Description, Example, Generator, Message, Reply, Step, Task};

pub use crate::plan::Plan;
pub use crate::settings::Settings;
pub use crate::shape::{Difficulty, Shape};

/// The generator.
pub struct SqlQuestions {
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

impl Generator for SqlQuestions {
    type Settings = Settings;
    type State = State;

    fn describe() -> Description {
        Description {
            name: "sql-generator",
            version: env!("CARGO_PKG_VERSION"),
            summary: "Makes questions over a database and the SQL that answers them from seeds {schema, dialect?, topic?, values?}; every \
                      query is parsed and its names looked up before it is kept.",
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
        let complaint = match check::read(&state.plan, &value) {
            Ok((question, sql)) => {
                return Ok(Step::Done(vec![self.example(&state.plan, &question, &sql)]));
            }
            Err(complaint) => complaint,
        };
        if state.failure.is_some() || !self.settings.correct {
            return Ok(Step::GiveUp(format!(
                "the answer can not be used: {complaint}"
            )));
        }
        state.failure = Some(Failure {
            answer: answer.content.clone(),
            complaint,
        });
        Ok(self.ask(state))
    }
}

impl SqlQuestions {
    fn ask(&self, state: State) -> Step<State, Vec<Example>> {
        Step::Ask {
            requests: vec![prompt::request(&self.settings, &state)],
            state,
        }
    }

    fn example(&self, plan: &Plan, question: &str, sql: &str) -> Example {
        let system = self
            .settings
            .system
            .replace("{dialect}", check::shown(plan.dialect()))
            .replace("{schema}", &plan.schema);
        let mut messages = Vec::new();
        if !system.trim().is_empty() {
            messages.push(Message::new("system", system));
        }
        let user = if self.settings.system.contains("{schema}") {
            question.to_owned()
        } else {
            format!("{}\n\n{question}", plan.schema)
        };
        messages.push(Message::new("user", user));
        let answer = if self.settings.fence {
            format!("```sql\n{sql};\n```")
        } else {
            format!("{sql};")
        };
        messages.push(Message::new("assistant", answer));
        let mut example = Example::new(messages);
        let metadata = json!({
            "kind": "sql",
            "dialect": plan.dialect,
            "shape": plan.shape.name(),
            "difficulty": plan.difficulty.name(),
            "topic": plan.topic,
            "table": plan.table,
            "schema": plan.schema,
        });
        example.extra.insert("metadata".to_owned(), metadata);
        example
    }
}

tunesmith_plugin_sdk::export!(generator: SqlQuestions);

#[cfg(test)]
mod tests;
