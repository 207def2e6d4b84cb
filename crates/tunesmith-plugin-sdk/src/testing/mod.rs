//! The native test kit: drives a plugin as the host does, without WebAssembly, and holds it to the contract.
//!
//! What a plugin says no to comes back as `Err`; what breaks the contract (a score that is not a number, an answer that
//! changes from call to call, a state that does not survive JSON) panics with a sentence that says what to do.

#![allow(
    clippy::needless_pass_by_value,
    reason = "settings are written in place, as `json!({…})`"
)]

pub mod golden;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{
    Answer, Description, Example, Filter, Generator, Judge, Reply, Request, Score, Scorer, Step,
    Task,
};

/// More rounds of asking than any honest plugin needs for one task.
const MOST_ROUNDS: usize = 100;

/// Makes a scorer of settings as a recipe gives them. The error is what the recipe's author would read.
///
/// # Panics
/// If the description breaks the contract, see [`check_description`].
pub fn scorer<S: Scorer>(settings: Value) -> Result<S, String> {
    check_description(&S::describe());
    S::new(read_settings(&settings)?)
}

/// Holds the `default`s in a settings schema to those that are used.
///
/// # Panics
/// If they differ, or a property of the schema has none.
#[track_caller]
pub fn states_defaults<S>(schema: &Value)
where
    S: DeserializeOwned + Default + PartialEq + std::fmt::Debug,
{
    let properties = schema["properties"]
        .as_object()
        .cloned()
        .unwrap_or_default();
    let stated = properties.into_iter().map(|(name, property)| {
        let default = property.get("default").cloned();
        let default = default.unwrap_or_else(|| panic!("`{name}` has no `default`"));
        (name, default)
    });
    let stated = read_settings(&Value::Object(stated.collect()));
    let stated: S = stated.unwrap_or_else(|error| panic!("the stated defaults: {error}"));
    assert_eq!(stated, S::default(), "the schema states other defaults");
}

/// Makes a generator of settings as a recipe gives them. The error is what the recipe's author would read.
///
/// # Panics
/// If the description breaks the contract, see [`check_description`].
pub fn generator<G: Generator>(settings: Value) -> Result<G, String> {
    check_description(&G::describe());
    G::new(read_settings(&settings)?)
}

/// Makes a judge of settings as a recipe gives them. The error is what the recipe's author would read.
///
/// # Panics
/// If the description breaks the contract, see [`check_description`].
pub fn judge<J: Judge>(settings: Value) -> Result<J, String> {
    check_description(&J::describe());
    J::new(read_settings(&settings)?)
}

/// Makes a filter of settings as a recipe gives them. The error is what the recipe's author would read.
///
/// # Panics
/// If the description breaks the contract, see [`check_description`].
pub fn filter<F: Filter>(settings: Value) -> Result<F, String> {
    check_description(&F::describe());
    F::new(read_settings(&settings)?)
}

/// The score of one example.
///
/// # Panics
/// If the scorer refuses the example, answers a value that is not finite, or scores it differently the second time.
#[track_caller]
pub fn score<S: Scorer>(scorer: &S, example: &Example) -> Score {
    match try_score(scorer, example) {
        Ok(score) => score,
        Err(words) => panic!("the scorer refuses the example: {words}"),
    }
}

/// The score of one example, or the words with which the scorer refuses it.
///
/// # Panics
/// If the score's value is not finite, or the second call answers differently.
#[track_caller]
pub fn try_score<S: Scorer>(scorer: &S, example: &Example) -> Result<Score, String> {
    let first = scorer.score(example);
    if let Ok(score) = &first {
        check_score(score);
    }
    let second = scorer.score(example);
    assert!(
        first == second,
        "the same example scores differently the second time: {first:?}, then {second:?}"
    );
    first
}

/// Runs one task to its end; `model` answers each request. The error is the plugin's own word or why it gave up.
///
/// # Panics
/// If the plugin breaks the contract: it asks nothing, its first step is not the same twice, its state does not survive
/// JSON, an answer's schema is not an object, or it never ends.
#[track_caller]
pub fn run_generator<G: Generator>(
    settings: Value,
    task: &Task,
    mut model: impl FnMut(&Request) -> Reply,
) -> Result<Vec<Example>, String> {
    let plugin = generator::<G>(settings)?;
    let begin = || plugin.begin(task).map(carry);
    let first = begin()?;
    assert!(
        first == begin()?,
        "`begin` answers differently the second time, for the same task"
    );
    let resume =
        |state: &[u8], replies: &[Reply]| plugin.resume(read_state(state), replies).map(carry);
    let examples = run_steps(first, &mut model, resume)?;
    for (index, example) in examples.iter().enumerate() {
        assert!(
            !example.messages.is_empty(),
            "example {index} has no messages"
        );
        let unnamed = example
            .messages
            .iter()
            .position(|message| message.role.is_empty());
        assert!(
            unnamed.is_none(),
            "example {index}: message {unnamed:?} has no role"
        );
    }
    Ok(examples)
}

