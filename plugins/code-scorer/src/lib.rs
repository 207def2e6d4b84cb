//! Judges code blocks in answers: whether Rust, Python, JavaScript, TypeScript, JSON and TOML parse, and whether code was left out.
//!
//! Leaves out running it, types and imports. The score is the share of parsed blocks times (1 - severity) over the other marks.
//! Invariant: what has no parser here, is guessed, or is nested too deep is never counted against an example.

mod blocks;
mod finding;
mod guard;
mod language;
mod parsers;
mod placeholder;
mod settings;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use tunesmith_plugin_sdk::{Description, Example, Message, Score, Scorer};

pub use crate::settings::Settings;

use crate::blocks::{Block, blocks};
use crate::finding::{Finding, ordered};
use crate::language::{Label, Language, guess, label, named};

/// Most blocks that are looked at.
const MOST_BLOCKS: usize = 200;
/// Most bytes of code that are parsed in one example.
const MOST_CODE: usize = 400_000;

/// The scorer.
pub struct CodeAnswers {
    settings: Settings,
}

/// What is gathered over the blocks of an example.
#[derive(Default)]
struct Gathered {
    found: Vec<Finding>,
    blocks: usize,
    counted: usize,
    parsed: usize,
    read: usize,
    languages: BTreeMap<String, [usize; 2]>,
}

impl Scorer for CodeAnswers {
    type Settings = Settings;

    fn describe() -> Description {
        Description {
            name: "code-scorer",
            version: env!("CARGO_PKG_VERSION"),
            summary: "Scores code blocks in answers, 0 to 1: whether Rust, Python, JavaScript, TypeScript, JSON and TOML parse, and \
                      whether blocks are empty, unclosed or have code left out; no model needed.",
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
        let answers = answers(example);
        let mut all = Gathered::default();
        for answer in &answers {
            let found = blocks(answer);
            match named(&self.settings.unfenced) {
                Label::Parsed(language) if found.is_empty() && !answer.trim().is_empty() => {
                    all.blocks += 1;
                    self.parse(answer, language, true, &mut all);
                }
                _ => {
                    for block in &found {
                        self.look_at(block, &mut all);
                    }
                }
            }
        }
        let required = self.settings.require_code
            || example.metadata("kind").is_some_and(|kind| kind == "code");
        if all.blocks == 0 {
            all.found.push(match (answers.is_empty(), required) {
                (true, _) => Finding::free("unchecked", "there is no answer to look at"),
                (_, true) => Finding::new("no-code", "the answer has no code block"),
                (_, false) => Finding::free(
                    "no-code",
                    "the answer has no code block, and none is demanded",
                ),
            });
        } else if all.counted == 0 && all.found.is_empty() {
            let words = "no block is in a language that is parsed here";
            all.found.push(Finding::free("unchecked", words));
        }
        Ok(self.total(all))
    }
}

impl CodeAnswers {
    fn look_at(&self, block: &Block<'_>, all: &mut Gathered) {
        all.blocks += 1;
        if all.blocks > MOST_BLOCKS {
            return;
        }
        let at = all.blocks;
        if block.code.trim().is_empty() {
            let words = format!("block {at} is empty");
            all.found.push(Finding::new("empty-block", words));
            return;
        }
        if !block.closed {
            let words = format!("block {at} is never closed");
            all.found.push(Finding::new("unclosed-fence", words));
        }
        let (language, sure) = match label(block.info) {
            Label::Parsed(language) => (language, true),
            Label::None => match guess(&block.code) {
                Some(language) => (language, false),
                None => {
                    count(all, "unlabelled", false);
                    return;
                }
            },
            Label::Known(name) => {
                self.check_allowed(&name, at, all);
                count(all, &name, false);
                return;
            }
            Label::Unknown(word) => {
                let shown: String = word.chars().take(40).collect();
                let words = format!("`{shown}`, of block {at}, is no language that is known");
                all.found.push(Finding::new("unknown-language", words));
                return;
            }
        };
        if sure {
            self.check_allowed(language.name(), at, all);
        }
        self.parse(&block.code, language, sure, all);
    }

