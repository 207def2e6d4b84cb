//! Judges tool calls: that the tool exists, its arguments satisfy its schema and come from somewhere, every call is answered, and
//! what the metadata expects was called.
//!
//! Left out: whether a call was wise, and whether the final answer says what the tools said. The score is the product of
//! (1 - severity) over the marks found. Invariant: the work is linear in the text.

mod conversation;
mod expected;
mod finding;
mod pairing;
mod settings;
mod tools;

use std::collections::BTreeSet;
use tunesmith_plugin_sdk::Finding;
use tunesmith_structured::schema;

use serde_json::{Map, Value, json};
use tunesmith_plugin_sdk::{Description, Example, Score, Scorer};

pub use crate::settings::Settings;

use crate::conversation::{Arguments, Call, Turn};
use crate::expected::Expected;
use crate::finding::finding;
use crate::tools::{Tool, Tools};
use tunesmith_structured::Words;

/// The scorer.
pub struct ToolCalls {
    settings: Settings,
}

/// What was counted.
#[derive(Default)]
struct Figures {
    calls: usize,
    valid: usize,
    invented: usize,
}

impl Scorer for ToolCalls {
    type Settings = Settings;

    fn describe() -> Description {
        Description {
            name: "tool-call-scorer",
            version: env!("CARGO_PKG_VERSION"),
            summary: "Scores tool calls, 0 to 1: known tools, arguments valid under their JSON Schema and taken from the conversation, \
                      every call answered, the expected calls made; no model needed.",
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
        let tools = Tools::of(example);
        let turns = conversation::turns(example);
        let expected = Expected::of(example)?;
        let mut figures = Figures::default();
        let mut found = Vec::new();
        let nothing_called = turns.iter().all(|turn| turn.calls.is_empty());
        if tools.list.is_empty()
            && tools.faults.is_empty()
            && nothing_called
            && expected == Expected::Unsaid
        {
            found.push(finding(
                "no-tools",
                "there are neither tools nor calls".to_owned(),
            ));
        }
        for fault in &tools.faults {
            found.push(finding("bad-tool-definition", fault.clone()));
        }
        self.check_calls(&turns, &tools, &mut figures, &mut found);
        pairing::check(&turns, &mut found);
        let calls: Vec<&Call> = turns
            .iter()
            .flat_map(|turn| &turn.calls)
            .filter(|call| call.trained)
            .collect();
        let matched = expected::check(
            &expected,
            &calls,
            &tools,
            self.settings.loose_strings,
            &mut found,
        );
        check_question(example, &turns, &mut found);
        found.retain(|finding| !self.settings.skip.iter().any(|mark| mark == finding.mark));
        Ok(Finding::score(
            found,
            extra(&tools, &figures, &expected, matched),
        ))
    }
}

impl ToolCalls {
    fn check_calls(
        &self,
        turns: &[Turn],
        tools: &Tools,
        figures: &mut Figures,
        found: &mut Vec<Finding>,
    ) {
        let mut words = Words::default();
        let any_calls = turns.iter().any(|turn| !turn.calls.is_empty());
        if self.settings.check_invented && any_calls {
            tools
                .list
                .iter()
                .for_each(|tool| words.add_value(&tool.definition));
        }
        for (index, turn) in turns.iter().enumerate() {
            let mut made = BTreeSet::new();
            for call in turn.calls.iter().filter(|call| call.trained) {
                figures.calls += 1;
                let place = format!("message {}", index + 1);
                if let Some(object) = check_call(call, tools, &place, figures, found) {
                    if !made.insert((&call.name, schema::canonical(object))) {
                        found.push(finding(
                            "repeated-call",
                            format!(
                                "{place} calls `{}` twice with the same arguments",
                                call.name
                            ),
                        ));
                    }
                    if self.settings.check_invented {
                        self.check_invented(call, object, &words, &place, figures, found);
                    }
                }
            }
            if turn.trained && turn.calls.is_empty() && !tools.list.is_empty() {
                check_text(turn, tools, index + 1, found);
            }
            if self.settings.check_invented && any_calls {
                words.add(&turn.text);
            }
        }
    }

