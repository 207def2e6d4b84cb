//! The settings and their schema. The long lists of defaults are in `defaults`.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::defaults;
use crate::shape::{SHAPES, Shape};

const MOST_ITEMS: usize = 10_000;
const MOST_CORRECTIONS: u32 = 5;

/// What a recipe may set.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Who asks, unless the seed says so.
    pub personas: Vec<String>,
    /// What they ask about.
    pub topics: Vec<Topic>,
    /// How hard it is.
    pub difficulties: Vec<Difficulty>,
    /// What the answer is to look like.
    pub formats: Vec<Format>,
    /// What they write in.
    pub languages: Vec<String>,
    /// The system message of the example; empty for none.
    pub system: String,
    /// Requests and answers that show the model what to write.
    pub few_shot: Vec<Shot>,
    /// How often an unusable reply is sent back, in each of the two steps.
    pub corrections: u32,
    /// As like a shown example as this is a copy.
    pub near_duplicate: f64,
    /// Fewest words of an instruction.
    pub min_words: usize,
    /// Most words of an instruction.
    pub max_words: usize,
    /// Most words of an answer.
    pub max_answer_words: usize,
    /// Whether a text in another language is sent back.
    pub check_language: bool,
    /// Sampling temperature of instructions.
    pub temperature: f64,
    /// Sampling temperature of answers.
    pub answer_temperature: f64,
    /// Most tokens of one reply.
    pub max_tokens: u32,
}

/// A topic and its parts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// Its name.
    pub topic: String,
    /// Its parts; without them the topic stands for itself.
    #[serde(default)]
    pub subtopics: Vec<String>,
}

/// A level of difficulty.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Difficulty {
    /// For the metadata.
    pub name: String,
    /// What the model is told.
    pub meaning: String,
}

/// A form of answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Format {
    /// For the metadata.
    pub name: String,
    /// What the model is told.
    pub ask: String,
    /// What is checked.
    #[serde(default)]
    pub shape: Shape,
}

/// A request and its answer, to show the model what to write.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shot {
    /// Who asks.
    pub persona: String,
    /// About what.
    pub topic: String,
    /// About which part of it.
    pub subtopic: String,
    /// A difficulty's name.
    pub difficulty: String,
    /// A format's name.
    pub format: String,
    /// In which language.
    pub language: String,
    /// What the person writes.
    pub instruction: String,
    /// What is answered.
    pub answer: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            personas: defaults::personas(),
            topics: defaults::topics(),
            difficulties: defaults::difficulties(),
            formats: defaults::formats(),
            languages: vec!["English".to_owned()],
            system: String::new(),
            few_shot: defaults::shots(),
            corrections: 1,
            near_duplicate: 0.6,
            min_words: 5,
            max_words: 120,
            max_answer_words: 400,
            check_language: true,
            temperature: 0.8,
            answer_temperature: 0.4,
            max_tokens: 400,
        }
    }
}

impl Settings {
    /// Refuses what can not work.
    pub(crate) fn check(&self) -> Result<(), String> {
        for (name, value) in [
            ("temperature", self.temperature),
            ("answer_temperature", self.answer_temperature),
        ] {
            if !(0.0..=2.0).contains(&value) {
                return Err(format!("`{name}` is {value}; it must lie between 0 and 2"));
            }
        }
        if !(0.0 < self.near_duplicate && self.near_duplicate <= 1.0) {
            return Err(format!(
                "`near_duplicate` is {}; it must be above 0 and at most 1",
                self.near_duplicate
            ));
        }
        if self.max_tokens == 0 {
            return Err(
                "`max_tokens` is 0, so the model could not answer; 200 to 600 is usual".to_owned(),
            );
        }
        if self.corrections > MOST_CORRECTIONS {
            return Err(format!(
                "`corrections` is {}; at most {MOST_CORRECTIONS} are possible",
                self.corrections
            ));
        }
        if self.min_words > self.max_words || self.max_words == 0 || self.max_answer_words == 0 {
            return Err(format!(
                "`min_words` is {}, `max_words` {} and `max_answer_words` {}; the least must not be above the most, and the most must be above 0",
                self.min_words, self.max_words, self.max_answer_words
            ));
        }
        self.check_lists()
    }

    fn check_lists(&self) -> Result<(), String> {
        let of_topics = self
            .topics
            .iter()
            .flat_map(|it| [&it.topic].into_iter().chain(&it.subtopics));
        let of_levels = self
            .difficulties
            .iter()
            .flat_map(|it| [&it.name, &it.meaning]);
        let of_formats = self.formats.iter().flat_map(|it| [&it.name, &it.ask]);
        for (name, list) in [
            ("personas", self.personas.iter().collect::<Vec<_>>()),
            ("topics", of_topics.collect()),
            ("difficulties", of_levels.collect()),
            ("formats", of_formats.collect()),
            ("languages", self.languages.iter().collect()),
        ] {
            if list.is_empty() || list.iter().any(|it| it.trim().is_empty()) {
                return Err(format!(
                    "`{name}` must hold at least one entry, and no text in it may be empty"
                ));
            }
            if list.len() > MOST_ITEMS {
                return Err(format!(
                    "`{name}` holds {} texts; at most {MOST_ITEMS} are possible, put personas into seeds",
                    list.len()
                ));
            }
        }
        Ok(())
    }

