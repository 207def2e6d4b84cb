//! Makes questions and answers from documents with a model: one seed is one document, each task one question about one chunk.
//!
//! The model writes question, answer and the words that prove it; sources, citations and declining answers are made here, so they are
//! right by construction. Invariant: the index alone decides chunk, type and difficulty, and every quote stands in its chunk.

mod check;
mod chunk;
mod kind;
mod prompt;
mod settings;
mod walk;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tunesmith_plugin_sdk::{Description, Example, Generator, Message, Reply, Step, Task};

pub use crate::kind::Kind;
pub use crate::settings::{Format, Settings, Shot};

/// The generator.
pub struct DocumentQuestions {
    settings: Settings,
    kinds: Vec<Kind>,
}

/// What is asked about which chunks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Case {
    title: String,
    /// What the example shows, in the order of the document.
    shown: Vec<String>,
    /// Which of these the question is about: one, or two for a comparison.
    about: Vec<usize>,
    /// Number of the first of these in the document, from 1.
    chunk: usize,
    kind: Kind,
    difficulty: String,
    decline: String,
}

/// What is being asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Stage {
    /// The question.
    Question,
    /// Its answer.
    Answer {
        /// The question.
        question: String,
    },
    /// Both at once.
    Both,
}

/// A reply that was not usable.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Correction {
    reply: String,
    why: String,
}

/// What is known between two requests.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct State {
    case: Case,
    stage: Stage,
    corrections: u32,
}

impl Stage {
    fn label(&self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Answer { .. } => "answer",
            Self::Both => "question-and-answer",
        }
    }
}

impl Case {
    /// The chunks the question is about.
    fn chunks(&self) -> Vec<&str> {
        self.about
            .iter()
            .filter_map(|&at| self.shown.get(at).map(String::as_str))
            .collect()
    }

    fn text(&self) -> String {
        self.chunks().join("\n\n")
    }
}

#[derive(Deserialize)]
struct Seed {
    text: String,
    #[serde(default)]
    title: String,
}

impl Generator for DocumentQuestions {
    type Settings = Settings;
    type State = State;

    fn describe() -> Description {
        Description {
            name: "document-qa-generator",
            version: env!("CARGO_PKG_VERSION"),
            summary: "Makes questions and answers from documents with a model, seeds {text, title?}: chunks, question types and \
                      difficulties come evenly; quotes are checked, sources cited, unanswerable questions declined.",
            licence: "Apache-2.0",
            authors: &["The tunesmith authors"],
            documentation: include_str!("../documentation.md"),
            settings_schema: settings::schema(),
            abilities: &[],
        }
    }

    fn new(settings: Settings) -> Result<Self, String> {
        settings.check()?;
        let kinds = settings.kinds();
        Ok(Self { settings, kinds })
    }

    fn begin(&self, task: &Task) -> Result<Step<State, Vec<Example>>, String> {
        let case = self.case(task)?;
        let stage = if case.kind == Kind::Unanswerable || !self.settings.two_steps {
            Stage::Both
        } else {
            Stage::Question
        };
        Ok(self.ask(
            State {
                case,
                stage,
                corrections: 0,
            },
            None,
        ))
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
                return Ok(Step::GiveUp(format!(
                    "the model refused the {}: {}",
                    state.stage.label(),
                    words.trim()
                )));
            }
            Reply::Failed(why) => {
                return Ok(Step::GiveUp(format!(
                    "the {} got no answer: {why}",
                    state.stage.label()
                )));
            }
        };
        let value = answer.value.clone().unwrap_or_default();
        match self.read(&state, &value) {
            Ok(Read::Question(question)) => {
                state.stage = Stage::Answer { question };
                state.corrections = 0;
                Ok(self.ask(state, None))
            }
            Ok(Read::Whole(whole)) => Ok(Step::Done(vec![self.example(&state.case, &whole)])),
            Err(why) if state.corrections < self.settings.corrections => {
                state.corrections += 1;
                let correction = Correction {
                    reply: value.to_string(),
                    why,
                };
                Ok(self.ask(state, Some(&correction)))
            }
            Err(why) => Ok(Step::GiveUp(why)),
        }
    }
}

