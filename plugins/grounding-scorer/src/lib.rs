//! Measures how far an answer is supported by the source it was given: words, numbers, names, quotations and citations.
//!
//! It compares words, not meanings: a good paraphrase costs, a contradiction in the source's own words does not show.
//! Invariant: the value is the supported share times (1 - severity) of each mark; without a source it is 1 and `no-source`.

mod copied;
mod index;
mod lists;
mod number;
mod settings;
mod source;
mod spans;
mod text;

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use tunesmith_plugin_sdk::{Description, Example, Score, Scorer};

pub use crate::settings::{From, Settings};

use crate::index::{Index, Wanted, flat, stems, visits};
use crate::source::Source;
use crate::text::{Kind, Word, sentences, words};

/// How much each mark takes from the score; the order is that of the notes.
const SEVERITIES: [(&str, f64); 8] = [
    ("answers-unanswerable", 0.8),
    ("declines-answerable", 0.7),
    ("unsupported-number", 0.3),
    ("bad-quote", 0.3),
    ("bad-citation", 0.3),
    ("unsupported-name", 0.2),
    ("unsupported-sentence", 0.0),
    ("copied", 0.2),
];

/// The scorer.
pub struct Grounding {
    settings: Settings,
}

impl Scorer for Grounding {
    type Settings = Settings;

    fn describe() -> Description {
        Description {
            name: "grounding-scorer",
            version: env!("CARGO_PKG_VERSION"),
            summary: "Scores how far answers are supported by their source, 0 to 1: marks sentences, numbers, names, quotes and \
                      citations the source lacks, and answers that should have declined; no model needed.",
            licence: "Apache-2.0",
            authors: &["The tunesmith authors"],
            documentation: include_str!("../documentation.md"),
            settings_schema: settings::schema(),
            abilities: &[],
        }
    }

    fn new(mut settings: Settings) -> Result<Self, String> {
        settings.check()?;
        for phrase in &mut settings.declines {
            *phrase = phrase.to_lowercase();
        }
        Ok(Self { settings })
    }

    fn score(&self, example: &Example) -> Result<Score, String> {
        let answers = answers(example);
        if answers.iter().all(|it| it.trim().is_empty()) {
            return Ok(nothing(
                "no-answer",
                "there is no answer to hold against a source",
            ));
        }
        let Some(source) = source::find(example, &self.settings) else {
            let words = "there is no source, neither in the metadata nor after a marker";
            return Ok(nothing("no-source", words));
        };
        let mut report = Report::default();
        let looked = Looked::new(&source);
        let mut visits = visits();
        for answer in &answers {
            self.check_answer(answer, &source, &looked, &mut visits, &mut report);
        }
        if let Some(Value::Bool(answerable)) = example.metadata("answerable") {
            report.check_declining(*answerable);
        }
        if report.words > 0 && report.copied as f64 / report.words as f64 > self.settings.max_copied
        {
            let words = format!(
                "{} of {} words are copied in long passages",
                report.copied, report.words
            );
            report.find("copied", words);
        }
        Ok(report.score())
    }
}

/// What is looked up in.
struct Looked {
    source: Index,
    asked: Index,
    asked_stems: BTreeSet<String>,
    /// Source and everything shown, for quotations.
    flat: String,
    flat_source: String,
}

impl Looked {
    fn new(source: &Source) -> Self {
        Self {
            source: Index::new(&source.text),
            asked: Index::new(&source.asked),
            asked_stems: stems(&source.asked),
            flat: flat(&format!("{}\n{}", source.text, source.shown)),
            flat_source: flat(&source.text),
        }
    }
}

