//! Makes reasoning problems with exact answers and worked solutions, written from the derivation or by a model whose answer is checked.
//!
//! Invariant: the answer is computed here and is the only one; what a model writes is kept only if it ends in that answer. Family and
//! difficulty follow from the task's index, the numbers from its rng seed.

mod answer;
mod draw;
mod families;
mod problem;
mod settings;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tunesmith_plugin_sdk::{Description, Example, Generator, Message, Reply, Request, Step, Task};

pub use crate::settings::{Mode, Settings};

use crate::draw::Draw;
use crate::families::{FAMILIES, Family};
use crate::problem::Problem;

/// The generator.
pub struct Reasoning {
    settings: Settings,
}

/// Which problem, and what came of it so far.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct State {
    rng_seed: u64,
    family: String,
    difficulty: u8,
    names: Vec<String>,
    /// What was answered instead of the right answer.
    wrong: Vec<String>,
}

#[derive(Default, Deserialize)]
struct Seed {
    family: Option<String>,
    difficulty: Option<u8>,
    #[serde(default)]
    names: Vec<String>,
}

impl Generator for Reasoning {
    type Settings = Settings;
    type State = State;

    fn describe() -> Description {
        Description {
            name: "reasoning-generator",
            version: env!("CARGO_PKG_VERSION"),
            summary: "Makes reasoning problems of ten families with exact answers: solutions worked out here, or written by a model \
                      and kept if the answer is right.",
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
        let state = self.state(task)?;
        let problem = problem(&state, state.rng_seed)?;
        if self.settings.mode == Mode::Worked {
            let solution = problem.worked();
            return Ok(Step::Done(vec![self.example(&state, &problem, &solution)]));
        }
        self.ask(state, &problem)
    }

    fn resume(
        &self,
        mut state: State,
        replies: &[Reply],
    ) -> Result<Step<State, Vec<Example>>, String> {
        let [reply] = replies else {
            return Err(format!("one reply was expected, {} came", replies.len()));
        };
        let problem = problem(&state, state.rng_seed)?;
        match self.read(reply, &problem) {
            Ok(solution) => return Ok(Step::Done(vec![self.example(&state, &problem, &solution)])),
            Err(said) => state.wrong.push(said),
        }
        if state.wrong.len() < self.settings.samples as usize {
            return self.ask(state, &problem);
        }
        Ok(Step::GiveUp(format!(
            "none of {} solutions ends in `{}`; they said: {}",
            state.wrong.len(),
            problem.answer,
            state.wrong.join("; ")
        )))
    }
}

impl Reasoning {
    fn state(&self, task: &Task) -> Result<State, String> {
        let seed: Seed = match &task.seed {
            None | Some(Value::Null) => Seed::default(),
            Some(record) => serde_json::from_value(record.clone())
                .map_err(|error| format!("the seed does not fit: {error}; a seed is {{\"family\", \"difficulty\", \"names\"}}, all optional"))?,
        };
        let families = self.settings.families.len().max(1) as u64;
        let levels = self.settings.difficulties.len().max(1) as u64;
        let block = task.index / families;
        // Why: shifted by block, so that every family meets every difficulty even where the counts share a factor.
        let level = (block + task.index % families) % levels;
        let family = seed.family.or_else(|| {
            self.settings
                .families
                .get((task.index % families) as usize)
                .cloned()
        });
        let difficulty = seed
            .difficulty
            .or_else(|| self.settings.difficulties.get(level as usize).copied());
        let names: Vec<String> = seed
            .names
            .iter()
            .map(|it| it.trim().to_owned())
            .filter(|it| !it.is_empty())
            .take(20)
            .collect();
        let state = State {
            rng_seed: task.rng_seed,
            family: family.unwrap_or_default(),
            difficulty: difficulty.unwrap_or(1),
            names,
            wrong: Vec::new(),
        };
        if !(1..=3).contains(&state.difficulty) {
            return Err(format!(
                "`difficulty` of the seed is {}; it must lie between 1 and 3",
                state.difficulty
            ));
        }
        let mut different = state.names.clone();
        different.sort_unstable();
        different.dedup();
        if different.len() < state.names.len() {
            return Err("`names` of the seed holds a name twice".to_owned());
        }
        Ok(state)
    }