/// What a usable reply holds.
enum Read {
    Question(String),
    Whole(Whole),
}

struct Whole {
    question: String,
    answer: String,
    quote: String,
    /// Position in `shown` of the chunk that has the quote.
    source: Option<usize>,
}

impl DocumentQuestions {
    fn case(&self, task: &Task) -> Result<Case, String> {
        let shape =
            "a seed for document-qa-generator is {\"text\": \"…\"}, `title` may stand beside it";
        let record = task
            .seed
            .as_ref()
            .ok_or_else(|| format!("the task has no seed record; {shape}"))?;
        let seed: Seed = serde_json::from_value(record.clone())
            .map_err(|error| format!("the seed does not fit: {error}; {shape}"))?;
        let markdown = match self.settings.format {
            Format::Markdown => true,
            Format::Plain => false,
            Format::Auto => chunk::looks_like_markdown(&seed.text),
        };
        let chunks = chunk::chunks(&seed.text, self.settings.chunk_chars, markdown);
        if chunks.is_empty() {
            return Err(format!("`text` of the seed has no words; {shape}"));
        }
        let possible = |it: &&Kind| chunks.len() > 1 || **it != Kind::Comparison;
        let kinds: Vec<Kind> = self.kinds.iter().filter(possible).copied().collect();
        if kinds.is_empty() {
            return Err(
                "the document is one chunk, so nothing can be compared; lower `chunk_chars`"
                    .to_owned(),
            );
        }
        let place = walk::place(
            task.index,
            chunks.len(),
            kinds.len(),
            self.settings.difficulties.len(),
        );
        let kind = kinds.get(place.kind).copied().unwrap_or(Kind::Factual);
        let wanted = if kind == Kind::Comparison { 2 } else { 1 };
        let shown = if self.settings.closed_book {
            wanted
        } else {
            self.settings.shown_chunks.max(wanted)
        };
        // A window of chunks around the one that is asked about, which stands anywhere in it.
        let last_start = chunks.len().saturating_sub(shown);
        let before = (task.rng_seed % shown as u64) as usize;
        let main = place.chunk.min(chunks.len() - wanted);
        let start = main
            .saturating_sub(before.min(shown - wanted))
            .min(last_start);
        let end = (start + shown).min(chunks.len());
        Ok(Case {
            title: seed.title.trim().to_owned(),
            shown: chunks[start..end].iter().map(|&it| it.to_owned()).collect(),
            about: (main - start..main - start + wanted).collect(),
            chunk: main + 1,
            kind,
            difficulty: self
                .settings
                .difficulties
                .get(place.difficulty)
                .cloned()
                .unwrap_or_default(),
            decline: self.decline(task.index),
        })
    }

    fn decline(&self, index: u64) -> String {
        let count = self.settings.declines.len().max(1) as u64;
        // Why: by rounds of the types, or each type of five would always meet the same of five phrases.
        let at = (index / self.kinds.len().max(1) as u64).wrapping_add(index) % count;
        self.settings
            .declines
            .get(at as usize)
            .cloned()
            .unwrap_or_default()
    }

    fn ask(&self, state: State, correction: Option<&Correction>) -> Step<State, Vec<Example>> {
        let request = prompt::request(&self.settings, &state.case, &state.stage, correction);
        Step::Ask {
            requests: vec![request],
            state,
        }
    }