/// What was found in all answers of one example.
#[derive(Default)]
struct Report {
    found: Vec<(&'static str, String)>,
    supported: u64,
    weight: u64,
    sentences: usize,
    unsupported: usize,
    declining: usize,
    first_declines: bool,
    copied: usize,
    words: usize,
    numbers: Vec<String>,
    names: Vec<String>,
}

impl Grounding {
    fn check_answer(
        &self,
        answer: &str,
        source: &Source,
        looked: &Looked,
        visits: &mut usize,
        report: &mut Report,
    ) {
        let (text, labels) = spans::citations(answer);
        let bad = labels.iter().find(|it| {
            !spans::is_known(it, &source.labels, &source.shown)
                && !source.text.contains(&format!("[{it}]"))
        });
        if let Some(label) = bad {
            report.find(
                "bad-citation",
                format!("[{label}] names no part of the source"),
            );
        }
        let flat_answer = flat(&text);
        for quote in spans::quotes(&text) {
            if !looked.flat.contains(&flat(quote)) {
                report.find(
                    "bad-quote",
                    format!(
                        "the source does not have the quotation {}",
                        shortened(quote)
                    ),
                );
            }
        }
        let (copied, all) = copied::copied(
            &flat_answer,
            &looked.flat_source,
            self.settings.copied_words,
        );
        report.copied += copied;
        report.words += all;
        for (position, sentence) in sentences(&text).into_iter().enumerate() {
            if lists::declines(sentence, &self.settings.declines) {
                report.declining += 1;
                report.first_declines |= position < 2;
                continue;
            }
            if !sentence.trim_end().ends_with(['?', '？']) {
                self.check_sentence(sentence, looked, visits, report);
            }
        }
    }

    fn check_sentence(
        &self,
        sentence: &str,
        looked: &Looked,
        visits: &mut usize,
        report: &mut Report,
    ) {
        let words = words(sentence);
        let counts = |word: &&Word<'_>| word.kind != Kind::Stop;
        let own: Vec<&Word<'_>> = words
            .iter()
            .filter(counts)
            .filter(|it| !looked.asked_stems.contains(&it.stem) || looked.source.has(&wanted(it)))
            .collect();
        // Why: a sentence that only repeats the question would otherwise count as nothing.
        let judged = if own.is_empty() {
            words.iter().filter(counts).collect()
        } else {
            own
        };
        let weight: u64 = judged.iter().map(|it| it.kind.weight()).sum();
        // Why: “Great news!” says nothing that a source could have.
        let has_facts = judged.iter().any(|it| it.kind != Kind::Plain);
        if weight < 3 && !has_facts {
            return;
        }
        let mut found = 0;
        let mut in_windows: BTreeSet<String> = BTreeSet::new();
        for word in &judged {
            if word.kind == Kind::Plain {
                in_windows.insert(word.stem.clone());
            }
            let known = looked.source.has(&wanted(word));
            if known && word.kind != Kind::Plain {
                found += word.kind.weight();
            }
            let asked = looked.asked.has(&wanted(word));
            if !known && !asked {
                self.check_fact(word, looked, report);
            }
        }
        // Plain words that come twice count once on both sides.
        let plain: u64 = judged.iter().filter(|it| it.kind == Kind::Plain).count() as u64;
        let weight = weight - plain + in_windows.len() as u64;
        found += looked
            .source
            .best_window(&in_windows, self.settings.window, visits);
        report.supported += found;
        report.weight += weight;
        report.sentences += 1;
        if (found as f64) < self.settings.threshold * weight as f64 {
            report.unsupported += 1;
            let words = format!(
                "the source supports {found} of {weight} of {}",
                shortened(sentence)
            );
            report.find("unsupported-sentence", words);
        }
    }

