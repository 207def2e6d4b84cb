//! Judges answers that should be JSON: whether they are, whether they satisfy their schema, whether their texts come from what was
//! given, and how far they agree with an expected value.
//!
//! Looks at the last assistant message that is trained on and makes no calls. The score is the product of (1 - severity) over the
//! marks found. Invariant: work is bounded by the text times a fixed number of leaves.

mod extraction;
mod finding;
mod known;
mod leaves;
mod settings;
mod strict;

use std::collections::BTreeSet;
use tunesmith_plugin_sdk::Finding;
use tunesmith_structured::schema;

use serde_json::{Map, Value, json};
use tunesmith_plugin_sdk::{Description, Example, Message, Score, Scorer};

pub use crate::settings::Settings;

use crate::extraction::{Extracted, extract};
use crate::finding::finding;
use crate::leaves::{Leaf, is_empty, is_placeholder};
use crate::strict::Document;
use tunesmith_structured::Source;

/// Most texts that are looked for in the source.
const MOST_GROUNDED: usize = 256;
/// Fewer leaves say nothing about a share.
const FEWEST_LEAVES: usize = 3;

/// The scorer.
pub struct JsonAnswers {
    settings: Settings,
}

impl Scorer for JsonAnswers {
    type Settings = Settings;

    fn describe() -> Description {
        Description {
            name: "json-scorer",
            version: env!("CARGO_PKG_VERSION"),
            summary: "Scores answers that should be JSON, 0 to 1: parsed leniently, checked against their JSON Schema, for placeholders, \
                      unknown and double keys; grounded in the source, compared with an expected value; no model needed.",
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
        let schema = known::schema_of(example, &self.settings)?;
        let expected = example.metadata(&self.settings.expected_key);
        let mut found = Vec::new();
        let mut extra = Map::new();
        let wanted = schema.is_some() || expected.is_some() || self.settings.require_json;
        match answer(example).map(|text| (extract(&text), text)) {
            None => found.push(finding(
                "unchecked",
                "there is no answer to look at".to_owned(),
            )),
            Some((Extracted::Nothing, text)) if wanted => {
                let start: String = text.trim().chars().take(40).collect();
                found.push(finding(
                    "not-json",
                    format!("the answer holds no JSON; it begins with \"{start}\""),
                ));
            }
            Some((Extracted::Nothing, _)) => {
                found.push(finding(
                    "unchecked",
                    "the answer is no JSON, and none is asked for".to_owned(),
                ));
            }
            Some((Extracted::Bad(_), text)) if !wanted && !strict::begins(text.trim()) => {
                let words = "the answer has broken JSON inside its text, and none is asked for";
                found.push(finding("unchecked", words.to_owned()));
            }
            Some((Extracted::Bad(why), _)) => found.push(finding(
                "bad-json",
                format!("the answer's JSON can not be read: {why}"),
            )),
            // Why: a JSON example inside an explanation is no answer in JSON.
            Some((Extracted::Json { around: true, .. }, _)) if !wanted => {
                found.push(finding(
                    "unchecked",
                    "the answer has JSON inside its text, and none is asked for".to_owned(),
                ));
            }
            Some((
                Extracted::Json {
                    document,
                    fenced,
                    around,
                },
                _,
            )) => {
                check_form(&document, fenced, around, &mut found);
                self.check_schema(schema.as_ref(), &document.value, &mut found, &mut extra);
                self.check_leaves(
                    example,
                    schema.as_ref(),
                    &document.value,
                    &mut found,
                    &mut extra,
                );
                if let Some(expected) = expected {
                    self.check_expected(&document.value, expected, &mut found, &mut extra);
                }
            }
        }
        found.retain(|finding| !self.settings.skip.iter().any(|mark| mark == finding.mark));
        Ok(Finding::score(found, extra))
    }
}

fn check_form(document: &Document, fenced: bool, around: bool, found: &mut Vec<Finding>) {
    if around {
        found.push(finding(
            "extra-text",
            "text stands around the JSON".to_owned(),
        ));
    }
    if fenced {
        found.push(finding(
            "fenced",
            "the JSON stands between fences".to_owned(),
        ));
    }
    if let Some(pointer) = document.duplicates.first() {
        found.push(finding(
            "duplicate-key",
            format!("{pointer} stands twice in its object"),
        ));
    }
}

impl JsonAnswers {
    fn check_schema(
        &self,
        schema: Option<&Value>,
        value: &Value,
        found: &mut Vec<Finding>,
        extra: &mut Map<String, Value>,
    ) {
        let Some(schema) = schema else {
            found.push(finding(
                "no-schema",
                "no JSON Schema is known for the answer".to_owned(),
            ));
            return;
        };
        let report = schema::check(schema, value);
        extra.insert("valid".into(), json!(report.violations.is_empty()));
        if let Some(first) = report.violations.first() {
            let more = match report.violations.len() - 1 {
                0 => String::new(),
                more => format!("; {more} more"),
            };
            found.push(finding(
                "schema-invalid",
                format!("the answer: {}{more}", first.phrase()),
            ));
        }
        if let Some(keyword) = report.unchecked.first() {
            found.push(finding(
                "schema-unchecked",
                format!("the schema has `{keyword}`, which could not be looked at"),
            ));
        }
        let unknown = known::unknown_members(schema, value);
        extra.insert("unknown_keys".into(), json!(unknown.len()));
        if let Some(first) = unknown.first() {
            found.push(finding(
                "unknown-key",
                format!("{first} is no member the schema names"),
            ));
        }
    }

