//! Which language each message is in, and whether that is the one it should be in.
//!
//! Code, links, tables, data and placeholders are left out. Invariant: a text that is too short or too unsure is never held against an example.

mod detect;
mod prose;
mod scripts;
mod settings;
mod texts;

use serde_json::{Map, Value, json};
use tunesmith_plugin_sdk::{Description, Example, Score, Scorer};

pub use crate::settings::Settings;

use crate::detect::{Detected, detect};
use crate::prose::prose;
use crate::texts::{Text, texts};

/// Parts of words that ask for another language, in lower case.
const ASKS_FOR_OTHER: [&str; 38] = [
    "translat",
    "übersetz",
    "traduc",
    "tradui",
    "traduz",
    "перевед",
    "перевод",
    "翻译",
    "翻譯",
    "翻訳",
    "번역",
    "çevir",
    "vertaal",
    "przetłumacz",
    "language",
    "english",
    "french",
    "german",
    "spanish",
    "italian",
    "portuguese",
    "russian",
    "chinese",
    "japanese",
    "korean",
    "arabic",
    "hindi",
    "dutch",
    "polish",
    "turkish",
    "latin",
    "swedish",
    "deutsch",
    "englisch",
    "français",
    "anglais",
    "inglés",
    "inglese",
];

/// What each mark leaves of the score.
const LEFT: [(&str, f64); 4] = [
    ("unexpected-language", 0.2),
    ("language-mismatch", 0.3),
    ("mixed-language", 0.6),
    ("mixed-script", 0.7),
];

/// More messages than this are not listed.
const MOST_ROWS: usize = 100;

/// The scorer.
pub struct Languages {
    settings: Settings,
}

impl Scorer for Languages {
    type Settings = Settings;

