//! Makes conversations with tool calls: which case, which tools and which choices follow from the task; a model writes the user's
//! message, the free arguments, what the tool returns and the final answer.
//!
//! Calls are never written by the model, so their names, ids and form are always right; its values are checked against the tools'
//! schemas and against the message. Invariant: two phases, each asked at most twice, so a task ends after four requests.

mod plan;
mod prompt;
mod reading;
mod seed;
mod settings;
mod tool;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tunesmith_plugin_sdk::{Description, Example, Generator, Message, Reply, Rng, Step, Task};

pub use crate::plan::{Case, Pick, Plan};
pub use crate::settings::{Settings, Shares};
pub use crate::tool::Tool;

/// The generator.
pub struct ToolCallChats {
    settings: Settings,
}

/// One call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Call {
    name: String,
    arguments: Value,
}

/// What the first phase gave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Written {
    message: String,
    calls: Vec<Call>,
    /// Where no call is made.
    answer: Option<String>,
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
    written: Option<Written>,
    failure: Option<Failure>,
}

impl Generator for ToolCallChats {
    type Settings = Settings;
    type State = State;

    fn describe() -> Description {
        Description {
            name: "tool-call-generator",
            version: env!("CARGO_PKG_VERSION"),
            summary: "Makes conversations with tool calls from seeds {tools, domain?, facts?, links?}: single, parallel and multi-step \
                      calls, requests no tool fits, and questions back; arguments are checked against the tools' schemas.",
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
            written: None,
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
        let phase = if state.written.is_some() {
            "result and answer"
        } else {
            "request"
        };
        let answer = match reply {
            Reply::Answered(answer) => answer,
            Reply::Refused(words) => {
                return Ok(Step::GiveUp(format!(
                    "the model refused the {phase}: {}",
                    words.trim()
                )));
            }
            Reply::Failed(why) => {
                return Ok(Step::GiveUp(format!("the {phase} got no answer: {why}")));
            }
        };
        let value = answer.value.clone().unwrap_or_default();
        let complaint = match &state.written {
            None => match reading::written(&state.plan, &value) {
                Ok(Written {
                    answer: Some(answer),
                    message,
                    ..
                }) => {
                    return Ok(Step::Done(vec![without_calls(
                        &self.settings,
                        &state.plan,
                        message,
                        answer,
                    )]));
                }
                Ok(written) => {
                    state.written = Some(written);
                    state.failure = None;
                    return Ok(self.ask(state));
                }
                Err(complaint) => complaint,
            },
            Some(written) => match reading::finished(&state.plan, written, &value) {
                Ok((results, answer)) => {
                    return Ok(Step::Done(vec![with_calls(
                        &self.settings,
                        &state.plan,
                        written,
                        results,
                        answer,
                    )]));
                }
                Err(complaint) => complaint,
            },
        };
        if state.failure.is_some() || !self.settings.correct {
            return Ok(Step::GiveUp(format!(
                "the {phase} can not be used: {complaint}"
            )));
        }
        state.failure = Some(Failure {
            answer: answer.content.clone(),
            complaint,
        });
        Ok(self.ask(state))
    }
}

impl ToolCallChats {
    fn ask(&self, state: State) -> Step<State, Vec<Example>> {
        Step::Ask {
            requests: vec![prompt::request(&self.settings, &state)],
            state,
        }
    }
}

fn without_calls(settings: &Settings, plan: &Plan, message: String, answer: String) -> Example {
    let mut messages = opening(settings, plan, message);
    messages.push(Message::new("assistant", answer));
    finish(plan, messages, &[])
}

fn with_calls(
    settings: &Settings,
    plan: &Plan,
    written: &Written,
    mut results: Vec<String>,
    answer: String,
) -> Example {
    let mut rng = Rng::new(plan.rng_seed ^ 0x1D5);
    let ids: Vec<String> = written.calls.iter().map(|_| id(&mut rng)).collect();
    let mut messages = opening(settings, plan, written.message.clone());
    results = results.iter().map(|result| returned(result)).collect();
    if let Some((name, value)) = &plan.link {
        results.insert(0, json!({name: value}).to_string());
    }
    let calls: Vec<Value> = written
        .calls
        .iter()
        .zip(&ids)
        .map(|(call, id)| {
            let function = json!({"name": call.name, "arguments": call.arguments.to_string()});
            json!({"id": id, "type": "function", "function": function})
        })
        .collect();
    // Parallel calls share a message, chained ones wait for each other.
    let together = if plan.case == Case::MultiStep {
        1
    } else {
        calls.len().max(1)
    };
    let answers: Vec<(&String, String)> = ids.iter().zip(results).collect();
    for (calls, answers) in calls.chunks(together).zip(answers.chunks(together)) {
        let mut message = Message::new("assistant", "");
        message
            .extra
            .insert("tool_calls".to_owned(), calls.to_vec().into());
        messages.push(message);
        for (id, result) in answers {
            let mut message = Message::new("tool", result.as_str());
            message
                .extra
                .insert("tool_call_id".to_owned(), id.as_str().into());
            messages.push(message);
        }
    }
    messages.push(Message::new("assistant", answer));
    finish(plan, messages, &written.calls)
}

fn returned(result: &str) -> String {
    json!({"result": result}).to_string()
}

fn opening(settings: &Settings, plan: &Plan, message: String) -> Vec<Message> {
    let system = format!("{} {}", settings.system.trim(), plan.facts);
    let system = system.trim();
    let mut messages = Vec::new();
    if !system.is_empty() {
        messages.push(Message::new("system", system));
    }
    messages.push(Message::new("user", message));
    messages
}

fn finish(plan: &Plan, messages: Vec<Message>, calls: &[Call]) -> Example {
    let mut example = Example::new(messages);
    example
        .extra
        .insert("tools".to_owned(), plan.tools.clone().into());
    let expected: Vec<Value> = calls
        .iter()
        .map(|call| json!({"name": call.name, "arguments": call.arguments}))
        .collect();
    let names: Vec<&str> = plan
        .picks
        .iter()
        .map(|pick| pick.tool.name.as_str())
        .collect();
    let metadata = json!({
        "kind": "tool-call",
        "case": plan.case.name(),
        "difficulty": plan.difficulty,
        "tone": plan.tone,
        "domain": plan.domain,
        "about": names,
        "expected_calls": expected,
    });
    example.extra.insert("metadata".to_owned(), metadata);
    example
}

/// Nine letters and digits, which every service takes.
fn id(rng: &mut Rng) -> String {
    let letter = |rng: &mut Rng| char::from_digit(rng.below(36) as u32, 36).unwrap_or('0');
    (0..9).map(|_| letter(rng)).collect()
}

tunesmith_plugin_sdk::export!(generator: ToolCallChats);

#[cfg(test)]
mod tests;
