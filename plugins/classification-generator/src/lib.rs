//! Makes texts for training a classifier, with a model: each task names a label, and often another that the text must look like.
//!
//! The label is decided before the text is written, so shares are right by construction; whether the text really is of its label is for
//! a judge to say. Invariant: the index alone decides label, confusable label, kind, style, length and language.

mod check;
mod coverage;
mod settings;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tunesmith_plugin_sdk::{Description, Example, Generator, Message, Reply, Request, Step, Task};

pub use crate::settings::{Label, Settings, Shot};

use crate::coverage::{Blocks, hard};

const INSTRUCTIONS: &str = "You write realistic texts as the people who send them, in their own words and in the first person. Answer with a JSON object: `text` is the text alone.";

/// The generator.
pub struct Classification {
    settings: Settings,
    blocks: Blocks,
}

/// What text is wanted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// Position in the list of labels.
    label: usize,
    /// The label it must look like.
    confusable: Option<usize>,
    kind: String,
    style: String,
    length: String,
    language: String,
    topic: String,
}

/// What is known between two requests.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct State {
    case: Case,
    corrections: u32,
}

/// A text that was not usable, and why.
struct Correction {
    reply: String,
    why: String,
}

#[derive(Default, Deserialize)]
struct Seed {
    #[serde(default)]
    topic: String,
}

impl Generator for Classification {
    type Settings = Settings;
    type State = State;

    fn describe() -> Description {
        Description {
            name: "classification-generator",
            version: env!("CARGO_PKG_VERSION"),
            summary: "Makes labelled texts for a classifier with a model: labels in exact shares, some texts that look like another \
                      label, even styles, lengths and languages.",
            licence: "Apache-2.0",
            authors: &["The tunesmith authors"],
            documentation: include_str!("../documentation.md"),
            settings_schema: settings::schema(),
            abilities: &[],
        }
    }

    fn new(settings: Settings) -> Result<Self, String> {
        settings.check()?;
        let shares: Vec<f64> = settings.labels.iter().map(|it| it.share).collect();
        let blocks = Blocks::new(&shares);
        Ok(Self { settings, blocks })
    }

    fn begin(&self, task: &Task) -> Result<Step<State, Vec<Example>>, String> {
        let case = self.case(task)?;
        self.ask(
            State {
                case,
                corrections: 0,
            },
            None,
        )
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
            Reply::Failed(why) => {
                return Ok(Step::GiveUp(format!("the text got no answer: {why}")));
            }
        };
        let value = answer.value.clone().unwrap_or_default();
        match self.read(&state.case, &value) {
            Ok(text) => Ok(Step::Done(vec![self.example(&state.case, &text)?])),
            Err(why) if state.corrections < self.settings.corrections => {
                state.corrections += 1;
                let correction = Correction {
                    reply: value.to_string(),
                    why,
                };
                self.ask(state, Some(&correction))
            }
            Err(why) => Ok(Step::GiveUp(why)),
        }
    }
}

impl Classification {
    fn case(&self, task: &Task) -> Result<Case, String> {
        let seed: Seed = match &task.seed {
            None | Some(Value::Null) => Seed::default(),
            Some(record) => serde_json::from_value(record.clone())
                .map_err(|error| format!("the seed does not fit: {error}; a seed for classification-generator is {{\"topic\": \"…\"}}"))?,
        };
        let pick = |items: &[String], name: &str| {
            tunesmith_plugin_sdk::coverage::choose(items, task.index, name)
                .cloned()
                .ok_or_else(|| format!("there is no {name} to choose from"))
        };
        let turn = self.blocks.turn(task.index);
        let others = self.confusable(turn.label)?;
        let confusable = hard(turn, self.settings.hard_share).and_then(|number| {
            others
                .get((number % others.len().max(1) as u64) as usize)
                .copied()
        });
        Ok(Case {
            label: turn.label,
            confusable,
            kind: pick(&self.settings.text_kinds, "kind")?,
            style: pick(&self.settings.styles, "style")?,
            length: pick(&self.settings.lengths, "length")?,
            language: pick(&self.settings.languages, "language")?,
            topic: seed.topic.trim().to_owned(),
        })
    }

