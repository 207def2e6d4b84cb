//! Golden vectors against a compiled plugin: what goes in and what must come out, a JSON object on each line.

use serde_json::{Map, Value};
use tunesmith_core::{
    Example, JsonText, Reply, Scored, Scores, StageError, StageFailure, Task, Verdict,
};
use tunesmith_plugin_host::{LoadError, Plugin};

use super::pure::Pure;
use super::steps::{End, Machine};
use super::{Part, Stage, few, forms};

/// Members of a line that are results.
const RESULTS: [&str; 7] = [
    "score", "verdict", "requests", "examples", "scores", "gave_up", "error",
];

/// A file of vectors.
#[derive(Debug, Default)]
pub(crate) struct Golden {
    pub(crate) lines: Vec<GoldenLine>,
}

/// One vector.
#[derive(Debug)]
pub(crate) struct GoldenLine {
    pub(crate) number: usize,
    case: Value,
}

impl Golden {
    /// Reads a file's text. The error names the line.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let lines = text.lines().enumerate();
        let lines = lines.map(|(at, line)| {
            let number = at + 1;
            let case =
                serde_json::from_str(line).map_err(|error| format!("line {number}: {error}"))?;
            Ok(GoldenLine { number, case })
        });
        Ok(Self {
            lines: lines.collect::<Result<_, String>>()?,
        })
    }

    /// The settings of the first vector that starts a plugin, or none.
    pub(super) fn settings(&self) -> JsonText {
        let mut good = self
            .lines
            .iter()
            .filter(|line| line.case.get("error").is_none());
        good.next().map_or_else(
            || JsonText::from_value(&Map::new().into()),
            GoldenLine::settings,
        )
    }

    /// All examples, with the scores a filter sees.
    pub(super) fn examples(&self) -> Vec<(Example, Scores)> {
        let each = self.lines.iter().flat_map(|line| {
            let batch = line.case["batch"].as_array().cloned().unwrap_or_default();
            let one = line.case.get("example").cloned();
            let scores = forms::scores(&line.case["scores"]).unwrap_or_default();
            let examples = one.into_iter().chain(batch);
            examples
                .filter_map(move |example| Some((forms::example(&example).ok()?, scores.clone())))
        });
        each.collect()
    }

    /// All tasks of a generator.
    pub(super) fn tasks(&self) -> Vec<Task> {
        let tasks = self.lines.iter().filter_map(|line| line.case.get("task"));
        tasks.filter_map(|task| forms::task(task).ok()).collect()
    }

    /// Runs every vector.
    pub(super) fn check(&self, plugin: &Plugin) -> Part {
        let mut faults = Vec::new();
        for line in &self.lines {
            match line.run(plugin) {
                Err(why) => faults.push(format!("line {}: {why}", line.number)),
                Ok(got) if got == line.case => {}
                Ok(got) => faults.push(format!("line {}: it would have to be {got}", line.number)),
            }
        }
        let count = self.lines.len();
        let outcome = if self.lines.is_empty() {
            Err(vec![
                "there is none: write golden.jsonl beside the plugin, or name one with --golden"
                    .to_owned(),
            ])
        } else if faults.is_empty() {
            Ok(format!("{count} of {count} as written"))
        } else {
            Err(few(faults))
        };
        Part {
            name: "golden vectors",
            outcome,
        }
    }
}

impl GoldenLine {
    fn settings(&self) -> JsonText {
        let none = Value::from(Map::new());
        JsonText::from_value(self.case.get("settings").unwrap_or(&none))
    }

    /// Whether the line says this already.
    pub(crate) fn is(&self, value: &Value) -> bool {
        self.case == *value
    }

