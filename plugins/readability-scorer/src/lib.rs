//! How hard answers are to read: sentences, words and syllables, and eight published formulas over them.
//!
//! Left out: whether the text is good or true, and how often it uses the passive, which can not be told well without a parser. Invariant:
//! code, tables, headings and links never count, and too few words are never held against an example.

mod formulas;
mod prose;
mod settings;
mod syllables;

use serde_json::{Map, Value, json};
use tunesmith_plugin_sdk::{Description, Example, Message, Score, Scorer};

pub use crate::settings::{Language, Settings};

use crate::formulas::Counts;
use crate::prose::sentences;

/// More bytes than this change no figure.
const ENOUGH: usize = 200_000;

/// What one long sentence leaves of the score.
const LONG_SENTENCE: f64 = 0.9;

/// Words that every English text is full of.
const FUNCTION_WORDS: [&str; 40] = [
    "the", "of", "and", "to", "a", "in", "is", "it", "you", "that", "for", "on", "are", "with",
    "as", "be", "this", "have", "from", "or", "by", "not", "but", "what", "all", "were", "when",
    "your", "can", "there", "an", "which", "their", "will", "if", "at", "has", "how", "was", "do",
];
/// Share of such words that makes a text English.
const ENGLISH: f64 = 0.18;

/// The scorer.
pub struct Readability {
    settings: Settings,
}

impl Scorer for Readability {
    type Settings = Settings;

    fn describe() -> Description {
        Description {
            name: "readability-scorer",
            version: env!("CARGO_PKG_VERSION"),
            summary: "Scores whether answers are as easy to read as wanted: Flesch, Flesch-Kincaid, Gunning fog, SMOG, Coleman-Liau, ARI, LIX \
                      and RIX against a target band.",
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

    fn score(&self, example: &Example) -> Result<Score, String> {
        let text = answers(example);
        let sentences = sentences(&text[..text.floor_char_boundary(text.len().min(ENOUGH))]);
        let counts = Counts::of(&sentences);
        let english = match self.settings.language {
            Language::En => true,
            Language::Other => false,
            Language::Auto => is_english(&sentences),
        };
        Ok(self.total(&counts, english))
    }
}

impl Readability {
    fn total(&self, counts: &Counts, english: bool) -> Score {
        let settings = &self.settings;
        let mut marks = Vec::new();
        let extra = figures(counts, english);
        if counts.words < settings.fewest_words {
            return Score {
                value: 1.0,
                marks: vec!["too-short-to-tell".to_owned()],
                note: None,
                extra,
            };
        }
        let (name, figure, low, high, tolerance) = if english {
            (
                "school grade",
                counts.grade().max(0.0),
                settings.min_grade,
                settings.max_grade,
                settings.tolerance,
            )
        } else {
            marks.push("lix-only".to_owned());
            (
                "LIX",
                counts.lix(),
                settings.min_lix,
                settings.max_lix,
                settings.lix_tolerance,
            )
        };
        let outside = (low - figure).max(figure - high).max(0.0);
        let mut value = (1.0 - outside / tolerance).max(0.0);
        let mut notes = Vec::new();
        if outside > 0.0 {
            let (mark, words) = if figure < low {
                ("too-easy", "below")
            } else {
                ("too-hard", "above")
            };
            marks.insert(0, mark.to_owned());
            notes.push(format!(
                "the {name} is {}, {words} the band of {low} to {high}",
                rounded(figure, 10.0)
            ));
        }
        if counts.longest_sentence > settings.max_sentence_words {
            marks.push("long-sentence".to_owned());
            notes.push(format!(
                "a sentence has {} words, more than {}",
                counts.longest_sentence, settings.max_sentence_words
            ));
            value *= LONG_SENTENCE;
        }
        Score {
            value: rounded(value, 10_000.0),
            marks,
            note: (!notes.is_empty()).then(|| notes.join("; ")),
            extra,
        }
    }
}

fn figures(counts: &Counts, english: bool) -> Map<String, Value> {
    let mut extra = Map::new();
    let mut put = |name: &str, value: Value| {
        extra.insert(name.to_owned(), value);
    };
    put("sentences", json!(counts.sentences));
    put("words", json!(counts.words));
    put("long_words", json!(counts.long));
    put("longest_sentence", json!(counts.longest_sentence));
    if counts.words == 0 {
        return extra;
    }
    put("lix", json!(rounded(counts.lix(), 100.0)));
    put("rix", json!(rounded(counts.rix(), 100.0)));
    if english {
        put("syllables", json!(counts.syllables));
        put("polysyllables", json!(counts.polysyllables));
        put(
            "flesch_reading_ease",
            json!(rounded(counts.flesch(), 100.0)),
        );
        put(
            "flesch_kincaid_grade",
            json!(rounded(counts.flesch_kincaid(), 100.0)),
        );
        put("gunning_fog", json!(rounded(counts.gunning_fog(), 100.0)));
        put(
            "smog",
            json!(counts.smog().map(|grade| rounded(grade, 100.0))),
        );
        put("coleman_liau", json!(rounded(counts.coleman_liau(), 100.0)));
        put(
            "automated_readability",
            json!(rounded(counts.automated(), 100.0)),
        );
        put("grade", json!(rounded(counts.grade(), 100.0)));
    }
    extra
}

fn is_english(sentences: &[Vec<String>]) -> bool {
    let words = sentences.iter().flatten();
    let (mut all, mut function) = (0_usize, 0_usize);
    for word in words {
        all += 1;
        function += usize::from(FUNCTION_WORDS.contains(&word.to_lowercase().as_str()));
    }
    function as f64 >= all as f64 * ENGLISH
}

fn rounded(value: f64, by: f64) -> f64 {
    (value * by).round() / by
}

/// What is trained on: assistant messages without `weight: 0`, and the preferred ending.
fn answers(example: &Example) -> String {
    let is_trained =
        |message: &&Message| message.extra.get("weight").and_then(Value::as_i64) != Some(0);
    let mut texts: Vec<String> = example
        .of_role("assistant")
        .filter(is_trained)
        .map(|message| message.content.clone())
        .collect();
    let preferred = example
        .extra
        .get("preferred_output")
        .and_then(Value::as_array);
    let preferred = preferred
        .into_iter()
        .flatten()
        .filter_map(|message| Message::from_value(message).ok());
    texts.extend(
        preferred
            .filter(|message| message.role == "assistant")
            .map(|message| message.content),
    );
    texts.join("\n\n")
}

tunesmith_plugin_sdk::export!(scorer: Readability);

#[cfg(test)]
mod tests;
