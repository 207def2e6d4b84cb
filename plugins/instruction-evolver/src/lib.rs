//! Makes harder instructions of simple ones, round by round, and answers to them (evol-instruct).
//!
//! After Xu et al., "WizardLM: Empowering Large Language Models to Follow Complex Instructions" (arXiv 2304.12244): an operation
//! evolves the instruction, what gains nothing is eliminated, what remains is answered. Invariant: index and settings alone decide
//! the operations; an example always is the last evolution that passed, never the seed itself.

mod eliminate;
mod failure;
mod operation;
mod prompt;
mod seed;
mod settings;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tunesmith_plugin_sdk::coverage;
use tunesmith_plugin_sdk::{
    Answer, Description, Example, Generator, Message, Reply, Request, Step, Task,
};

pub use crate::operation::Operation;
pub use crate::settings::{InputForm, OnFailure, Settings, Shape, Shot};

use crate::failure::Failure;
use crate::seed::Seed;

/// The generator.
pub struct InstructionEvolver {
    settings: Settings,
}

/// An instruction and the data it works on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Text {
    instruction: String,
    input: String,
}

/// An evolution that passed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evolution {
    operation: Operation,
    text: Text,
}

/// What is asked at the moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Stage {
    /// For an evolution.
    Evolve,
    /// Whether this one says anything new.
    Equal(Text),
    /// For the answer.
    Answer,
}

/// What is known between two requests.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct State {
    system: String,
    parent: Text,
    /// One operation per round.
    plan: Vec<Operation>,
    /// The form of the data, for `complicate-input`.
    form: usize,
    round: usize,
    passed: Vec<Evolution>,
    /// What was eliminated, and why.
    failures: Vec<String>,
    stage: Stage,
    /// How often the reply to this stage was sent back.
    corrected: u32,
}

type Next = Step<State, Vec<Example>>;

impl Text {
    /// As the user writes it.
    fn whole(&self) -> String {
        if self.input.is_empty() {
            return self.instruction.clone();
        }
        format!("{}\n\n{}", self.instruction, self.input)
    }
}

impl Generator for InstructionEvolver {
    type Settings = Settings;
    type State = State;