    fn check_invented(
        &self,
        call: &Call,
        arguments: &Value,
        words: &Words,
        place: &str,
        figures: &mut Figures,
        found: &mut Vec<Finding>,
    ) {
        let mut invented = Vec::new();
        leaves(arguments, &mut String::new(), &mut |pointer, text| {
            if !tunesmith_structured::is_derived(text) && !words.hold(text) {
                invented.push((pointer.to_owned(), text.to_owned()));
            }
        });
        figures.invented += invented.len();
        if let Some((pointer, text)) = invented.first() {
            let text = schema::shown(&text.as_str().into());
            let mut finding = finding(
                "invented-argument",
                format!(
                    "{place}: the call of `{}` has {text} at {pointer}, which nobody said",
                    call.name
                ),
            );
            finding.severity = self.settings.invented_severity;
            found.push(finding);
        }
    }
}

/// The arguments if they are an object, whatever their schema says of them.
fn check_call<'a>(
    call: &'a Call,
    tools: &Tools,
    place: &str,
    figures: &mut Figures,
    found: &mut Vec<Finding>,
) -> Option<&'a Value> {
    let name = &call.name;
    let tool = tools.named(name);
    if tool.is_none() {
        let words = match (name.is_empty(), tools.list.is_empty()) {
            (true, _) => format!("{place} calls a tool without a name"),
            (_, true) => format!("{place} calls `{name}`, but no tools are defined"),
            _ => format!(
                "{place} calls `{name}`, which is not defined; {}",
                nearest(name, &tools.list)
            ),
        };
        found.push(finding("unknown-tool", words));
    }
    let object = match &call.arguments {
        Arguments::Object(object) => object,
        Arguments::Bad(why) => {
            found.push(finding(
                "bad-arguments-json",
                format!("{place}: the arguments of `{name}` {why}"),
            ));
            return None;
        }
    };
    let tool = tool?;
    let report = tool
        .parameters
        .as_ref()
        .map(|it| schema::check(it, object))
        .unwrap_or_default();
    if let Some(keyword) = report.unchecked.first() {
        found.push(finding(
            "schema-unchecked",
            format!("the schema of `{name}` has `{keyword}`, which could not be looked at"),
        ));
    }
    match report.violations.first() {
        None => figures.valid += 1,
        Some(first) => {
            let more = match report.violations.len() - 1 {
                0 => String::new(),
                more => format!("; {more} more"),
            };
            found.push(finding(
                "arguments-invalid",
                format!("{place}: the call of `{name}`: {}{more}", first.phrase()),
            ));
        }
    }
    Some(object)
}

fn nearest(name: &str, tools: &[Tool]) -> String {
    let plain = |text: &str| {
        text.chars()
            .filter(|it| it.is_alphanumeric())
            .collect::<String>()
            .to_lowercase()
    };
    match tools.iter().find(|tool| plain(&tool.name) == plain(name)) {
        Some(tool) => format!("`{}` is", tool.name),
        None => {
            let names: Vec<String> = tools
                .iter()
                .take(5)
                .map(|tool| format!("`{}`", tool.name))
                .collect();
            format!(
                "there {} {}",
                if tools.len() == 1 { "is" } else { "are" },
                names.join(", ")
            )
        }
    }
}

/// A call written into the answer instead of made.
fn check_text(turn: &Turn, tools: &Tools, place: usize, found: &mut Vec<Finding>) {
    const SIGNS: [&str; 6] = [
        "<tool_call>",
        "<function_call>",
        "<function=",
        "[TOOL_CALLS]",
        "<|python_tag|>",
        "<|tool_call|>",
    ];
    let sign = SIGNS.iter().find(|sign| turn.text.contains(**sign));
    let text = turn.text.trim();
    let is_call = |value: &Value| {
        let name = value.get("name").and_then(Value::as_str);
        name.is_some_and(|name| tools.named(name).is_some())
            && ["arguments", "parameters"]
                .iter()
                .any(|it| value.get(it).is_some())
    };
    let whole = || {
        let value: Option<Value> = text
            .starts_with(['{', '['])
            .then(|| serde_json::from_str(text).ok())
            .flatten();
        value.is_some_and(|value| {
            is_call(&value)
                || value
                    .as_array()
                    .is_some_and(|list| list.iter().any(is_call))
        })
    };
    if sign.is_some() || whole() {
        found.push(finding(
            "call-in-text",
            format!("message {place} writes a call into its text instead of making it"),
        ));
    }
}

/// Where the metadata says that something is missing, the last answer must ask for it.
fn check_question(example: &Example, turns: &[Turn], found: &mut Vec<Finding>) {
    if example.metadata("case").and_then(Value::as_str) != Some("clarify") {
        return;
    }
    let last = turns.iter().rev().find(|turn| turn.trained);
    // Question marks of Latin, Greek, Arabic, Armenian and CJK texts.
    let asks = last.is_some_and(|turn| {
        turn.text
            .contains(['?', '¿', '؟', '՞', '\u{37e}', '\u{ff1f}'])
    });
    if !asks {
        found.push(finding(
            "no-question",
            "a clarification was expected, and the answer asks nothing".to_owned(),
        ));
    }
}

fn leaves(value: &Value, pointer: &mut String, look: &mut impl FnMut(&str, &str)) {
    let length = pointer.len();
    match value {
        Value::String(text) => look(pointer, text),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                pointer.push_str(&format!("/{index}"));
                leaves(item, pointer, look);
                pointer.truncate(length);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                pointer.push_str(&format!("/{}", name.replace('~', "~0").replace('/', "~1")));
                leaves(member, pointer, look);
                pointer.truncate(length);
            }
        }
        _ => {}
    }
}

fn extra(
    tools: &Tools,
    figures: &Figures,
    expected: &Expected,
    matched: usize,
) -> Map<String, Value> {
    let mut extra = Map::new();
    extra.insert("tools".into(), json!(tools.list.len()));
    extra.insert("calls".into(), json!(figures.calls));
    extra.insert("valid_calls".into(), json!(figures.valid));
    extra.insert("invented_arguments".into(), json!(figures.invented));
    let wanted = match expected {
        Expected::Unsaid => return extra,
        Expected::AtLeast(least) => *least,
        Expected::Calls(calls) => calls.len(),
    };
    extra.insert("expected_calls".into(), json!(wanted));
    extra.insert("matched_calls".into(), json!(matched));
    extra
}

tunesmith_plugin_sdk::export!(scorer: ToolCalls);

#[cfg(test)]
mod tests;