    fn describe() -> Description {
        Description {
            name: "language-scorer",
            version: env!("CARGO_PKG_VERSION"),
            summary: "Says which language each message is in: marks unexpected-language, language-mismatch between user and assistant, \
                      mixed-language, mixed-script and too-short-to-tell.",
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
        let named = example
            .metadata(&self.settings.expected_key)
            .and_then(Value::as_str);
        let expected = match named {
            // `en-GB` is English.
            Some(code) => vec![code.split(['-', '_']).next().unwrap_or(code).to_lowercase()],
            None => self.settings.expected.clone(),
        };
        let mut report = Report::default();
        let mut asked: Option<(Detected, String)> = None;
        for text in texts(example) {
            let trained = text.trained;
            let prose = prose(&text.text);
            let mut likely = expected.clone();
            let answers = text.role == "assistant";
            likely.extend(
                asked
                    .as_ref()
                    .filter(|_| answers)
                    .and_then(|(asked, _)| self.sure(asked))
                    .map(str::to_owned),
            );
            let detected = detect(&prose, self.settings.fewest_letters, &likely);
            report.row(&text, &detected);
            if text.role == "user" {
                self.check(&text, &prose, &detected, &expected, None, &mut report);
                asked = Some((detected, text.text.to_lowercase()));
            } else if text.role == "assistant" && trained {
                self.check(
                    &text,
                    &prose,
                    &detected,
                    &expected,
                    asked.as_ref(),
                    &mut report,
                );
            } else if text.role != "assistant" {
                self.check(&text, &prose, &detected, &expected, None, &mut report);
            }
        }
        Ok(self.total(report, &expected))
    }
}

/// What was found, and what is shown of each message.
#[derive(Default)]
struct Report {
    found: Vec<(&'static str, String)>,
    rows: Vec<Value>,
    sure: usize,
    /// Of what is learned: the language and its letters.
    answers: Vec<(&'static str, usize)>,
}

impl Report {
    fn row(&mut self, text: &Text<'_>, detected: &Detected) {
        if self.rows.len() < MOST_ROWS {
            self.rows.push(json!({
                "pointer": text.pointer,
                "role": text.role,
                "language": detected.language,
                "confidence": detected.confidence,
                "script": detected.script.map(scripts::Script::name),
                "letters": detected.letters,
            }));
        }
    }

    fn push(&mut self, mark: &'static str, words: String) {
        if self.found.iter().all(|(known, _)| *known != mark) {
            self.found.push((mark, words));
        }
    }
}

impl Languages {
    fn sure(&self, detected: &Detected) -> Option<&'static str> {
        detected
            .language
            .filter(|_| detected.confidence >= self.settings.confidence)
    }

    fn check(
        &self,
        text: &Text<'_>,
        prose: &str,
        detected: &Detected,
        expected: &[String],
        asked: Option<&(Detected, String)>,
        report: &mut Report,
    ) {
        let place = format!("{} ({})", text.pointer, text.role);
        let other_wanted =
            asked.is_some_and(|(_, words)| ASKS_FOR_OTHER.iter().any(|part| words.contains(part)));
        let Some(language) = self.sure(detected) else {
            return;
        };
        report.sure += 1;
        if text.role == "assistant" {
            report.answers.push((language, detected.letters));
        }
        let looked_at = self.settings.roles.iter().any(|role| role == text.role);
        if looked_at
            && !expected.is_empty()
            && !expected.iter().any(|it| it == language)
            && !other_wanted
        {
            let words = format!(
                "{place} is in `{language}`, expected was {}",
                expected.join(", ")
            );
            report.push("unexpected-language", words);
        }
        let theirs = asked.and_then(|(asked, _)| self.sure(asked));
        if let Some(theirs) = theirs
            .filter(|theirs| *theirs != language && self.settings.same_as_user && !other_wanted)
        {
            report.push(
                "language-mismatch",
                format!("{place} is in `{language}`, the question in `{theirs}`"),
            );
        }
        if text.role != "assistant" || other_wanted {
            return;
        }
        if detected.other_script > self.settings.max_other {
            let percent = (detected.other_script * 100.0).round();
            report.push(
                "mixed-script",
                format!("{percent} % of the letters of {place} are of another script"),
            );
        }
        if let Some((other, share)) = self.other_language(prose, language) {
            let percent = (share * 100.0).round();
            report.push(
                "mixed-language",
                format!("{percent} % of {place} is in `{other}`, the rest in `{language}`"),
            );
        }
    }

    /// Another language that takes too large a share of the paragraphs and sentences.
    fn other_language(&self, prose: &str, main: &str) -> Option<(&'static str, f64)> {
        let fewest = self.settings.fewest_letters.max(30);
        let mut letters: Vec<(&'static str, usize)> = Vec::new();
        for part in prose.split(['\n', '.', '!', '?', '。', '！', '？']) {
            let detected = detect(part, fewest, &[main.to_owned()]);
            // Why: one sentence alone is easily taken for another language, so it must be surer than a whole text.
            let language = detected
                .language
                .filter(|_| detected.confidence >= self.settings.confidence.max(0.85));
            let Some(language) = language else {
                continue;
            };
            match letters.iter_mut().find(|(known, _)| *known == language) {
                Some((_, count)) => *count += detected.letters,
                None => letters.push((language, detected.letters)),
            }
        }
        let all: usize = letters.iter().map(|(_, count)| count).sum();
        let (other, count) = letters
            .iter()
            .filter(|(language, _)| *language != main)
            .max_by_key(|(_, count)| *count)?;
        let share = *count as f64 / all as f64;
        (share > self.settings.max_other).then_some((*other, share))
    }

    fn total(&self, mut report: Report, expected: &[String]) -> Score {
        report
            .found
            .retain(|(mark, _)| !self.settings.skip.iter().any(|skipped| skipped == mark));
        let left = |mark: &str| {
            LEFT.iter()
                .find(|(known, _)| *known == mark)
                .map_or(1.0, |(_, left)| *left)
        };
        report
            .found
            .sort_by(|one, other| left(one.0).total_cmp(&left(other.0)));
        let value: f64 = report.found.iter().map(|(mark, _)| left(mark)).product();
        let mut marks: Vec<String> = report
            .found
            .iter()
            .map(|(mark, _)| (*mark).to_owned())
            .collect();
        if report.sure == 0
            && !self
                .settings
                .skip
                .iter()
                .any(|skipped| skipped == "too-short-to-tell")
        {
            marks.push("too-short-to-tell".to_owned());
        }
        let main = report
            .answers
            .iter()
            .max_by_key(|(_, letters)| *letters)
            .map(|(language, _)| *language);
        let mut extra = Map::new();
        extra.insert("language".to_owned(), json!(main));
        extra.insert("expected".to_owned(), json!(expected));
        extra.insert("messages".to_owned(), report.rows.into());
        Score {
            value: (value * 10_000.0).round() / 10_000.0,
            marks,
            note: report.found.into_iter().next().map(|(_, words)| words),
            extra,
        }
    }
}

tunesmith_plugin_sdk::export!(scorer: Languages);

#[cfg(test)]
mod tests;
