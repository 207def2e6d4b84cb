//! The settings, their defaults and their schema.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::kind::{KINDS, Kind};

const MOST_SHOWN: usize = 8;
const MOST_CORRECTIONS: u32 = 3;

/// What a recipe may set.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Most characters of a chunk.
    pub chunk_chars: usize,
    /// `auto`, `markdown` or `plain`.
    pub format: Format,
    /// Which types of question.
    pub question_types: Vec<Kind>,
    /// How hard questions are, in words for the model.
    pub difficulties: Vec<String>,
    /// Ask for the question first and for the answer then.
    pub two_steps: bool,
    /// Answers end with the number of their source.
    pub citations: bool,
    /// The example shows no source.
    pub closed_book: bool,
    /// How many chunks the example shows, the right one among them.
    pub shown_chunks: usize,
    /// System message; `{sources}` and `{cite}` are filled in.
    pub system: String,
    /// System message of closed-book examples; empty for none.
    pub closed_system: String,
    /// What the assistant says where the source has no answer; they take turns.
    pub declines: Vec<String>,
    /// How often a bad reply is asked for again.
    pub corrections: u32,
    /// Sampling temperature.
    pub temperature: f64,
    /// Most tokens of one reply.
    pub max_tokens: u32,
    /// What the model is shown.
    pub few_shot: Vec<Shot>,
}

/// How a document is read.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Markdown if it looks like it.
    Auto,
    /// Markdown.
    Markdown,
    /// Paragraphs.
    Plain,
}

/// One question as the model should write it.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Shot {
    /// The chunk.
    pub text: String,
    /// Its type.
    pub question_type: Kind,
    /// The question.
    pub question: String,
    /// The answer; of an unanswerable question what the text lacks.
    pub answer: String,
    /// Words of the text; empty for an unanswerable question.
    #[serde(default)]
    pub quote: String,
}

const KETTLE: &str = "The Brisa kettle holds 1.5 litres. It switches off when it is empty, because a dry element burns out within seconds. Returns are free within 30 days.";

const TOWER: &str = "Ada Reyes built the Tamar observatory in 1921. It stands on a hill of bare rock, since warm air from fields would blur the stars. Guided tours start at nine each Friday.";

const SHOTS: [(&str, Kind, &str, &str, &str); 10] = [
    (
        KETTLE,
        Kind::Factual,
        "How much water does the Brisa kettle hold?",
        "It holds 1.5 litres.",
        "holds 1.5 litres",
    ),
    (
        TOWER,
        Kind::Factual,
        "Who built the Tamar observatory?",
        "Ada Reyes built it in 1921.",
        "Ada Reyes built the Tamar observatory in 1921",
    ),
    (
        KETTLE,
        Kind::Reason,
        "Why does the Brisa kettle switch off when it is empty?",
        "Because a dry element burns out within seconds.",
        "a dry element burns out within seconds",
    ),
    (
        TOWER,
        Kind::Reason,
        "Why was the Tamar observatory built on bare rock?",
        "Because warm air from fields would blur the stars.",
        "warm air from fields would blur the stars",
    ),
    (
        "The Brisa kettle holds 1.5 litres and weighs 900 grams.\n\nThe Brisa Mini holds 0.8 litres and weighs 600 grams.",
        Kind::Comparison,
        "How do the Brisa kettle and the Brisa Mini differ in size?",
        "The kettle holds 1.5 litres, the Mini only 0.8 litres.",
        "The Brisa Mini holds 0.8 litres",
    ),
    (
        "The Tamar observatory stands on a hill of bare rock.\n\nThe Lune observatory stands in a valley, where fog often hides the stars.",
        Kind::Comparison,
        "Which place is better for watching stars, that of the Tamar or that of the Lune observatory?",
        "That of the Tamar, as fog often hides the stars in the valley of the Lune.",
        "fog often hides the stars",
    ),
    (
        KETTLE,
        Kind::Summary,
        "What are the main things to know about the Brisa kettle?",
        "It holds 1.5 litres, switches off when it is empty, and can be returned free for 30 days.",
        "Returns are free within 30 days",
    ),
    (
        TOWER,
        Kind::Summary,
        "What is worth knowing about the Tamar observatory?",
        "Ada Reyes built it on a rocky hill in 1921, and visitors can join a tour on Fridays.",
        "Guided tours start at nine each Friday",
    ),
    (
        KETTLE,
        Kind::Unanswerable,
        "Which colours does the Brisa kettle come in?",
        "colours",
        "",
    ),
    (
        TOWER,
        Kind::Unanswerable,
        "How large is the telescope of the Tamar observatory?",
        "telescope",
        "",
    ),
];

impl Default for Settings {
    fn default() -> Self {
        let owned = |items: &[&str]| items.iter().map(|&item| item.to_owned()).collect();
        let shot =
            |(text, question_type, question, answer, quote): (&str, Kind, &str, &str, &str)| Shot {
                text: text.to_owned(),
                question_type,
                question: question.to_owned(),
                answer: answer.to_owned(),
                quote: quote.to_owned(),
            };
        Self {
            chunk_chars: 800,
            format: Format::Auto,
            question_types: KINDS.to_vec(),
            difficulties: owned(&["easy", "medium", "hard"]),
            two_steps: true,
            citations: true,
            closed_book: false,
            shown_chunks: 3,
            system: "Answer the question from the sources below. {cite}If they do not have the answer, say so.\n\n{sources}".to_owned(),
            closed_system: String::new(),
            declines: owned(&[
                "The sources do not say that.",
                "I could not find that in the sources.",
                "The sources do not mention this, so I can't answer it.",
                "There is no information about that in the sources.",
            ]),
            corrections: 1,
            temperature: 0.7,
            max_tokens: 200,
            few_shot: SHOTS.map(shot).to_vec(),
        }
    }
}