    fn describe() -> Description {
        Description {
            name: "instruction-evolver",
            version: env!("CARGO_PKG_VERSION"),
            summary: "Makes harder instructions of simple ones in several ways and rounds, eliminates what gains nothing, and answers \
                      the rest (evol-instruct).",
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

    fn begin(&self, task: &Task) -> Result<Next, String> {
        let settings = &self.settings;
        let Seed {
            system,
            instruction,
            input,
        } = Seed::read(task.seed.as_ref())?;
        let parent = Text { instruction, input };
        let chars = parent.whole().chars().count();
        if chars > settings.max_chars {
            return Ok(Step::GiveUp(format!(
                "the seed has {chars} characters, more than `max_chars`, which is {}",
                settings.max_chars
            )));
        }
        let first = coverage::place(task.index, settings.operations.len(), "operation");
        let plan = settings.operations.iter().cycle().skip(first);
        let state = State {
            system: if settings.system.trim().is_empty() {
                system
            } else {
                settings.system.trim().to_owned()
            },
            parent,
            plan: plan.take(settings.rounds as usize).copied().collect(),
            form: coverage::place(task.index, settings.input_forms.len(), "input"),
            round: 0,
            passed: Vec::new(),
            failures: Vec::new(),
            stage: Stage::Evolve,
            corrected: 0,
        };
        Ok(self.ask(state))
    }

    fn resume(&self, state: State, replies: &[Reply]) -> Result<Next, String> {
        let [reply] = replies else {
            return Err(format!("one reply was expected, {} came", replies.len()));
        };
        let failure = match reply {
            Reply::Answered(answer) => return Ok(self.read(state, answer)),
            Reply::Refused(words) => Failure::new("refused", words.trim()),
            Reply::Failed(why) => Failure::new("no-reply", why.as_str()),
        };
        Ok(self.eliminate(state, &failure))
    }
}

impl InstructionEvolver {
    fn ask(&self, state: State) -> Next {
        Step::Ask {
            requests: vec![self.request(&state)],
            state,
        }
    }

    fn request(&self, state: &State) -> Request {
        let settings = &self.settings;
        match &state.stage {
            Stage::Evolve => {
                let form = settings.input_forms.get(state.form);
                let form = form.map_or("", |it| &it.ask);
                prompt::evolve(settings, state.current(), state.operation(), form)
            }
            Stage::Equal(text) => prompt::equal(settings, state.current(), text),
            Stage::Answer => prompt::answer(settings, &state.system, state.current()),
        }
    }

    fn read(&self, state: State, answer: &Answer) -> Next {
        let field = |name: &str| {
            let text = answer.value.as_ref().and_then(|it| it.get(name));
            let text = text.and_then(Value::as_str).unwrap_or_default();
            text.trim().to_owned()
        };
        match &state.stage {
            Stage::Evolve => {
                let text = self.evolved(&state, field("instruction"), field("input"));
                self.check_evolution(state, text, &answer.content)
            }
            Stage::Equal(text) => {
                let text = text.clone();
                if field("verdict") == "different" {
                    return self.pass(state, text);
                }
                let wrong = "it says the same as before; change more";
                let said = prompt::said(&text, state.operation());
                let evolving = State {
                    stage: Stage::Evolve,
                    ..state
                };
                self.again(evolving, &said, &Failure::new("no-information-gain", wrong))
            }
            Stage::Answer => {
                let text = answer.content.trim();
                let finish = answer.finish_reason.as_str();
                match eliminate::answer(text, finish, state.current(), &self.settings) {
                    Ok(()) => Step::Done(vec![example(&state, text)]),
                    Err(failure) => self.again(state, text, &failure),
                }
            }
        }
    }

    /// The new text: data comes with `complicate-input`, stays in depth and goes in breadth.
    fn evolved(&self, state: &State, instruction: String, input: String) -> Text {
        let input = match state.operation() {
            Operation::ComplicateInput => input,
            Operation::Breadth => String::new(),
            _ => state.current().input.clone(),
        };
        Text { instruction, input }
    }

    fn check_evolution(&self, mut state: State, text: Text, said: &str) -> Next {
        let form = self.settings.input_forms.get(state.form);
        let shape = form.map(|it| it.shape).unwrap_or_default();
        let operation = state.operation();
        let checked = eliminate::evolved(&text, state.current(), operation, shape, &self.settings);
        if let Err(failure) = checked {
            return self.again(state, said, &failure);
        }
        if self.settings.ask_equality {
            state.stage = Stage::Equal(text);
            return self.ask(state);
        }
        self.pass(state, text)
    }

    fn pass(&self, mut state: State, text: Text) -> Next {
        let operation = state.operation();
        state.passed.push(Evolution { operation, text });
        self.next_round(state)
    }

    fn next_round(&self, mut state: State) -> Next {
        state.round += 1;
        state.corrected = 0;
        state.stage = if state.round < state.plan.len() {
            Stage::Evolve
        } else {
            Stage::Answer
        };
        if state.stage == Stage::Answer && state.passed.is_empty() {
            return Step::GiveUp(format!(
                "no evolution passed: {}",
                state.failures.join("; ")
            ));
        }
        self.ask(state)
    }

    /// Sends a reply back, or eliminates it.
    fn again(&self, mut state: State, said: &str, failure: &Failure) -> Next {
        if state.corrected >= self.settings.corrections {
            return self.eliminate(state, failure);
        }
        state.corrected += 1;
        let request = prompt::again(self.request(&state), said, &failure.sentence);
        Step::Ask {
            requests: vec![request],
            state,
        }
    }

    /// Goes on from what was there before, or gives up.
    fn eliminate(&self, mut state: State, failure: &Failure) -> Next {
        let at = match state.stage {
            Stage::Answer => "answer",
            _ => state.operation().name(),
        };
        let told = format!("{at}: {}", failure.told());
        if self.settings.on_failure == OnFailure::GiveUp {
            return Step::GiveUp(told);
        }
        state.failures.push(told);
        if state.stage != Stage::Answer {
            return self.next_round(state);
        }
        state.passed.pop();
        state.corrected = 0;
        if state.passed.is_empty() {
            return Step::GiveUp(format!(
                "no evolution is left: {}",
                state.failures.join("; ")
            ));
        }
        self.ask(state)
    }
}

impl State {
    /// What has come of the instruction so far.
    fn current(&self) -> &Text {
        self.passed.last().map_or(&self.parent, |it| &it.text)
    }

    /// The operation of this round.
    fn operation(&self) -> Operation {
        // Invariant: a plan has one operation for each round, and there is at least one.
        let at = self.round.min(self.plan.len().saturating_sub(1));
        self.plan.get(at).copied().unwrap_or(Operation::Deepen)
    }
}

fn example(state: &State, answer: &str) -> Example {
    let mut messages = Vec::new();
    if !state.system.is_empty() {
        messages.push(Message::new("system", state.system.as_str()));
    }
    messages.push(Message::new("user", state.current().whole()));
    messages.push(Message::new("assistant", answer));
    let operations: Vec<&str> = state.passed.iter().map(|it| it.operation.name()).collect();
    let mut example = Example::new(messages);
    let metadata = json!({
        "kind": "evolved",
        "operations": operations,
        "rounds": operations.len(),
        "parent": state.parent.instruction,
        "eliminated": state.failures,
    });
    example.extra.insert("metadata".to_owned(), metadata);
    example
}

tunesmith_plugin_sdk::export!(generator: InstructionEvolver);

#[cfg(test)]
mod tests;
