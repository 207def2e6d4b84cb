//! Makes preference pairs whose rejected answer has one named flaw.
//!
//! The good answer comes from the seed or the model; the flaw is made exactly from it, or asked of the model and checked. Left out:
//! judging which of two free answers is better. Invariant: what is rejected differs from what is preferred, and not by length alone.

mod check;
mod exact;
mod flaw;
mod prompt;
mod settings;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tunesmith_plugin_sdk::coverage;
use tunesmith_plugin_sdk::{Description, Example, Generator, Message, Reply, Rng, Step, Task};

pub use crate::settings::Settings;

use crate::check::Measured;

/// The generator.
pub struct Preferences {
    settings: Settings,
}

/// What is known between two requests.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// Empty until the model wrote the question.
    prompt: String,
    system: String,
    /// None until there is a good answer.
    chosen: Option<String>,
    from_seed: bool,
    flaw: String,
    rng_seed: u64,
    /// Whether the model was told what was wrong.
    corrected: bool,
}

#[derive(Deserialize)]
struct Seed {
    prompt: String,
    #[serde(default)]
    answer: Option<String>,
    #[serde(default)]
    system: Option<String>,
}

type Next = Step<State, Vec<Example>>;

impl Generator for Preferences {
    type Settings = Settings;
    type State = State;

    fn describe() -> Description {
        Description {
            name: "preference-generator",
            version: env!("CARGO_PKG_VERSION"),
            summary: "Makes preference pairs from seeds {prompt, answer?} or topics: the rejected answer has one named flaw, made exactly \
                      or asked of the model and checked; lengths are guarded.",
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
        let flaw = coverage::choose(&self.settings.flaws, task.index, "flaw")
            .cloned()
            .unwrap_or_default();
        let mut state = State {
            prompt: String::new(),
            system: self.settings.system.clone(),
            chosen: None,
            from_seed: false,
            flaw,
            rng_seed: task.rng_seed,
            corrected: false,
        };
        if task.seed.is_none() && !self.settings.topics.is_empty() {
            let pick = |items: &[String], name: &str| {
                coverage::choose(items, task.index, name)
                    .cloned()
                    .unwrap_or_default()
            };
            let (topic, persona) = (
                pick(&self.settings.topics, "topic"),
                pick(&self.settings.personas, "persona"),
            );
            return Ok(ask(
                prompt::question(&self.settings, &topic, &persona),
                state,
            ));
        }
        let seed = read_seed(task.seed.as_ref())?;
        state.prompt = seed.prompt.trim().to_owned();
        state.system = seed.system.unwrap_or(state.system);
        match seed.answer.filter(|answer| !answer.trim().is_empty()) {
            Some(answer) => {
                state.from_seed = true;
                Ok(self.reject(state, answer.trim()))
            }
            None => Ok(ask(prompt::answer(&self.settings, &state.prompt), state)),
        }
    }

    fn resume(&self, mut state: State, replies: &[Reply]) -> Result<Next, String> {
        let [reply] = replies else {
            return Err(format!("one reply was expected, {} came", replies.len()));
        };
        let Some(chosen) = state.chosen.clone() else {
            let good = self.read_good(&mut state, reply);
            return Ok(match good {
                Ok(answer) => self.reject(state, &answer),
                Err(why) => Step::GiveUp(why),
            });
        };
        let written = match field(reply, "answer", "the flawed answer") {
            Ok(written) => written,
            Err(why) => return Ok(Step::GiveUp(why)),
        };
        let fault = match check::rejected(&self.settings, &state.flaw, &chosen, &written) {
            _ if prompt::is_copy(&written) => "it copies the example".to_owned(),
            Ok(measured) => {
                return Ok(Step::Done(vec![
                    self.example(&state, &chosen, &written, measured, "model"),
                ]));
            }
            Err(fault) => fault,
        };
        if state.corrected {
            return Ok(Step::GiveUp(format!(
                "no flaw `{}` after a correction: {fault}",
                state.flaw
            )));
        }
        state.corrected = true;
        let order = flaw::by_name(&state.flaw)
            .and_then(|flaw| flaw.order)
            .unwrap_or_default();
        let request = prompt::flawed(
            &self.settings,
            &state.prompt,
            &chosen,
            order,
            Some((&written, &fault)),
        );
        Ok(ask(request, state))
    }
}

impl Preferences {
    /// The good answer that a reply holds, and its question if that was asked for.
    fn read_good(&self, state: &mut State, reply: &Reply) -> Result<String, String> {
        if state.prompt.is_empty() {
            state.prompt = field(reply, "question", "the question")?;
        }
        let answer = field(reply, "answer", "the good answer")?;
        if prompt::is_copy(&answer) || prompt::is_copy(&state.prompt) {
            return Err("the good answer copies the example".to_owned());
        }
        let words = answer.split_whitespace().count();
        if words < self.settings.min_words {
            return Err(format!(
                "the good answer has {words} words, fewer than `min_words`, which is {}",
                self.settings.min_words
            ));
        }
        if answer.eq_ignore_ascii_case(&state.prompt) {
            return Err("the good answer repeats the question".to_owned());
        }
        Ok(answer)
    }