    /// What a reply holds, or what is wrong with it.
    fn read(&self, state: &State, value: &Value) -> Result<Read, String> {
        let field = |name: &str| {
            value
                .get(name)
                .and_then(Value::as_str)
                .map(|it| it.trim().to_owned())
                .ok_or_else(|| format!("the reply has no text `{name}`"))
        };
        let case = &state.case;
        let question = match &state.stage {
            Stage::Answer { question } => question.clone(),
            Stage::Question | Stage::Both => {
                let question = field("question")?;
                check::question(&question, case.kind, &case.text(), &self.settings.few_shot)?;
                question
            }
        };
        if state.stage == Stage::Question {
            return Ok(Read::Question(question));
        }
        if case.kind == Kind::Unanswerable {
            check::missing(&field("missing")?, &question, &case.shown.join("\n"))?;
            let answer = case.decline.clone();
            return Ok(Read::Whole(Whole {
                question,
                answer,
                quote: String::new(),
                source: None,
            }));
        }
        let answer = field("answer")?;
        check::answer(&answer, &question, &self.settings.few_shot)?;
        let quote = field("quote")?;
        let found = check::quoted_in(&quote, &case.chunks())?;
        let source = case.about.get(found).copied();
        Ok(Read::Whole(Whole {
            question,
            answer,
            quote,
            source,
        }))
    }

    fn example(&self, case: &Case, whole: &Whole) -> Example {
        let number = |at: usize| (at + 1).to_string();
        let mut messages = Vec::new();
        let system = if self.settings.closed_book {
            self.settings.closed_system.clone()
        } else {
            self.system(case)
        };
        if !system.is_empty() {
            messages.push(Message::new("system", system));
        }
        messages.push(Message::new("user", whole.question.as_str()));
        let cites = self.settings.citations && !self.settings.closed_book;
        let cited = if cites {
            whole.cited(case)
        } else {
            whole.answer.clone()
        };
        messages.push(Message::new("assistant", cited));
        let source: Vec<Value> = case
            .shown
            .iter()
            .enumerate()
            .map(|(at, text)| json!({"id": number(at), "text": text}))
            .collect();
        let mut example = Example::new(messages);
        let metadata = json!({
            "kind": "document-qa",
            "title": case.title,
            "source": source,
            "chunk": case.chunk,
            "question_type": case.kind.name(),
            "difficulty": case.difficulty,
            "answerable": case.kind != Kind::Unanswerable,
            "quote": whole.quote,
        });
        example.extra.insert("metadata".to_owned(), metadata);
        example
    }

    fn system(&self, case: &Case) -> String {
        let cite = if self.settings.citations {
            "Cite the source as [1]. "
        } else {
            ""
        };
        let mut sources = String::new();
        if !case.title.is_empty() {
            sources.push_str(&format!("# {}\n\n", case.title));
        }
        let numbered: Vec<String> = case
            .shown
            .iter()
            .enumerate()
            .map(|(at, text)| format!("[{}] {text}", at + 1))
            .collect();
        sources.push_str(&numbered.join("\n\n"));
        // Why: in this order, as a document may contain the words `{cite}`.
        self.settings
            .system
            .replace("{cite}", cite)
            .replace("{sources}", &sources)
    }
}

impl Whole {
    /// The answer with the numbers of its sources at its end; numbers the model wrote itself are taken out, they may be wrong.
    fn cited(&self, case: &Case) -> String {
        let Some(source) = self.source else {
            return self.answer.clone();
        };
        let mut answer = self.answer.as_str();
        while let Some((before, number)) =
            answer.strip_suffix(']').and_then(|it| it.rsplit_once('['))
        {
            if number.is_empty() || !number.bytes().all(|it| it.is_ascii_digit()) {
                break;
            }
            answer = before.trim_end();
        }
        let numbers: Vec<usize> = if case.kind == Kind::Comparison {
            case.about.clone()
        } else {
            vec![source]
        };
        let marks: String = numbers.iter().map(|it| format!("[{}]", it + 1)).collect();
        match answer.strip_suffix('.') {
            Some(sentence) => format!("{sentence} {marks}."),
            None => format!("{answer} {marks}"),
        }
    }
}

tunesmith_plugin_sdk::export!(generator: DocumentQuestions);

#[cfg(test)]
mod tests;