    /// What the line would have to be: what it gives, and what comes out.
    pub(crate) fn run(&self, plugin: &Plugin) -> Result<Value, String> {
        let mut got = self.given();
        let stage = match Stage::start(plugin, &self.settings()) {
            Ok(stage) => stage,
            // Settings are refused in words, which are a result.
            Err(LoadError::BadSettings { why, .. }) => {
                got.insert("error".to_owned(), why.into());
                return Ok(got.into());
            }
            Err(error) => return Err(error.to_string()),
        };
        let results = match stage {
            Stage::Pure(pure) => self.run_pure(&pure)?,
            Stage::Steps(machine) => self.run_steps(&machine)?,
        };
        got.extend(
            results
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value)),
        );
        Ok(got.into())
    }

    fn run_pure(&self, pure: &Pure) -> Result<Vec<(&'static str, Value)>, String> {
        let example =
            forms::example(&self.case["example"]).map_err(|why| format!("`example`: {why}"))?;
        let scores = forms::scores(&self.case["scores"])?;
        let result = match pure {
            Pure::Scorer(scorer) => scorer.score(std::slice::from_ref(&example)).map(|scores| {
                (
                    "score",
                    scores.first().map(forms::score_value).unwrap_or_default(),
                )
            }),
            Pure::Filter(filter) => {
                let scored = Scored {
                    example: &example,
                    scores: &scores,
                };
                filter
                    .verdicts(&[scored])
                    .map(|verdicts| match verdicts.first() {
                        Some(Verdict::Drop { reason }) => {
                            ("verdict", serde_json::json!({"drop": reason}))
                        }
                        _ => ("verdict", "keep".into()),
                    })
            }
        };
        match result {
            Ok(result) => Ok(vec![result]),
            Err(error) => Ok(vec![("error", words(error)?.into())]),
        }
    }

    fn run_steps(&self, machine: &Machine) -> Result<Vec<(&'static str, Value)>, String> {
        let replies = self.case["replies"].as_array().into_iter().flatten();
        let replies: Vec<Reply> = replies.map(forms::reply).collect::<Result<_, _>>()?;
        let mut replies = replies.into_iter();
        let mut requests = Vec::new();
        let start = match machine {
            Machine::Generator(_) => super::steps::Start::Task(forms::task(&self.case["task"])?),
            Machine::Judge(_) => {
                let batch = self.case["batch"].as_array().ok_or("`batch` is no list")?;
                let batch = batch.iter().map(forms::example).collect::<Result<_, _>>()?;
                super::steps::Start::Batch(batch)
            }
        };
        let end = machine.play(&start, &mut |asked| {
            requests.extend(asked.iter().map(forms::request_value));
            let given: Vec<Reply> = replies.by_ref().take(asked.len()).collect();
            if given.len() < asked.len() {
                let label = &asked[given.len()].label;
                return Err(format!("there is no reply to the request `{label}`"));
            }
            Ok(given)
        })?;
        let end = match end {
            End::Examples(examples) => (
                "examples",
                examples.iter().map(forms::example_value).collect(),
            ),
            End::Scores(scores) => ("scores", scores.iter().map(forms::score_value).collect()),
            End::GaveUp(why) => ("gave_up", why.into()),
            End::Failed(error) => ("error", words(error)?.into()),
        };
        if replies.len() > 0 && matches!(end.0, "examples" | "scores") {
            return Err(format!("{} replies were never asked for", replies.len()));
        }
        Ok(vec![("requests", requests.into()), end])
    }

    /// What a line gives the plugin: everything but the results. A filter's `scores` are given to it.
    fn given(&self) -> Map<String, Value> {
        let members = self.case.as_object().into_iter().flatten();
        let is_filter = self.case["scores"].is_object();
        let stays = |name: &str| !RESULTS.contains(&name) || (is_filter && name == "scores");
        members
            .filter(|(name, _)| stays(name))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    }
}

/// The plugin's own words; whatever else went wrong is no result.
fn words(error: StageError) -> Result<String, String> {
    match error.failure {
        StageFailure::Reported(words) => Ok(words),
        _ => Err(error.to_string()),
    }
}