    /// Makes the flaw, or asks for it.
    fn reject(&self, mut state: State, chosen: &str) -> Next {
        let order = flaw::by_name(&state.flaw).and_then(|flaw| flaw.order);
        if let Some(order) = order {
            let request = prompt::flawed(&self.settings, &state.prompt, chosen, order, None);
            state.chosen = Some(chosen.to_owned());
            return ask(request, state);
        }
        // Why: an answer without numbers has no number to change; another exact flaw that the recipe wants will do.
        let wanted = self
            .settings
            .flaws
            .iter()
            .filter(|name| **name != state.flaw);
        let candidates: Vec<String> = std::iter::once(&state.flaw)
            .chain(wanted)
            .cloned()
            .collect();
        let mut last = format!("the good answer can not have the flaw `{}`", state.flaw);
        for name in candidates {
            let mut rng = Rng::new(state.rng_seed);
            let Some(rejected) = exact::make(&name, chosen, &mut rng) else {
                continue;
            };
            match check::lengths(&self.settings, chosen, &rejected) {
                Ok(measured) => {
                    state.flaw = name;
                    return Step::Done(vec![
                        self.example(&state, chosen, &rejected, measured, "exact"),
                    ]);
                }
                Err(why) => last = why,
            }
        }
        Step::GiveUp(last)
    }

    fn example(
        &self,
        state: &State,
        chosen: &str,
        rejected: &str,
        measured: Measured,
        how: &str,
    ) -> Example {
        let mut messages = Vec::new();
        if !state.system.is_empty() {
            messages.push(Message::new("system", state.system.as_str()));
        }
        messages.push(Message::new("user", state.prompt.as_str()));
        let mut example = Example::new(messages);
        let ending = |text: &str| json!([{"role": "assistant", "content": text}]);
        example
            .extra
            .insert("preferred_output".to_owned(), ending(chosen));
        example
            .extra
            .insert("non_preferred_output".to_owned(), ending(rejected));
        let metadata = json!({
            "kind": "preference",
            "flaw": state.flaw,
            "how": how,
            "answer_from": if state.from_seed { "seed" } else { "model" },
            "corrected": state.corrected,
            "length_ratio": measured.length_ratio,
            "changed": measured.changed,
        });
        example.extra.insert("metadata".to_owned(), metadata);
        example
    }
}

fn ask(request: tunesmith_plugin_sdk::Request, state: State) -> Next {
    Step::Ask {
        requests: vec![request],
        state,
    }
}

fn read_seed(record: Option<&Value>) -> Result<Seed, String> {
    let shape = "a seed for preference-generator is {\"prompt\": \"…\", \"answer\"?: \"…\", \"system\"?: \"…\"}";
    let record = record.ok_or_else(|| {
        format!("the task has no seed record and the settings no `topics`; {shape}")
    })?;
    let seed: Seed = serde_json::from_value(record.clone())
        .map_err(|error| format!("the seed record can not be used: {error}; {shape}"))?;
    if seed.prompt.trim().is_empty() {
        return Err(format!("the seed record's `prompt` is empty; {shape}"));
    }
    Ok(seed)
}

/// A text of a reply, or why there is none.
fn field(reply: &Reply, name: &str, what: &str) -> Result<String, String> {
    let answer = match reply {
        Reply::Answered(answer) => answer,
        Reply::Refused(words) => return Err(format!("the model refused {what}: {}", words.trim())),
        Reply::Failed(why) => return Err(format!("{what} got no answer: {why}")),
    };
    if answer.finish_reason == "length" {
        return Err(format!(
            "{what} was cut off; `max_tokens` is too low, or the model does not stop"
        ));
    }
    let text = answer
        .value
        .as_ref()
        .and_then(|value| value.get(name))
        .and_then(Value::as_str);
    match text.map(str::trim) {
        None => Err(format!("the reply with {what} has no text `{name}`")),
        Some("") => Err(format!("the reply with {what} leaves `{name}` empty")),
        Some(text) => Ok(text.to_owned()),
    }
}

tunesmith_plugin_sdk::export!(generator: Preferences);

#[cfg(test)]
mod tests;