    fn check_leaves(
        &self,
        example: &Example,
        schema: Option<&Value>,
        value: &Value,
        found: &mut Vec<Finding>,
        extra: &mut Map<String, Value>,
    ) {
        let leaves = leaves::leaves(value, true);
        let empty = leaves.iter().filter(|leaf| is_empty(leaf.value)).count();
        extra.insert("leaves".into(), json!(leaves.len()));
        extra.insert("empty_leaves".into(), json!(empty));
        let heavy = empty as f64 > self.settings.max_null_share * leaves.len() as f64;
        // Why: where the expected value is as empty, emptiness is right.
        if heavy
            && leaves.len() >= FEWEST_LEAVES
            && example.metadata(&self.settings.expected_key).is_none()
        {
            found.push(finding(
                "null-heavy",
                format!("{empty} of {} leaves are null or empty", leaves.len()),
            ));
        }
        let listed = schema.map(known::listed_texts).unwrap_or_default();
        let source = Source::new(&source(example));
        let placeholder = leaves.iter().find(|leaf| {
            let text = leaf.value.as_str().unwrap_or_default();
            is_placeholder(text) && !listed.contains(text) && !stands_alone(&source, text)
        });
        if let Some(leaf) = placeholder {
            let text = schema::shown(leaf.value);
            found.push(finding(
                "placeholder",
                format!("{} is {text}, which stands for a value", leaf.pointer),
            ));
        }
        if !source.is_empty() {
            self.check_grounding(&leaves, &listed, &source, found, extra);
        }
    }

    fn check_grounding(
        &self,
        leaves: &[Leaf<'_>],
        listed: &BTreeSet<String>,
        source: &Source,
        found: &mut Vec<Finding>,
        extra: &mut Map<String, Value>,
    ) {
        let (mut all, mut grounded) = (0_usize, 0_usize);
        let mut first = None;
        for leaf in leaves {
            let Some(text) = leaf.value.as_str().filter(|text| {
                !text.trim().is_empty() && !listed.contains(*text) && !is_date(text)
            }) else {
                continue;
            };
            if all == MOST_GROUNDED {
                break;
            }
            all += 1;
            if source.holds(text) {
                grounded += 1;
            } else {
                first = first.or(Some(leaf));
            }
        }
        if all == 0 {
            return;
        }
        let share = grounded as f64 / all as f64;
        extra.insert("grounded_share".into(), json!(rounded(share)));
        if let Some(leaf) = first.filter(|_| share < self.settings.min_grounded_share) {
            let words = format!(
                "{} is {}, which does not occur in what was given",
                leaf.pointer,
                schema::shown(leaf.value)
            );
            found.push(Finding::new(
                "ungrounded",
                self.settings.ungrounded_severity,
                words,
            ));
        }
    }

    fn check_expected(
        &self,
        value: &Value,
        expected: &Value,
        found: &mut Vec<Finding>,
        extra: &mut Map<String, Value>,
    ) {
        let agreement = leaves::compare(
            value,
            expected,
            self.settings.ordered_lists,
            self.settings.loose_strings,
        );
        extra.insert("precision".into(), json!(rounded(agreement.precision())));
        extra.insert("recall".into(), json!(rounded(agreement.recall())));
        extra.insert("f1".into(), json!(rounded(agreement.f1())));
        if let Some(difference) = &agreement.difference {
            let words = format!(
                "{} of {} expected leaves are right: {difference}",
                agreement.both, agreement.expected
            );
            found.push(Finding::new("wrong-values", 1.0 - agreement.f1(), words));
        }
    }
}

/// `N/A` may be what the source says; `text` and `value` are words of every prompt.
fn stands_alone(source: &Source, text: &str) -> bool {
    !matches!(
        text.trim().to_lowercase().as_str(),
        "string" | "text" | "value" | "example"
    ) && text.chars().any(char::is_alphanumeric)
        && source.holds(text)
}

/// A date in ISO form is worked out, not copied.
fn is_date(text: &str) -> bool {
    let like = |it: char| it.is_ascii_digit() || "-:T.Z+ ".contains(it);
    text.len() >= 8 && text.contains('-') && text.chars().all(like)
}

fn rounded(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

/// The last text that is trained on; of a preference pair that of the preferred ending.
fn answer(example: &Example) -> Option<String> {
    let preferred = example
        .extra
        .get("preferred_output")
        .and_then(Value::as_array);
    let preferred: Vec<Message> = preferred
        .into_iter()
        .flatten()
        .filter_map(|it| Message::from_value(it).ok())
        .collect();
    let all = preferred.iter().rev().chain(example.messages.iter().rev());
    let trained = |message: &&Message| {
        let calls = message
            .extra
            .get("tool_calls")
            .is_some_and(|calls| !calls.is_null());
        message.role == "assistant"
            && !calls
            && message.extra.get("weight").and_then(Value::as_i64) != Some(0)
    };
    all.into_iter()
        .find(trained)
        .map(|message| message.content.clone())
}

/// What was given before the answer, without the schemas among it.
fn source(example: &Example) -> String {
    let mut text = String::new();
    for message in example
        .messages
        .iter()
        .filter(|message| message.role != "assistant")
    {
        let mut rest = message.content.as_str();
        for block in extraction::fences(&message.content) {
            if known::shown_schema(block.inside).is_some()
                && let Some((before, after)) = rest.split_once(block.inside)
            {
                text.push_str(before);
                text.push('\n');
                rest = after;
            }
        }
        text.push_str(rest);
        text.push('\n');
    }
    text
}

tunesmith_plugin_sdk::export!(scorer: JsonAnswers);

#[cfg(test)]
mod tests;