    fn ask(&self, state: State, asked: &Problem) -> Result<Step<State, Vec<Example>>, String> {
        let mut messages = Vec::new();
        if !self.settings.system.is_empty() {
            messages.push(Message::new("system", self.settings.system.as_str()));
        }
        for number in 1..=u64::from(self.settings.shots) {
            // Why: other numbers of the same family and difficulty; the problem itself must not be among them.
            let shot = problem(
                &state,
                !state.rng_seed ^ number.wrapping_mul(0x9E37_79B9_7F4A_7C15),
            )?;
            if shot.question != asked.question {
                messages.push(Message::new("user", shot.question.as_str()));
                messages.push(Message::new("assistant", shot.worked()));
            }
        }
        messages.push(Message::new("user", asked.question.as_str()));
        let mut request = Request {
            label: format!("solution-{}", state.wrong.len() + 1),
            messages,
            temperature: Some(self.settings.temperature),
            max_tokens: Some(self.settings.max_tokens),
            ..Request::default()
        };
        // Why: each sample is another request, or a cache would answer with the first one again.
        let sample = (state.rng_seed as u32 >> 8).wrapping_add(state.wrong.len() as u32);
        request.extra.insert("seed".to_owned(), json!(sample));
        Ok(Step::Ask {
            requests: vec![request],
            state,
        })
    }

    /// The solution of a reply, or what it says instead.
    fn read(&self, reply: &Reply, problem: &Problem) -> Result<String, String> {
        let text = match reply {
            Reply::Answered(answer) => answer.content.trim(),
            Reply::Refused(_) => return Err("(refused)".to_owned()),
            Reply::Failed(why) => return Err(format!("(no answer: {})", short(why))),
        };
        let Some((steps, said)) = answer::stated(text) else {
            return Err("(no line `Answer: X`)".to_owned());
        };
        if !answer::agrees(&said, &problem.answer) {
            return Err(short(&said));
        }
        if steps.chars().count() < self.settings.min_chars {
            return Err("(the right answer without steps)".to_owned());
        }
        Ok(format!("{steps}\nAnswer: {}", problem.answer))
    }

    fn example(&self, state: &State, problem: &Problem, solution: &str) -> Example {
        let mut messages = Vec::new();
        if !self.settings.system.is_empty() {
            messages.push(Message::new("system", self.settings.system.as_str()));
        }
        messages.push(Message::new("user", problem.question.as_str()));
        messages.push(Message::new("assistant", solution));
        let mut example = Example::new(messages);
        let metadata = json!({
            "kind": "reasoning",
            "family": state.family,
            "difficulty": state.difficulty,
            "expected": problem.answer,
            "tries": state.wrong.len() + usize::from(self.settings.mode == Mode::Model),
        });
        example.extra.insert("metadata".to_owned(), metadata);
        example
    }
}

/// The problem of a state; another rng seed gives another one of the same family and difficulty.
fn problem(state: &State, rng_seed: u64) -> Result<Problem, String> {
    let family: Option<&Family> = FAMILIES.iter().find(|it| it.name == state.family);
    let family = family.ok_or_else(|| {
        format!(
            "there is no family `{}`; choose from {}",
            state.family,
            families::NAMES.join(", ")
        )
    })?;
    Ok((family.build)(&mut Draw::new(
        rng_seed,
        state.difficulty,
        &state.names,
    )))
}

/// On one line, cut to 60 characters.
fn short(text: &str) -> String {
    let line: Vec<&str> = text.split_whitespace().take(20).collect();
    line.join(" ").chars().take(60).collect()
}

tunesmith_plugin_sdk::export!(generator: Reasoning);

#[cfg(test)]
mod tests;