/// Judges a batch to the end; `model` answers each request. The error is the plugin's own word or why it gave up.
///
/// # Panics
/// If the plugin breaks the contract: as [`run_generator`], or the scores are not one per example and finite.
#[track_caller]
pub fn run_judge<J: Judge>(
    settings: Value,
    examples: &[Example],
    mut model: impl FnMut(&Request) -> Reply,
) -> Result<Vec<Score>, String> {
    let plugin = judge::<J>(settings)?;
    let begin = || plugin.begin(examples).map(carry);
    let first = begin()?;
    assert!(
        first == begin()?,
        "`begin` answers differently the second time, for the same examples"
    );
    let resume =
        |state: &[u8], replies: &[Reply]| plugin.resume(read_state(state), replies).map(carry);
    let scores = run_steps(first, &mut model, resume)?;
    assert!(
        scores.len() == examples.len(),
        "{} scores for {} examples",
        scores.len(),
        examples.len()
    );
    scores.iter().for_each(check_score);
    Ok(scores)
}

/// A reply that carries JSON, as to a request with an answer schema.
pub fn answered(value: Value) -> Reply {
    let content = value.to_string();
    Reply::Answered(Answer {
        content,
        value: Some(value),
        finish_reason: "stop".to_owned(),
    })
}

/// A reply of plain text.
pub fn answered_text(content: &str) -> Reply {
    Reply::Answered(Answer {
        content: content.to_owned(),
        value: None,
        finish_reason: "stop".to_owned(),
    })
}

/// Checks what the host checks of a description, and what reports need.
///
/// # Panics
/// If a field is empty, the version is not three numbers, or the settings schema is not the schema of an object.
#[track_caller]
pub fn check_description(description: &Description) {
    let Description {
        name,
        version,
        summary,
        licence,
        authors: _,
        documentation: _,
        settings_schema,
        abilities,
    } = description;
    for (field, text) in [
        ("name", name),
        ("version", version),
        ("summary", summary),
        ("licence", licence),
    ] {
        assert!(!text.trim().is_empty(), "describe(): `{field}` is empty");
    }
    let kebab = name
        .split('-')
        .all(|word| !word.is_empty() && word.bytes().all(is_lower_or_digit));
    assert!(
        kebab,
        "describe(): name `{name}` is not lower case words joined by `-`, such as `math-scorer`"
    );
    let numbers = version
        .split(['-', '+'])
        .next()
        .unwrap_or_default()
        .split('.');
    let numbers = numbers
        .map(str::parse::<u64>)
        .collect::<Result<Vec<_>, _>>();
    assert!(
        numbers.is_ok_and(|numbers| numbers.len() == 3),
        "describe(): version `{version}` is not three numbers such as `1.0.0`"
    );
    let is_object = settings_schema
        .get("type")
        .is_some_and(|kind| kind == "object");
    assert!(
        is_object,
        "describe(): settings_schema must be a JSON Schema with \"type\": \"object\""
    );
    let unknown = abilities.iter().find(|ability| **ability != "log");
    assert!(
        unknown.is_none(),
        "describe(): ability {unknown:?} is not known; this line of the API has `log` only"
    );
}

fn is_lower_or_digit(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit()
}

#[track_caller]
fn check_score(score: &Score) {
    assert!(
        score.value.is_finite(),
        "a score must be a finite number, this is {}",
        score.value
    );
}

fn read_settings<T: DeserializeOwned>(settings: &Value) -> Result<T, String> {
    // From text, as in the component, so that the message is the same.
    serde_json::from_str(&settings.to_string())
        .map_err(|error| format!("the settings do not fit: {error}"))
}

/// A step whose state is what the host carries: JSON bytes.
type Carried<T> = Step<Vec<u8>, T>;

#[track_caller]
fn carry<S: Serialize, T>(step: Step<S, T>) -> Carried<T> {
    match step {
        Step::Ask { requests, state } => match serde_json::to_vec(&state) {
            Ok(state) => Step::Ask { requests, state },
            Err(error) => panic!("the state can not be written as JSON: {error}"),
        },
        Step::Done(result) => Step::Done(result),
        Step::GiveUp(why) => Step::GiveUp(why),
    }
}

#[track_caller]
fn read_state<S: DeserializeOwned>(state: &[u8]) -> S {
    match serde_json::from_slice(state) {
        Ok(state) => state,
        Err(error) => panic!(
            "the state does not survive JSON: {error}; it was {}",
            String::from_utf8_lossy(state)
        ),
    }
}

#[track_caller]
fn run_steps<T>(
    mut step: Carried<T>,
    model: &mut impl FnMut(&Request) -> Reply,
    resume: impl Fn(&[u8], &[Reply]) -> Result<Carried<T>, String>,
) -> Result<T, String> {
    for _ in 0..MOST_ROUNDS {
        match step {
            Step::Done(result) => return Ok(result),
            Step::GiveUp(why) => return Err(why),
            Step::Ask { requests, state } => {
                check_requests(&requests);
                let replies: Vec<Reply> = requests.iter().map(&mut *model).collect();
                step = resume(&state, &replies)?;
            }
        }
    }
    panic!("the plugin still asks after {MOST_ROUNDS} rounds; it would never end");
}

#[track_caller]
fn check_requests(requests: &[Request]) {
    assert!(
        !requests.is_empty(),
        "a step asks nothing; answer Done or GiveUp instead"
    );
    for request in requests {
        assert!(
            !request.label.is_empty(),
            "a request has no label; reports need one"
        );
        assert!(
            !request.messages.is_empty(),
            "request `{}` has no messages",
            request.label
        );
        let schema_is_object = request.answer_schema.as_ref().is_none_or(Value::is_object);
        assert!(
            schema_is_object,
            "request `{}`: the answer schema is not a JSON object",
            request.label
        );
    }
}