    /// Topics with their parts, one part of each topic after the other, so that few tasks already see many topics.
    pub(crate) fn leaves(&self) -> Vec<(&str, &str)> {
        let most = self.topics.iter().map(|it| it.subtopics.len()).max();
        let mut leaves = Vec::new();
        for at in 0..most.unwrap_or(0).max(1) {
            for it in &self.topics {
                if let Some(subtopic) = it.subtopics.get(at) {
                    leaves.push((it.topic.as_str(), subtopic.as_str()));
                } else if at == 0 {
                    leaves.push((it.topic.as_str(), ""));
                }
            }
        }
        leaves
    }
}

/// JSON Schema of [`Settings`].
pub(crate) fn schema() -> Value {
    let defaults = Settings::default();
    let text = json!({"type": "string", "minLength": 1});
    let list = |description: &str, items: Value, default: Value| {
        json!({
            "description": description, "type": "array", "minItems": 1, "maxItems": MOST_ITEMS,
            "items": items, "default": default
        })
    };
    let record = |members: Value, required: &[&str]| {
        json!({
            "type": "object", "additionalProperties": false, "properties": members, "required": required
        })
    };
    let count = |description: &str, least: u32, default: usize| {
        json!({
            "description": description, "type": "integer", "minimum": least, "default": default
        })
    };
    let heat = |description: &str, default: f64| {
        json!({
            "description": description, "type": "number", "minimum": 0, "maximum": 2, "default": default
        })
    };
    let shot = json!({
        "persona": text, "topic": text, "subtopic": {"type": "string"}, "difficulty": text, "format": text,
        "language": text, "instruction": text, "answer": text
    });
    let shot_members = [
        "persona",
        "topic",
        "subtopic",
        "difficulty",
        "format",
        "language",
        "instruction",
        "answer",
    ];
    let topic =
        json!({"topic": text, "subtopics": {"type": "array", "items": text, "default": []}});
    let format = json!({"name": text, "ask": text, "shape": {"type": "string", "enum": SHAPES, "default": "any"}});
    let mut few_shot = list(
        "Requests and answers that show the model what to write; small models need two. What copies them is sent back.",
        record(shot, &shot_members),
        json!(defaults.few_shot),
    );
    few_shot["minItems"] = 0.into();
    json!({
        "type": "object",
        "additionalProperties": false,
        "description": "Seeds are optional: records such as {\"persona\": \"…\", \"topics\": [\"…\"], \"language\": \"…\"}, of which only `persona` is needed.",
        "properties": {
            "personas": list("Who asks. A seed's `persona` comes instead.", text.clone(), json!(defaults.personas)),
            "topics": list(
                "What they ask about: topics with their parts. A seed's own `topics` come instead.",
                record(topic, &["topic"]), json!(defaults.topics)
            ),
            "difficulties": list(
                "How hard a request is: a name for the metadata and what the model is told.",
                record(json!({"name": text, "meaning": text}), &["name", "meaning"]), json!(defaults.difficulties)
            ),
            "formats": list(
                "What answers look like: a name for the metadata, what the model is told, and what is checked (`shape`).",
                record(format, &["name", "ask"]), json!(defaults.formats)
            ),
            "languages": list("What they write in, by English name. A seed's `language` comes instead.", text.clone(), json!(defaults.languages)),
            "system": {
                "description": "System message of each example; none where it is empty.",
                "type": "string", "default": defaults.system
            },
            "few_shot": few_shot,
            "corrections": {
                "description": "How often an unusable reply is sent back with what is wrong, for the instruction and for the answer each.",
                "type": "integer", "minimum": 0, "maximum": MOST_CORRECTIONS, "default": defaults.corrections
            },
            "near_duplicate": {
                "description": "As like a shown example as this (share of common word pairs) is a copy.",
                "type": "number", "exclusiveMinimum": 0, "maximum": 1, "default": defaults.near_duplicate
            },
            "min_words": count("Fewest words of an instruction.", 0, defaults.min_words),
            "max_words": count("Most words of an instruction.", 1, defaults.max_words),
            "max_answer_words": count("Most words of an answer.", 1, defaults.max_answer_words),
            "check_language": {
                "description": "Whether a text that surely is in another language is sent back. Short texts never are.",
                "type": "boolean", "default": defaults.check_language
            },
            "temperature": heat("Sampling temperature of instructions; higher is more varied.", defaults.temperature),
            "answer_temperature": heat("Sampling temperature of answers.", defaults.answer_temperature),
            "max_tokens": count("Most tokens of one reply.", 1, defaults.max_tokens as usize)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{Settings, Topic, schema};

    #[test]
    fn the_schema_states_the_defaults() {
        tunesmith_plugin_sdk::testing::states_defaults::<Settings>(&schema());
    }

    #[test]
    fn parts_of_topics_take_turns() {
        let topic = |topic: &str, parts: &[&str]| Topic {
            topic: topic.to_owned(),
            subtopics: parts.iter().map(|&it| it.to_owned()).collect(),
        };
        let settings = Settings {
            topics: vec![topic("a", &["1", "2"]), topic("b", &[]), topic("c", &["3"])],
            ..Settings::default()
        };
        assert_eq!(
            settings.leaves(),
            [("a", "1"), ("b", ""), ("c", "3"), ("a", "2")]
        );
    }
}