    /// Marks a number or name that neither source nor question have.
    fn check_fact(&self, word: &Word<'_>, looked: &Looked, report: &mut Report) {
        match word.kind {
            Kind::Number => {
                report.find(
                    "unsupported-number",
                    format!("the number {} is not in the source", word.text),
                );
                note(&mut report.numbers, word.text);
            }
            Kind::Name if !looked.source.capitals_mean_little => {
                report.find(
                    "unsupported-name",
                    format!("the name {} is not in the source", shortened(word.text)),
                );
                note(&mut report.names, word.text);
            }
            _ => {}
        }
    }
}

fn wanted<'a>(word: &'a Word<'_>) -> Wanted<'a> {
    Wanted {
        stem: &word.stem,
        text: word.text,
        values: &word.values,
        kind: word.kind,
    }
}

fn note(list: &mut Vec<String>, text: &str) {
    if list.len() < 10 && !list.iter().any(|it| it == text) {
        list.push(text.chars().take(40).collect());
    }
}

impl Report {
    fn find(&mut self, mark: &'static str, words: String) {
        if !self.found.iter().any(|(known, _)| *known == mark) {
            self.found.push((mark, words));
        }
    }

    fn check_declining(&mut self, answerable: bool) {
        if !answerable && !self.first_declines {
            self.find(
                "answers-unanswerable",
                "the source does not have the answer, but it is answered".to_owned(),
            );
        }
        // Further sentences that say something beside make it an answer that is only in part declined.
        if answerable && self.declining > 0 && self.sentences == self.unsupported {
            self.find(
                "declines-answerable",
                "the source has the answer, but it is declined".to_owned(),
            );
        }
    }

    fn share(&self) -> f64 {
        if self.weight == 0 {
            1.0
        } else {
            self.supported as f64 / self.weight as f64
        }
    }

    fn score(self) -> Score {
        let mut value = self.share();
        let mut marks = Vec::new();
        let mut first = None;
        for (mark, severity) in SEVERITIES {
            if let Some((_, words)) = self.found.iter().find(|(known, _)| *known == mark) {
                value *= 1.0 - severity;
                marks.push(mark.to_owned());
                first = first.or_else(|| Some(words.clone()));
            }
        }
        let copied = if self.words == 0 {
            0.0
        } else {
            self.copied as f64 / self.words as f64
        };
        let mut extra = Map::new();
        extra.insert("supported".into(), json!(rounded(self.share())));
        extra.insert("sentences".into(), json!(self.sentences));
        extra.insert("unsupported_sentences".into(), json!(self.unsupported));
        extra.insert("copied".into(), json!(rounded(copied)));
        extra.insert("declines".into(), json!(self.first_declines));
        extra.insert("numbers".into(), json!(self.numbers));
        extra.insert("names".into(), json!(self.names));
        Score {
            value: rounded(value),
            marks,
            note: first,
            extra,
        }
    }
}

fn nothing(mark: &str, words: &str) -> Score {
    Score {
        value: 1.0,
        marks: vec![mark.to_owned()],
        note: Some(words.to_owned()),
        extra: Map::new(),
    }
}

/// Four decimals: what people read and compare.
fn rounded(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

/// The text on one line in quotation marks, cut to 80 characters.
fn shortened(text: &str) -> String {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if line.chars().count() > 80 {
            break;
        }
        line.push_str(if line.is_empty() { "" } else { " " });
        line.push_str(word);
    }
    if line.chars().count() <= 80 {
        return format!("“{line}”");
    }
    format!("“{}…”", line.chars().take(79).collect::<String>())
}

/// What is trained on: assistant messages without weight 0, and preferred answers.
fn answers(example: &Example) -> Vec<String> {
    let trained = |weight: Option<&Value>| weight.and_then(Value::as_i64) != Some(0);
    let of_chat = example
        .of_role("assistant")
        .filter(|it| trained(it.extra.get("weight")))
        .map(|it| it.content.clone());
    let preferred = example
        .extra
        .get("preferred_output")
        .and_then(Value::as_array);
    let messages = preferred
        .into_iter()
        .flatten()
        .filter_map(|it| tunesmith_plugin_sdk::Message::from_value(it).ok());
    of_chat
        .chain(
            messages
                .filter(|it| it.role == "assistant")
                .map(|it| it.content),
        )
        .collect()
}

tunesmith_plugin_sdk::export!(scorer: Grounding);

#[cfg(test)]
mod tests;