impl Settings {
    /// Refuses what can not work.
    pub(crate) fn check(&self) -> Result<(), String> {
        let between = |name: &str, value: usize, low: usize, high: usize| {
            if (low..=high).contains(&value) {
                return Ok(());
            }
            Err(format!(
                "`{name}` is {value}; it must lie between {low} and {high}"
            ))
        };
        between("chunk_chars", self.chunk_chars, 100, 20_000)?;
        between("shown_chunks", self.shown_chunks, 1, MOST_SHOWN)?;
        between(
            "corrections",
            self.corrections as usize,
            0,
            MOST_CORRECTIONS as usize,
        )?;
        if !(0.0..=2.0).contains(&self.temperature) {
            return Err(format!(
                "`temperature` is {}; it must lie between 0 and 2",
                self.temperature
            ));
        }
        if self.max_tokens == 0 {
            return Err(
                "`max_tokens` is 0, so the model could not answer; 100 to 300 is usual".into(),
            );
        }
        if self.kinds().is_empty() {
            return Err("`question_types` leaves nothing to ask; a closed book has no unanswerable questions".into());
        }
        for (name, list) in [
            ("difficulties", &self.difficulties),
            ("declines", &self.declines),
        ] {
            if list.is_empty() || list.iter().any(|item| item.trim().is_empty()) {
                return Err(format!(
                    "`{name}` must hold at least one text, and none of them empty"
                ));
            }
        }
        if !self.closed_book && !self.system.contains("{sources}") {
            return Err("`system` does not say where {sources} goes; set `closed_book` if no source is to be shown".into());
        }
        Ok(())
    }

    /// The types that can be asked, each once.
    pub(crate) fn kinds(&self) -> Vec<Kind> {
        let wanted = |kind: &Kind| {
            self.question_types.contains(kind) && !(self.closed_book && *kind == Kind::Unanswerable)
        };
        KINDS.into_iter().filter(wanted).collect()
    }
}

/// JSON Schema of [`Settings`].
pub(crate) fn schema() -> Value {
    let defaults = Settings::default();
    let names: Vec<&str> = KINDS.iter().map(|it| it.name()).collect();
    let flag = |description: &str, default: bool| json!({"description": description, "type": "boolean", "default": default});
    let text = |description: &str, default: &str| json!({"description": description, "type": "string", "default": default});
    let count = |description: &str, low: usize, high: usize, default: usize| json!({"description": description, "type": "integer", "minimum": low, "maximum": high, "default": default});
    let texts = |description: &str, default: &[String]| json!({"description": description, "type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1, "default": default});
    let shots: Vec<Value> = defaults.few_shot.iter().map(|it| {
        json!({"text": it.text, "question_type": it.question_type.name(), "question": it.question, "answer": it.answer, "quote": it.quote})
    }).collect();
    let word = json!({"type": "string"});
    json!({
        "type": "object",
        "additionalProperties": false,
        "description": "Seeds are documents: {\"text\": \"…\", \"title\": \"…\"}; the title may be left out.",
        "properties": {
            "chunk_chars": count("Most characters of a chunk.", 100, 20_000, defaults.chunk_chars),
            "format": {
                "description": "How documents are read: markdown, plain (paragraphs), or auto (markdown if it looks like it).",
                "type": "string", "enum": ["auto", "markdown", "plain"], "default": "auto"
            },
            "question_types": {
                "description": "Which types of question; they take turns. comparison needs a document of two chunks.",
                "type": "array", "items": {"type": "string", "enum": names}, "minItems": 1, "default": names
            },
            "difficulties": texts("How hard questions are, as the model is told; `easy`, `medium` and `hard` are explained to it.", &defaults.difficulties),
            "two_steps": flag("Ask for the question first and for its answer in a second request; otherwise for both at once.", defaults.two_steps),
            "citations": flag("Answers end with the number of their source, such as [2].", defaults.citations),
            "closed_book": flag("The examples show no source, so that the facts themselves are learned. No citations and no unanswerable questions then.", defaults.closed_book),
            "shown_chunks": count("How many chunks of the document the example shows, the right one among them.", 1, MOST_SHOWN, defaults.shown_chunks),
            "system": text("System message of each example. {sources} stands for the numbered chunks, {cite} for the request to cite them.", &defaults.system),
            "closed_system": text("System message of closed-book examples; empty for none.", &defaults.closed_system),
            "declines": texts("What the assistant answers to unanswerable questions; they take turns.", &defaults.declines),
            "corrections": count("How often a bad reply is asked for again, told what is wrong.", 0, MOST_CORRECTIONS as usize, defaults.corrections as usize),
            "temperature": {"description": "Sampling temperature of questions; lower is more alike. Answers are asked for at 0.3 or less.", "type": "number", "minimum": 0, "maximum": 2, "default": defaults.temperature},
            "max_tokens": {"description": "Most tokens of one reply.", "type": "integer", "minimum": 1, "default": defaults.max_tokens},
            "few_shot": {
                "description": "Questions that show the model what to write; two are shown, of the wanted type first. `answer` of an unanswerable question names what its text lacks.",
                "type": "array",
                "items": {
                    "type": "object", "additionalProperties": false,
                    "properties": {"text": word, "question_type": {"type": "string", "enum": names}, "question": word, "answer": word, "quote": word},
                    "required": ["text", "question_type", "question", "answer"]
                },
                "default": shots
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{Settings, schema};

    #[test]
    fn the_schema_states_the_defaults() {
        tunesmith_plugin_sdk::testing::states_defaults::<Settings>(&schema());
    }
}
