//! Judges how text is written, not whether it is true: length, repetition, refusals, leftovers, languages, decoding, truncation.
//!
//! Looks at what is trained on (assistant messages, preferred answers); user messages count for length and language only.
//! The score is the product of (1 - severity) over the worst finding of each mark:
//! empty 1, refusal 0.9, loops 0.9, other repetition its share, mojibake 0.6, boilerplate 0.6, truncated 0.5, language-mix 0.5,
//! too-short 0.4, too-long 0.3.

mod language;
mod length;
mod mojibake;
mod phrases;
mod prose;
mod quote;
mod repetition;
mod settings;
mod truncation;

use serde_json::{Map, Value, json};
use tunesmith_plugin_sdk::{Description, Example, Message, Score, Scorer};

pub use crate::settings::Settings;

use tunesmith_plugin_sdk::Finding;

/// The scorer.
pub struct TextQuality {
    settings: Settings,
}

impl Scorer for TextQuality {
    type Settings = Settings;

    fn describe() -> Description {
        Description {
            name: "text-quality-scorer",
            version: env!("CARGO_PKG_VERSION"),
            summary: "Scores how answers are written, 0 to 1: marks empty, too-short, too-long, repetitive, refusal, boilerplate, \
                      language-mix, mojibake and truncated text; no model needed.",
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
        let mut figures = Figures::default();
        let mut found = Vec::new();
        let mut asked = String::new();
        let mut answers = 0;
        for message in &example.messages {
            match message.role.as_str() {
                "user" | "system" | "developer" => {
                    let text = text_of(&message.content, message.extra.get("content"));
                    if message.role == "user" && !has_parts(message) {
                        length::check("user", &text, &self.settings, &mut found);
                    }
                    asked.push_str(&text);
                    asked.push('\n');
                }
                "assistant" if is_trained(message) => {
                    answers += 1;
                    let text = text_of(&message.content, message.extra.get("content"));
                    let may_be_empty = calls_tools(message) || has_parts(message);
                    self.check_answer(&text, may_be_empty, &asked, &mut figures, &mut found);
                }
                _ => {}
            }
        }
        for text in preferred(example) {
            answers += 1;
            self.check_answer(&text, false, &asked, &mut figures, &mut found);
        }
        if answers == 0 {
            let words = "there is no assistant message to train on".to_owned();
            found.push(Finding::new("empty", 1.0, words));
        }
        found.retain(|finding| !self.settings.skip.iter().any(|mark| mark == finding.mark));
        Ok(Finding::score(found, extra(&figures)))
    }
}

/// What was measured over all answers: sums of sizes, worst of shares.
#[derive(Default)]
struct Figures {
    chars: usize,
    words: usize,
    repeated_groups: f64,
    repeated_lines: f64,
    other_script: f64,
    mojibake: usize,
    language: Option<&'static str>,
}

impl TextQuality {
    fn check_answer(
        &self,
        text: &str,
        may_be_empty: bool,
        asked: &str,
        figures: &mut Figures,
        found: &mut Vec<Finding>,
    ) {
        if text.trim().is_empty() {
            if !may_be_empty {
                let words = "an assistant message is empty".to_owned();
                found.push(Finding::new("empty", 1.0, words));
            }
            return;
        }
        figures.chars += text.chars().count();
        figures.words += text.split_whitespace().count();
        length::check("assistant", text, &self.settings, found);
        let repetition = repetition::check(text, self.settings.max_repetition, found);
        figures.repeated_groups = figures.repeated_groups.max(repetition.groups);
        figures.repeated_lines = figures.repeated_lines.max(repetition.lines);
        phrases::check_refusal(text, &self.settings.refusals, found);
        phrases::check_boilerplate(text, &self.settings.boilerplate, found);
        let language = language::check(text, asked, found);
        figures.other_script = figures.other_script.max(language.other_script);
        figures.language = language.name().or(figures.language);
        figures.mojibake += mojibake::check(text, found);
        truncation::check(text, found);
    }
}

fn extra(figures: &Figures) -> Map<String, Value> {
    let mut extra = Map::new();
    extra.insert("chars".into(), json!(figures.chars));
    extra.insert("words".into(), json!(figures.words));
    extra.insert(
        "repeated_groups".into(),
        json!(rounded(figures.repeated_groups)),
    );
    extra.insert(
        "repeated_lines".into(),
        json!(rounded(figures.repeated_lines)),
    );
    extra.insert("other_script".into(), json!(rounded(figures.other_script)));
    extra.insert("mojibake".into(), json!(figures.mojibake));
    extra.insert("language".into(), json!(figures.language));
    extra
}

/// Four decimals: what people read and compare.
fn rounded(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

/// The text of a message; of a list of parts those that are text.
fn text_of(content: &str, parts: Option<&Value>) -> String {
    let Some(Value::Array(parts)) = parts.filter(|_| content.is_empty()) else {
        return content.to_owned();
    };
    let texts = parts
        .iter()
        .filter_map(|part| part.get("text").and_then(Value::as_str));
    texts.collect::<Vec<_>>().join("\n")
}

fn has_parts(message: &Message) -> bool {
    message.extra.get("content").is_some_and(Value::is_array)
}

fn is_trained(message: &Message) -> bool {
    message.extra.get("weight").and_then(Value::as_i64) != Some(0)
}

fn calls_tools(message: &Message) -> bool {
    ["tool_calls", "function_call"].iter().any(|key| {
        message
            .extra
            .get(*key)
            .is_some_and(|calls| !calls.is_null())
    })
}

/// The answers of a preference pair that are trained towards.
fn preferred(example: &Example) -> Vec<String> {
    let Some(Value::Array(messages)) = example.extra.get("preferred_output") else {
        return Vec::new();
    };
    let content = |message: &Value| {
        let content = message.get("content");
        text_of(content.and_then(Value::as_str).unwrap_or_default(), content)
    };
    messages.iter().map(content).collect()
}

tunesmith_plugin_sdk::export!(scorer: TextQuality);

#[cfg(test)]
mod tests;
