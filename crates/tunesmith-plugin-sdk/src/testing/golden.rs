//! Golden vectors: what goes in and what must come out, a JSON object on each line of a plugin's `golden.jsonl`.
//!
//! The same file holds the native plugin (here), the compiled one (`tunesmith plugin test`) and the page to one answer.
//! Lines by kind, `settings` may be left out everywhere:
//!
//! - scorer: `{"settings", "example", "score": {"value", "marks", "note", "extra"}}`
//! - filter: `{"settings", "example", "scores": {name: score}, "verdict": "keep" | {"drop": why}}`
//! - generator: `{"settings", "task": {"index", "rng_seed", "seed"}, "replies", "requests", "examples"}`
//! - judge: `{"settings", "batch": [example …], "replies", "requests", "scores"}`
//!
//! A reply is `{"json": value}`, `{"text": …}`, `{"refused": why}` or `{"failed": why}`, in the order the requests are made.
//! Instead of the result there is `"error"` where the plugin says no, and `"gave_up"` where a task ends without one. With
//! `UPDATE=1` results and requests are written anew; read the difference before you keep it.

use std::path::Path;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use crate::{
    Answer, Example, Filter, Generator, Judge, Message, NamedScore, Reply, Request, Score, Scorer,
    Step, Task, Verdict,
};

/// Holds a scorer to its file. The path is usually `concat!(env!("CARGO_MANIFEST_DIR"), "/golden.jsonl")`.
///
/// # Panics
/// If a line can not be read or another answer comes than the one written there.
#[track_caller]
pub fn scorer<S: Scorer>(path: &str) {
    check(path, |case| {
        let example = example_of(case, "example")?;
        Ok(
            match configured(case, S::new).and_then(|it| super::try_score(&it, &example)) {
                Ok(score) => vec![("score", score_value(&score))],
                Err(words) => vec![("error", words.into())],
            },
        )
    });
}

/// Holds a filter to its file, as [`scorer`] does.
///
/// # Panics
/// As [`scorer`].
#[track_caller]
pub fn filter<F: Filter>(path: &str) {
    check(path, |case| {
        let example = example_of(case, "example")?;
        let scores = scores_of(case)?;
        let verdict = configured(case, F::new).and_then(|it| it.verdict(&example, &scores));
        Ok(match verdict {
            Ok(Verdict::Keep) => vec![("verdict", "keep".into())],
            Ok(Verdict::Drop(why)) => vec![("verdict", json!({"drop": why}))],
            Err(words) => vec![("error", words.into())],
        })
    });
}

/// Holds a generator to its file, as [`scorer`] does.
///
/// # Panics
/// As [`scorer`].
#[track_caller]
pub fn generator<G: Generator>(path: &str) {
    check(path, |case| {
        let task = task_of(case)?;
        let mut script = Script::of(case)?;
        let plugin = match configured(case, G::new) {
            Ok(plugin) => plugin,
            Err(words) => return Ok(vec![("error", words.into())]),
        };
        let first = plugin.begin(&task).map(super::carry);
        let end = script.play(first, |state, replies| {
            plugin
                .resume(super::read_state(state), replies)
                .map(super::carry)
        })?;
        let examples = |list: Vec<Example>| list.iter().map(Example::to_value).collect();
        Ok(script.outcome(end, "examples", examples))
    });
}

/// Holds a judge to its file, as [`scorer`] does.
///
/// # Panics
/// As [`scorer`].
#[track_caller]
pub fn judge<J: Judge>(path: &str) {
    check(path, |case| {
        let batch = case["batch"].as_array().ok_or("`batch` is no list")?;
        let batch: Vec<Example> = batch
            .iter()
            .map(Example::from_value)
            .collect::<Result<_, _>>()?;
        let mut script = Script::of(case)?;
        let plugin = match configured(case, J::new) {
            Ok(plugin) => plugin,
            Err(words) => return Ok(vec![("error", words.into())]),
        };
        let first = plugin.begin(&batch).map(super::carry);
        let end = script.play(first, |state, replies| {
            plugin
                .resume(super::read_state(state), replies)
                .map(super::carry)
        })?;
        let scores = |list: Vec<Score>| list.iter().map(score_value).collect();
        Ok(script.outcome(end, "scores", scores))
    });
}

/// Members of a line that are results.
const RESULTS: [&str; 7] = [
    "score", "verdict", "requests", "examples", "scores", "gave_up", "error",
];

type Results = Vec<(&'static str, Value)>;

#[track_caller]
fn check(path: &str, run: impl Fn(&Value) -> Result<Results, String>) {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let update = std::env::var_os("UPDATE").is_some();
    let mut written = String::new();
    for (number, line) in text.lines().enumerate() {
        let at = format!("{path}, line {}", number + 1);
        let case: Value =
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{at}: {error}"));
        let results = run(&case).unwrap_or_else(|why| panic!("{at}: {why}"));
        let mut got = given(&case);
        got.extend(
            results
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value)),
        );
        let got = Value::Object(got);
        assert!(
            update || got == case,
            "{at}: it would have to be\n{got}\nUPDATE=1 writes it; read the difference before you keep it"
        );
        written.push_str(&format!("{got}\n"));
    }
    assert!(!written.is_empty(), "{path} has no line");
    if update && written != text {
        std::fs::write(Path::new(path), written).unwrap_or_else(|error| panic!("{path}: {error}"));
    }
}

