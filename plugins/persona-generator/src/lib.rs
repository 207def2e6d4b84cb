//! Makes requests that different people would write, and answers to them: persona, topic, difficulty, form and language.
//!
//! Two steps: what the person types, then the answer. Invariant: the task's index alone decides who asks about what, so a run covers
//! all lists evenly however long it is; the model decides only the words.

mod check;
mod coverage;
mod defaults;
mod language;
mod prompt;
mod seed;
mod settings;
mod shape;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tunesmith_plugin_sdk::{Description, Example, Generator, Message, Reply, Request, Step, Task};

pub use crate::settings::{Difficulty, Format, Settings, Shot, Topic};
pub use crate::shape::Shape;

use crate::coverage::{Sizes, places, places_of_seed};
use crate::seed::Seed;

/// The generator.
pub struct PersonaRequests {
    settings: Settings,
}

/// Who asks about what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Case {
    persona: String,
    topic: String,
    subtopic: String,
    difficulty: String,
    meaning: String,
    format: String,
    ask: String,
    shape: Shape,
    language: String,
}

/// What is known between two requests.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct State {
    case: Case,
    /// Once it is written, the answer is what is asked for.
    instruction: Option<String>,
    /// How often the reply to this step was sent back.
    corrected: u32,
}

impl Generator for PersonaRequests {
    type Settings = Settings;
    type State = State;

    fn describe() -> Description {
        Description {
            name: "persona-generator",
            version: env!("CARGO_PKG_VERSION"),
            summary: "Makes requests that different people would write, and their answers: every persona, topic, difficulty and form \
                      comes evenly.",
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
        let state = State {
            case: self.case(task)?,
            instruction: None,
            corrected: 0,
        };
        Ok(ask(self.request(&state), state))
    }

    fn resume(
        &self,
        mut state: State,
        replies: &[Reply],
    ) -> Result<Step<State, Vec<Example>>, String> {
        let [reply] = replies else {
            return Err(format!("one reply was expected, {} came", replies.len()));
        };
        let name = match &state.instruction {
            None => "instruction",
            Some(_) => "answer",
        };
        let answered = match reply {
            Reply::Answered(answered) => answered,
            Reply::Refused(words) => {
                return Ok(Step::GiveUp(format!(
                    "the model refused to write the {name}: {}",
                    words.trim()
                )));
            }
            Reply::Failed(_) if state.corrected < self.settings.corrections => {
                state.corrected += 1;
                return Ok(ask(prompt::shorter(self.request(&state), name), state));
            }
            Reply::Failed(why) => {
                return Ok(Step::GiveUp(format!("the {name} got no reply: {why}")));
            }
        };
        let text = answered.value.as_ref().and_then(|it| it.get(name));
        let text = text.and_then(Value::as_str).unwrap_or_default().trim();
        let checked = match &state.instruction {
            None => check::instruction(text, &state.case, &self.settings),
            Some(instruction) => check::answer(text, instruction, &state.case, &self.settings),
        };
        if let Err(wrong) = checked {
            if state.corrected >= self.settings.corrections {
                return Ok(Step::GiveUp(wrong));
            }
            state.corrected += 1;
            let request = prompt::correction(self.request(&state), &answered.content, &wrong);
            return Ok(ask(request, state));
        }
        if let Some(instruction) = state.instruction {
            let example = self.example(&state.case, &instruction, text);
            return Ok(Step::Done(vec![example]));
        }
        let state = State {
            instruction: Some(text.to_owned()),
            corrected: 0,
            ..state
        };
        Ok(ask(self.request(&state), state))
    }
}

fn ask(request: Request, state: State) -> Step<State, Vec<Example>> {
    Step::Ask {
        requests: vec![request],
        state,
    }
}

impl PersonaRequests {
    fn request(&self, state: &State) -> Request {
        match &state.instruction {
            None => prompt::instruction(&self.settings, &state.case),
            Some(instruction) => prompt::answer(&self.settings, &state.case, instruction),
        }
    }

    fn case(&self, task: &Task) -> Result<Case, String> {
        let settings = &self.settings;
        let seed = Seed::read(task.seed.as_ref())?;
        let own_topics = seed.as_ref().map_or(&[][..], |it| &it.topics);
        let leaves: Vec<(&str, &str)> = if own_topics.is_empty() {
            settings.leaves()
        } else {
            own_topics.iter().map(|it| (it.trim(), "")).collect()
        };
        let sizes = Sizes {
            personas: settings.personas.len() as u64,
            topics: leaves.len() as u64,
            difficulties: settings.difficulties.len() as u64,
            formats: settings.formats.len() as u64,
            languages: settings.languages.len() as u64,
        };
        let places = match seed {
            None => places(task.index, &sizes),
            Some(_) => places_of_seed(task.index, &sizes),
        };
        // Invariant: places are below sizes, and the settings' check has refused empty lists.
        let (topic, subtopic) = leaves[places.topic as usize];
        let difficulty = &settings.difficulties[places.difficulty as usize];
        let format = &settings.formats[places.format as usize];
        let language = seed.as_ref().and_then(|it| it.language.as_deref());
        let persona = match &seed {
            Some(seed) => &seed.persona,
            None => &settings.personas[places.persona as usize],
        };
        Ok(Case {
            persona: persona.trim().to_owned(),
            topic: topic.to_owned(),
            subtopic: subtopic.to_owned(),
            difficulty: difficulty.name.clone(),
            meaning: difficulty.meaning.clone(),
            format: format.name.clone(),
            ask: format.ask.clone(),
            shape: format.shape,
            language: language
                .unwrap_or(&settings.languages[places.language as usize])
                .trim()
                .to_owned(),
        })
    }

    fn example(&self, case: &Case, instruction: &str, answer: &str) -> Example {
        let mut messages = Vec::new();
        if !self.settings.system.trim().is_empty() {
            messages.push(Message::new("system", self.settings.system.as_str()));
        }
        messages.push(Message::new("user", instruction));
        messages.push(Message::new("assistant", answer));
        let mut example = Example::new(messages);
        let metadata = json!({
            "kind": "persona",
            "persona": case.persona,
            "topic": case.topic,
            "subtopic": case.subtopic,
            "difficulty": case.difficulty,
            "format": case.format,
            "language": case.language,
        });
        example.extra.insert("metadata".to_owned(), metadata);
        example
    }
}

tunesmith_plugin_sdk::export!(generator: PersonaRequests);

#[cfg(test)]
mod tests;