    fn check_allowed(&self, name: &str, at: usize, all: &mut Gathered) {
        let allowed = &self.settings.languages;
        let same = |it: &String| {
            it == name || matches!(named(it), Label::Parsed(known) if known.name() == name)
        };
        if !allowed.is_empty() && !allowed.iter().any(same) {
            let words = format!("block {at} is {name}; allowed are {}", allowed.join(", "));
            all.found.push(Finding::new("disallowed-language", words));
        }
    }

    fn parse(&self, code: &str, language: Language, sure: bool, all: &mut Gathered) {
        let at = all.blocks;
        let left_out = placeholder::placeholder(code, language);
        let elided = left_out.is_some() && matches!(language, Language::Json | Language::JsonLines);
        if let Some((line, text)) = left_out {
            let words = format!("code is left out in block {at}, line {line}: `{text}`");
            all.found.push(Finding::new("placeholder", words));
        }
        all.read += code.len();
        let large = guard::too_large(code, language);
        let large =
            large.or((all.read > MOST_CODE).then_some("the example has more than 400 kB of code"));
        if let Some(why) = large {
            let words = format!("block {at} was not parsed: {why}");
            all.found.push(Finding::free("unchecked", words));
            return;
        }
        let result = parsers::check(code, language);
        // Why: data from which something is left out is no data, and says so; the placeholder is mark enough.
        if result.is_err() && (!sure || elided) {
            count(
                all,
                if sure { language.name() } else { "unlabelled" },
                false,
            );
            return;
        }
        all.counted += 1;
        all.parsed += usize::from(result.is_ok());
        count(all, language.name(), result.is_ok());
        if let Err(mistake) = result {
            let words: String = mistake.words.replace('\n', " ").chars().take(160).collect();
            let words = format!(
                "{} of block {at} does not parse: line {}, column {}: {words}",
                language.name(),
                mistake.line,
                mistake.column
            );
            all.found.push(Finding::new("syntax-error", words));
        }
    }

    fn total(&self, mut all: Gathered) -> Score {
        let skipped = |mark: &str| self.settings.skip.iter().any(|it| it == mark);
        all.found.retain(|finding| !skipped(finding.mark));
        let found = ordered(all.found);
        let share = if all.counted == 0 || skipped("syntax-error") {
            1.0
        } else {
            all.parsed as f64 / all.counted as f64
        };
        let rest: f64 = found.iter().map(|finding| 1.0 - finding.severity).product();
        let mut extra = Map::new();
        extra.insert("blocks".into(), json!(all.blocks));
        extra.insert("checked".into(), json!(all.counted));
        extra.insert("parsed".into(), json!(all.parsed));
        let languages = all
            .languages
            .into_iter()
            .map(|(name, [blocks, parsed])| (name, json!({"blocks": blocks, "parsed": parsed})));
        extra.insert("languages".into(), Value::Object(languages.collect()));
        Score {
            value: (share * rest * 10_000.0).round() / 10_000.0,
            marks: found
                .iter()
                .map(|finding| finding.mark.to_owned())
                .collect(),
            note: found.into_iter().next().map(|finding| finding.words),
            extra,
        }
    }
}

fn count(all: &mut Gathered, name: &str, parsed: bool) {
    let entry = all.languages.entry(name.to_owned()).or_default();
    entry[0] += 1;
    entry[1] += usize::from(parsed);
}

/// The answers that are trained on; of a preference pair those of the preferred ending.
fn answers(example: &Example) -> Vec<String> {
    let preferred = example
        .extra
        .get("preferred_output")
        .and_then(Value::as_array);
    let preferred = preferred.into_iter().flatten();
    let preferred: Vec<Message> = preferred
        .filter_map(|it| Message::from_value(it).ok())
        .collect();
    let all = example.messages.iter().chain(&preferred);
    let trained = all.filter(|message| {
        let weight = message.extra.get("weight").and_then(Value::as_f64);
        let calls = message
            .extra
            .get("tool_calls")
            .is_some_and(|it| !it.is_null());
        message.role == "assistant"
            && weight != Some(0.0)
            && !(calls && message.content.trim().is_empty())
    });
    trained.map(|message| message.content.clone()).collect()
}

tunesmith_plugin_sdk::export!(scorer: CodeAnswers);

#[cfg(test)]
mod tests;
