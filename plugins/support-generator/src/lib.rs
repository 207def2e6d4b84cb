//! Makes customer-support conversations with a model: one seed is one product, each task one customer.
//!
//! The model writes only what customer and agent say; the system message is built from the seed. A conversation of several turns
//! asks once per turn and carries what was said as its state. Invariant: index and seed decide who asks for what, so every persona,
//! intent, tone and difficulty gets its share; the rng seed decides only how long the customer writes.

mod prompt;
mod seed;
mod settings;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tunesmith_plugin_sdk::coverage;
use tunesmith_plugin_sdk::{Description, Example, Generator, Message, Reply, Rng, Step, Task};

pub use crate::settings::{Settings, Shot};

use crate::seed::Seed;

/// How long the customer's message is to be; the first says nothing.
const LENGTHS: [&str; 3] = [
    "",
    "\nThe customer writes one sentence.",
    "\nThe customer writes two or three sentences.",
];

/// The generator.
pub struct SupportChats {
    settings: Settings,
}

/// Who asks for what about which product.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Case {
    product: String,
    facts: String,
    persona: String,
    intent: String,
    tone: String,
    difficulty: String,
    length: String,
}

/// What the customer wrote and was answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Turn {
    user: String,
    assistant: String,
}

/// What is known between two requests.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct State {
    case: Case,
    turns: Vec<Turn>,
}

impl Generator for SupportChats {
    type Settings = Settings;
    type State = State;

    fn describe() -> Description {
        Description {
            name: "support-generator",
            version: env!("CARGO_PKG_VERSION"),
            summary: "Makes customer-support conversations with a model from seeds {product, facts, intents?}: personas, intents, \
                      tones and difficulties come evenly; one turn or several.",
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
        Ok(self.ask(State {
            case: self.case(task)?,
            turns: Vec::new(),
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
        match self.read_turn(reply, state.turns.len() + 1) {
            Ok(turn) => state.turns.push(turn),
            Err(why) => return Ok(Step::GiveUp(why)),
        }
        if state.turns.len() < self.settings.turns as usize {
            return Ok(self.ask(state));
        }
        Ok(Step::Done(vec![self.example(state)]))
    }
}

impl SupportChats {
    fn case(&self, task: &Task) -> Result<Case, String> {
        let seed = Seed::read(task.seed.as_ref())?;
        let intents = if seed.intents.is_empty() {
            &self.settings.intents
        } else {
            &seed.intents
        };
        let pick = |items: &[String], name: &str| {
            let item = coverage::choose(items, task.index, name);
            item.cloned()
                .ok_or_else(|| format!("there is no {name} to choose from"))
        };
        let mut rng = Rng::new(task.rng_seed);
        Ok(Case {
            persona: pick(&self.settings.personas, "persona")?,
            intent: pick(intents, "intent")?,
            tone: pick(&self.settings.tones, "tone")?,
            difficulty: pick(&self.settings.difficulties, "difficulty")?,
            length: rng.choose(&LENGTHS).copied().unwrap_or_default().to_owned(),
            facts: seed.facts_text(),
            product: seed.product.trim().to_owned(),
        })
    }

    fn ask(&self, state: State) -> Step<State, Vec<Example>> {
        let request = prompt::request(&self.settings, &state.case, &state.turns);
        Step::Ask {
            requests: vec![request],
            state,
        }
    }

    /// The turn a reply holds, or why there is none.
    fn read_turn(&self, reply: &Reply, number: usize) -> Result<Turn, String> {
        let answer = match reply {
            Reply::Answered(answer) => answer,
            Reply::Refused(words) => {
                return Err(format!("the model refused turn {number}: {}", words.trim()));
            }
            Reply::Failed(why) => return Err(format!("turn {number} got no answer: {why}")),
        };
        let field = |name: &str| {
            let text = answer.value.as_ref().and_then(|value| value.get(name));
            match text.and_then(Value::as_str).map(str::trim) {
                None => Err(format!("the reply to turn {number} has no text `{name}`")),
                Some("") => Err(format!("the reply to turn {number} leaves `{name}` empty")),
                Some(text) => Ok(text.to_owned()),
            }
        };
        let turn = Turn {
            user: field("user")?,
            assistant: field("assistant")?,
        };
        if turn.user == turn.assistant {
            return Err(format!(
                "the reply to turn {number} says the same as user and assistant"
            ));
        }
        // Why: weak models hand the shown conversations back.
        let is_copy = |shot: &Shot| shot.user == turn.user || shot.assistant == turn.assistant;
        if self.settings.few_shot.iter().any(is_copy) {
            return Err(format!(
                "the reply to turn {number} copies one of the few_shot conversations"
            ));
        }
        Ok(turn)
    }

    fn example(&self, state: State) -> Example {
        let State { case, turns } = state;
        let system = self
            .settings
            .system
            .replace("{product}", &case.product)
            .replace("{facts}", &case.facts);
        let mut messages = vec![Message::new("system", system)];
        for turn in turns {
            messages.push(Message::new("user", turn.user));
            messages.push(Message::new("assistant", turn.assistant));
        }
        let mut example = Example::new(messages);
        let metadata = json!({
            "kind": "support",
            "product": case.product,
            "persona": case.persona,
            "intent": case.intent,
            "tone": case.tone,
            "difficulty": case.difficulty,
        });
        example.extra.insert("metadata".to_owned(), metadata);
        example
    }
}

tunesmith_plugin_sdk::export!(generator: SupportChats);

#[cfg(test)]
mod tests;
