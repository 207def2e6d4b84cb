//! Makes exact arithmetic and word problems with worked solutions; asks no model.
//!
//! Invariant: with one set of settings, different task indices give different questions. The index alone chooses the problem: it is
//! split into (template, position), the position is shuffled by a bijection and written as digits in the template's mixed base, and
//! the template shows every digit in its question. The rng seed only decides which examples are flawed, if any.

mod draw;
mod expression;
mod fraction;
mod permutation;
mod problem;
mod settings;
mod templates;
mod words;

use serde_json::json;
use tunesmith_plugin_sdk::{Description, Example, Generator, Message, Reply, Rng, Step, Task};

pub use crate::settings::{Difficulty, DifficultyRange, Settings, Style};

use crate::draw::Draw;
use crate::permutation::mix;
use crate::problem::Flaw;
use crate::templates::Template;

/// The generator.
pub struct MathProblems {
    settings: Settings,
    templates: Vec<&'static Template>,
}

impl Generator for MathProblems {
    type Settings = Settings;
    type State = ();

    fn describe() -> Description {
        Description {
            name: "math-generator",
            version: env!("CARGO_PKG_VERSION"),
            summary: "Makes maths problems with worked, exact solutions: arithmetic, equations, fractions, shopping and time in \
                      five difficulties; no model needed, no question twice.",
            licence: "Apache-2.0",
            authors: &["The tunesmith authors"],
            documentation: include_str!("../documentation.md"),
            settings_schema: settings::schema(),
            abilities: &[],
        }
    }

    fn new(settings: Settings) -> Result<Self, String> {
        settings.check_flawed_share()?;
        let templates = settings.templates()?;
        Ok(Self {
            settings,
            templates,
        })
    }

    fn begin(&self, task: &Task) -> Result<Step<(), Vec<Example>>, String> {
        let example = self.example(task).ok_or_else(|| {
            format!(
                "the numbers of problem {} no longer fit into 128 bits",
                task.index
            )
        })?;
        Ok(Step::Done(vec![example]))
    }

    fn resume(&self, (): (), _replies: &[Reply]) -> Result<Step<(), Vec<Example>>, String> {
        Err("math-generator asks no model, so there is nothing to go on with".to_owned())
    }
}

impl MathProblems {
    fn example(&self, task: &Task) -> Option<Example> {
        let count = self.templates.len() as u64;
        let slot = task.index.checked_rem(count)?;
        let template = self.templates.get(slot as usize)?;
        let draw = Draw::at(
            task.index / count,
            template.sizes,
            mix(self.settings.series ^ slot),
        );
        let problem = (template.build)(&draw)?;
        let flaw = self.flaw(task.rng_seed);
        let answer = problem.solution(self.settings.style == Style::Worked, flaw)?;
        let mut messages = Vec::with_capacity(3);
        if !self.settings.system.is_empty() {
            messages.push(Message::new("system", self.settings.system.as_str()));
        }
        messages.push(Message::new("user", problem.question));
        messages.push(Message::new("assistant", answer));
        let mut example = Example::new(messages);
        let metadata = json!({
            "kind": "math",
            "topic": template.topic,
            "difficulty": template.difficulty,
            "expression": problem.expression,
            "expected": problem.answer.to_string(),
            "flawed": flaw.is_some(),
        });
        example.extra.insert("metadata".to_owned(), metadata);
        Some(example)
    }

    fn flaw(&self, rng_seed: u64) -> Option<Flaw> {
        let mut rng = Rng::new(rng_seed);
        // Why: 53 bits are what an f64 holds exactly.
        let chance = (rng.next_u64() >> 11) as f64 / (1_u64 << 53) as f64;
        if chance >= self.settings.flawed_share {
            return None;
        }
        rng.choose(&[Flaw::Step, Flaw::Answer]).copied()
    }
}

tunesmith_plugin_sdk::export!(generator: MathProblems);

#[cfg(test)]
mod tests;