/// What a line gives the plugin: everything but the results. A filter's `scores` are given to it.
fn given(case: &Value) -> Map<String, Value> {
    let members = case.as_object().into_iter().flatten();
    let is_filter = case["scores"].is_object();
    let stays = |name: &str| !RESULTS.contains(&name) || (is_filter && name == "scores");
    members
        .filter(|(name, _)| stays(name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

fn configured<S: DeserializeOwned, P>(
    case: &Value,
    new: fn(S) -> Result<P, String>,
) -> Result<P, String> {
    let none = json!({});
    let settings = case.get("settings").unwrap_or(&none);
    super::read_settings(settings).and_then(new)
}

fn example_of(case: &Value, name: &str) -> Result<Example, String> {
    Example::from_value(&case[name]).map_err(|why| format!("`{name}`: {why}"))
}

fn scores_of(case: &Value) -> Result<Vec<NamedScore>, String> {
    let scores = case["scores"].as_object().into_iter().flatten();
    let mut scores: Vec<NamedScore> = scores
        .map(|(name, score)| {
            let marks = score["marks"].as_array().into_iter().flatten();
            Ok(NamedScore {
                name: name.clone(),
                score: Score {
                    value: score["value"].as_f64().ok_or("a score has no `value`")?,
                    marks: marks.filter_map(Value::as_str).map(str::to_owned).collect(),
                    note: score["note"].as_str().map(str::to_owned),
                    extra: score["extra"].as_object().cloned().unwrap_or_default(),
                },
            })
        })
        .collect::<Result<_, String>>()?;
    scores.sort_by(|left, right| left.name.cmp(&right.name));
    Ok(scores)
}

fn task_of(case: &Value) -> Result<Task, String> {
    let task = &case["task"];
    let number = |name: &str| task[name].as_u64().ok_or(format!("`task` has no `{name}`"));
    Ok(Task {
        index: number("index")?,
        rng_seed: number("rng_seed")?,
        seed: task.get("seed").cloned(),
    })
}

fn score_value(score: &Score) -> Value {
    let Score {
        value,
        marks,
        note,
        extra,
    } = score;
    json!({"value": value, "marks": marks, "note": note, "extra": extra})
}

/// The model's part: replies in order, and what was asked.
struct Script {
    replies: std::vec::IntoIter<Reply>,
    requests: Vec<Value>,
}

impl Script {
    fn of(case: &Value) -> Result<Self, String> {
        let replies = case["replies"].as_array().into_iter().flatten();
        let replies: Vec<Reply> = replies.map(reply).collect::<Result<_, _>>()?;
        Ok(Self {
            replies: replies.into_iter(),
            requests: Vec::new(),
        })
    }

    /// Runs a task to its end: the result, or why there is none, with the name of that member.
    fn play<T>(
        &mut self,
        first: Result<super::Carried<T>, String>,
        resume: impl Fn(&[u8], &[Reply]) -> Result<super::Carried<T>, String>,
    ) -> Result<Result<T, (&'static str, String)>, String> {
        let mut step = first;
        loop {
            match step {
                Err(words) => return Ok(Err(("error", words))),
                Ok(Step::GiveUp(why)) => return Ok(Err(("gave_up", why))),
                Ok(Step::Done(result)) => {
                    let left = self.replies.len();
                    return if left == 0 {
                        Ok(Ok(result))
                    } else {
                        Err(format!("{left} replies were never asked for"))
                    };
                }
                Ok(Step::Ask { requests, state }) => {
                    super::check_requests(&requests);
                    self.requests.extend(requests.iter().map(request_value));
                    let replies: Vec<Reply> = self.replies.by_ref().take(requests.len()).collect();
                    if replies.len() < requests.len() {
                        let asked = requests[replies.len()].label.clone();
                        return Err(format!("there is no reply to the request `{asked}`"));
                    }
                    step = resume(&state, &replies);
                }
            }
        }
    }

    fn outcome<T>(
        self,
        end: Result<T, (&'static str, String)>,
        name: &'static str,
        value: impl FnOnce(T) -> Value,
    ) -> Results {
        let end = match end {
            Ok(result) => (name, value(result)),
            Err((name, why)) => (name, why.into()),
        };
        vec![("requests", self.requests.into()), end]
    }
}

fn reply(value: &Value) -> Result<Reply, String> {
    let text = |name: &str| value[name].as_str().map(str::to_owned);
    if let Some(json) = value.get("json") {
        return Ok(super::answered(json.clone()));
    }
    if let Some(content) = text("text") {
        return Ok(Reply::Answered(Answer {
            content,
            value: None,
            finish_reason: "stop".to_owned(),
        }));
    }
    text("refused")
        .map(Reply::Refused)
        .or_else(|| text("failed").map(Reply::Failed))
        .ok_or(format!(
            "`{value}` is no reply: json, text, refused or failed"
        ))
}

fn request_value(request: &Request) -> Value {
    let Request {
        label,
        messages,
        answer_schema,
        temperature,
        max_tokens,
        extra,
    } = request;
    let messages: Vec<Value> = messages.iter().map(Message::to_value).collect();
    let mut value = json!({"label": label, "messages": messages});
    let members = [
        ("answer_schema", answer_schema.clone()),
        ("temperature", temperature.map(Value::from)),
        ("max_tokens", max_tokens.map(Value::from)),
        ("extra", (!extra.is_empty()).then(|| extra.clone().into())),
    ];
    for (name, member) in members {
        if let Some(member) = member {
            value[name] = member;
        }
    }
    value
}
