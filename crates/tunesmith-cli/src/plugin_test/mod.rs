//! Holds a compiled plugin to the contract: golden vectors, the same answers every time and however batches are cut, limits, odd input.
//!
//! The same files hold the native plugin in its own tests (`testing::golden` of the SDK), so both sides read one form.

mod forms;
mod golden;
mod model;
mod odd;
mod pure;
mod steps;

pub(crate) use golden::Golden;

use std::time::Duration;

use serde_json::Value;
use tunesmith_core::{Example, JsonText, StageError, StageFailure};
use tunesmith_plugin_host::{LoadError, Plugin, PluginKind};

/// Examples a batch is cut of: enough for two batches of 64.
const BATCHED: usize = 130;
/// A text as long as people paste into a dataset by mistake.
const LONG_TEXT: usize = 1 << 20;

/// How one part of the test ended.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) name: &'static str,
    /// What was seen, in a few words, or each fault with what to do.
    pub(crate) outcome: Result<String, Vec<String>>,
}

/// How far to go.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Depth {
    /// Odd examples, or tasks.
    pub(crate) odd: u32,
    pub(crate) rng_seed: u64,
    /// The longest a call may take, for the words of the report.
    pub(crate) time: Duration,
}

/// Everything but the golden vectors, which the caller has read already.
pub(crate) fn parts(plugin: &Plugin, golden: &Golden, depth: Depth) -> Vec<Part> {
    let mut parts = vec![golden.check(plugin)];
    // Settings of the first vector: some plugins do not start without any.
    let settings = golden.settings();
    let started = match Stage::start(plugin, &settings) {
        Ok(stage) => stage,
        Err(error) => {
            parts.push(Part {
                name: "starts",
                outcome: Err(vec![error.to_string()]),
            });
            return parts;
        }
    };
    match started {
        Stage::Pure(first) => {
            let again = match Stage::start(plugin, &settings) {
                Ok(Stage::Pure(again)) => again,
                _ => return parts,
            };
            let examples = golden.examples();
            parts.push(pure::batches(&first, &again, &examples, depth));
            parts.push(pure::limits(&first, &examples, depth));
            parts.push(pure::odd(&first, &again, &examples, depth));
        }
        Stage::Steps(machine) => {
            let again = match Stage::start(plugin, &settings) {
                Ok(Stage::Steps(again)) => again,
                _ => return parts,
            };
            let tasks = golden.tasks();
            parts.push(steps::odd(&machine, &again, &tasks, depth));
        }
    }
    parts
}

/// A started plugin: one that answers at once, or one that asks.
enum Stage {
    Pure(pure::Pure),
    Steps(steps::Machine),
}

impl Stage {
    fn start(plugin: &Plugin, settings: &JsonText) -> Result<Self, LoadError> {
        Ok(match plugin.kind() {
            PluginKind::Scorer => Self::Pure(pure::Pure::Scorer(plugin.scorer(settings)?)),
            PluginKind::Filter => Self::Pure(pure::Pure::Filter(plugin.filter(settings)?)),
            PluginKind::Generator => {
                Self::Steps(steps::Machine::Generator(plugin.generator(settings)?))
            }
            PluginKind::Judge => Self::Steps(steps::Machine::Judge(plugin.judge(settings)?)),
        })
    }
}

/// Whether the plugin only said no, which is its right.
fn said_no(error: &StageError) -> bool {
    matches!(error.failure, StageFailure::Reported(_))
}

/// The first few of many faults.
fn few(faults: Vec<String>) -> Vec<String> {
    const MOST: usize = 5;
    let more = faults.len().saturating_sub(MOST);
    let mut few: Vec<String> = faults.into_iter().take(MOST).collect();
    if more > 0 {
        few.push(format!("and {more} more"));
    }
    few
}

/// An example on one line, to be put into golden.jsonl by whoever mends the fault.
fn shown(example: &Example) -> String {
    let text = forms::example_value(example).to_string();
    crate::text::cut(&text, 300)
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}