    /// The labels a label is taken for.
    fn confusable(&self, label: usize) -> Result<Vec<usize>, String> {
        let named = &self.label(label)?.confused_with;
        let is_one = |at: &usize| {
            *at != label
                && self
                    .settings
                    .labels
                    .get(*at)
                    .is_some_and(|it| named.is_empty() || named.contains(&it.name))
        };
        Ok((0..self.settings.labels.len()).filter(is_one).collect())
    }

    fn label(&self, at: usize) -> Result<&Label, String> {
        self.settings.labels.get(at).ok_or_else(|| {
            format!("there is no label {at}; the settings have changed since the task began")
        })
    }

    fn ask(
        &self,
        state: State,
        correction: Option<&Correction>,
    ) -> Result<Step<State, Vec<Example>>, String> {
        let mut messages = vec![Message::new("system", INSTRUCTIONS)];
        for shot in &self.settings.few_shot {
            messages.push(Message::new("user", shot.brief.as_str()));
            messages.push(Message::new(
                "assistant",
                json!({"text": shot.text}).to_string(),
            ));
        }
        messages.push(Message::new("user", self.brief(&state.case)?));
        if let Some(correction) = correction {
            messages.push(Message::new("assistant", correction.reply.as_str()));
            messages.push(Message::new(
                "user",
                format!(
                    "That is not usable: {}. Write another text.",
                    correction.why
                ),
            ));
        }
        let schema = json!({
            "type": "object",
            "properties": {"text": {"type": "string"}},
            "required": ["text"],
            "additionalProperties": false
        });
        let request = Request {
            label: "text".to_owned(),
            messages,
            answer_schema: Some(schema),
            temperature: Some(self.settings.temperature),
            max_tokens: Some(self.settings.max_tokens),
            ..Request::default()
        };
        Ok(Step::Ask {
            requests: vec![request],
            state,
        })
    }

    fn brief(&self, case: &Case) -> Result<String, String> {
        let label = self.label(case.label)?;
        let mut brief = format!(
            "From: {}\nKind: {}\nIt is about: {}",
            self.settings.domain, case.kind, label.description
        );
        if !case.topic.is_empty() {
            brief.push_str(&format!("\nIt mentions: {}", case.topic));
        }
        brief.push_str(&format!(
            "\nStyle: {}\nLength: {}\nLanguage: {}",
            case.style, case.length, case.language
        ));
        if let Some(other) = case.confusable {
            let other = self.label(other)?;
            brief.push_str(&format!(
                "\nAt first sight it looks as if it were about: {}. But it is not.",
                other.description
            ));
        }
        if !self.settings.allow_label_name {
            brief.push_str(&format!("\nDo not write the word “{}”.", label.name));
        }
        Ok(brief)
    }

    fn read(&self, case: &Case, value: &Value) -> Result<String, String> {
        let text = value
            .get("text")
            .and_then(Value::as_str)
            .map(str::trim)
            .ok_or("the reply has no text `text`")?;
        let label = self.label(case.label)?;
        check::text(text, &label.name, &label.description, &self.settings)?;
        Ok(text.to_owned())
    }

    fn example(&self, case: &Case, text: &str) -> Result<Example, String> {
        let label = self.label(case.label)?;
        let confusable = case.confusable.map(|at| self.label(at)).transpose()?;
        let list: Vec<String> = self
            .settings
            .labels
            .iter()
            .map(|it| format!("{}: {}", it.name, it.description))
            .collect();
        let system = self.settings.system.replace("{labels}", &list.join("\n"));
        let messages = vec![
            Message::new("system", system),
            Message::new("user", text),
            Message::new("assistant", label.name.as_str()),
        ];
        let mut example = Example::new(messages);
        let metadata = json!({
            "kind": "classification",
            "label": label.name,
            "confusable": confusable.map(|it| it.name.as_str()),
            "hard": confusable.is_some(),
            "style": case.style,
            "text_kind": case.kind,
            "length": case.length,
            "language": case.language,
            "expected": label.name,
        });
        example.extra.insert("metadata".to_owned(), metadata);
        Ok(example)
    }
}

tunesmith_plugin_sdk::export!(generator: Classification);

#[cfg(test)]
mod tests;
