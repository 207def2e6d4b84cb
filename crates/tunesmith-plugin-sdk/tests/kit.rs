//! The test kit catches what breaks the contract, and says it in words a plugin's author understands.

#![allow(clippy::unwrap_used, reason = "tests may unwrap")]

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::{Deserialize, Serialize};
use tunesmith_plugin_sdk::{
    Description, Example, Generator, Judge, Message, Reply, Request, Rng, Score, Scorer, Step,
    Task, Value, json, testing,
};

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Settings {
    /// What to do wrong.
    wrong: String,
}

fn description(name: &'static str) -> Description {
    let settings_schema = json!({"type": "object", "properties": {"wrong": {"type": "string"}}});
    Description {
        name,
        version: "0.1.0",
        summary: "For tests.",
        licence: "Apache-2.0",
        settings_schema,
        ..Description::default()
    }
}

#[track_caller]
fn panics(work: impl FnOnce(), expected: &str) {
    let panic = catch_unwind(AssertUnwindSafe(work)).unwrap_err();
    let message = panic.downcast_ref::<String>().cloned();
    let message = message
        .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
        .unwrap();
    assert!(message.starts_with(expected), "{message}");
}

struct Odd {
    wrong: String,
    calls: Cell<u32>,
}

impl Scorer for Odd {
    type Settings = Settings;

    fn describe() -> Description {
        description("odd-scorer")
    }

    fn new(settings: Settings) -> Result<Self, String> {
        Ok(Self {
            wrong: settings.wrong,
            calls: Cell::new(0),
        })
    }

    fn score(&self, _example: &Example) -> Result<Score, String> {
        self.calls.set(self.calls.get() + 1);
        let value = match self.wrong.as_str() {
            "infinite" => f64::INFINITY,
            "fickle" => f64::from(self.calls.get()),
            "refuses" => return Err("not this one".to_owned()),
            _ => 1.0,
        };
        Ok(Score {
            value,
            ..Score::default()
        })
    }
}

#[test]
fn scorers_are_held_to_the_contract() {
    let example = Example::new(vec![Message::new("user", "hello")]);
    let scorer = |wrong: &str| testing::scorer::<Odd>(json!({"wrong": wrong})).unwrap();
    assert_eq!(testing::score(&scorer(""), &example).value, 1.0);
    assert_eq!(
        testing::try_score(&scorer("refuses"), &example),
        Err("not this one".to_owned())
    );
    panics(
        || drop(testing::score(&scorer("refuses"), &example)),
        "the scorer refuses the example: not this one",
    );
    panics(
        || drop(testing::score(&scorer("infinite"), &example)),
        "a score must be a finite number, this is inf",
    );
    panics(
        || drop(testing::score(&scorer("fickle"), &example)),
        "the same example scores differently the second time",
    );

    let error = testing::scorer::<Odd>(json!({"worng": 1})).err();
    assert_eq!(
        error.as_deref(),
        Some("the settings do not fit: unknown field `worng`, expected `wrong` at line 1 column 8")
    );
}

#[test]
fn descriptions_are_checked() {
    testing::check_description(&description("odd-scorer"));
    let check = |change: fn(&mut Description), expected| {
        let mut wrong = description("odd-scorer");
        change(&mut wrong);
        panics(|| testing::check_description(&wrong), expected);
    };
    check(|it| it.summary = " ", "describe(): `summary` is empty");
    check(
        |it| it.name = "Odd",
        "describe(): name `Odd` is not lower case words joined by `-`",
    );
    check(
        |it| it.version = "1.0",
        "describe(): version `1.0` is not three numbers such as `1.0.0`",
    );
    check(
        |it| it.settings_schema = Value::Null,
        "describe(): settings_schema must be a JSON Schema",
    );
}

#[derive(Serialize, Deserialize)]
struct State {
    topic: u64,
    /// Written, but not read again.
    #[serde(skip_deserializing, default = "lost")]
    kept: bool,
}

fn lost() -> bool {
    false
}

struct Curious {
    wrong: String,
    calls: Cell<u64>,
}

impl Generator for Curious {
    type Settings = Settings;
    type State = State;

    fn describe() -> Description {
        description("curious-generator")
    }

    fn new(settings: Settings) -> Result<Self, String> {
        Ok(Self {
            wrong: settings.wrong,
            calls: Cell::new(0),
        })
    }

    fn begin(&self, task: &Task) -> Result<Step<State, Vec<Example>>, String> {
        self.calls.set(self.calls.get() + 1);
        let topic = Rng::new(task.rng_seed).below(100)
            + if self.wrong == "fickle" {
                self.calls.get()
            } else {
                0
            };
        let answer_schema = if self.wrong == "schema" {
            Some(json!(true))
        } else {
            Some(json!({"type": "object"}))
        };
        let request = Request {
            label: "question".to_owned(),
            messages: vec![Message::new("user", format!("Ask about {topic}."))],
            answer_schema,
            ..Request::default()
        };
        let requests = if self.wrong == "silent" {
            vec![]
        } else {
            vec![request]
        };
        Ok(Step::Ask {
            requests,
            state: State { topic, kept: true },
        })
    }

    fn resume(&self, state: State, replies: &[Reply]) -> Result<Step<State, Vec<Example>>, String> {
        assert!(!state.kept, "the state must have gone through JSON");
        if self.wrong == "endless" {
            return self.begin(&Task {
                rng_seed: state.topic,
                ..Task::default()
            });
        }
        let [Reply::Answered(answer)] = replies else {
            return Ok(Step::GiveUp(format!("{replies:?}")));
        };
        let role = if self.wrong == "nameless" {
            ""
        } else {
            "assistant"
        };
        Ok(Step::Done(vec![Example::new(vec![Message::new(
            role,
            answer.content.clone(),
        )])]))
    }
}

#[test]
fn generators_are_held_to_the_contract() {
    let task = Task {
        index: 0,
        rng_seed: 3,
        seed: None,
    };
    let run = |wrong: &str, reply: Reply| {
        testing::run_generator::<Curious>(json!({"wrong": wrong}), &task, |request| {
            assert_eq!(request.label, "question");
            reply.clone()
        })
    };
    let told = testing::answered(json!({"q": 1}));
    let expected = Example::new(vec![Message::new("assistant", r#"{"q":1}"#)]);
    assert_eq!(run("", told.clone()), Ok(vec![expected]));
    assert_eq!(
        run("", Reply::Refused("no".to_owned())),
        Err(r#"[Refused("no")]"#.to_owned())
    );
    let wrong = |wrong: &str, expected| panics(|| drop(run(wrong, told.clone())), expected);
    wrong(
        "fickle",
        "`begin` answers differently the second time, for the same task",
    );
    wrong(
        "silent",
        "a step asks nothing; answer Done or GiveUp instead",
    );
    wrong(
        "schema",
        "request `question`: the answer schema is not a JSON object",
    );
    wrong(
        "endless",
        "the plugin still asks after 100 rounds; it would never end",
    );
    wrong("nameless", "example 0: message Some(0) has no role");
}

struct Miser;

impl Judge for Miser {
    type Settings = Settings;
    type State = ();

    fn describe() -> Description {
        description("miser-judge")
    }

    fn new(_settings: Settings) -> Result<Self, String> {
        Ok(Self)
    }

    fn begin(&self, _examples: &[Example]) -> Result<Step<(), Vec<Score>>, String> {
        Ok(Step::Done(vec![Score::default()]))
    }

    fn resume(&self, _state: (), _replies: &[Reply]) -> Result<Step<(), Vec<Score>>, String> {
        Err("nothing was asked".to_owned())
    }
}

#[test]
fn judges_score_every_example() {
    let judge = |count| {
        let examples = vec![Example::default(); count];
        testing::run_judge::<Miser>(json!({}), &examples, |_| testing::answered_text("unused"))
    };
    assert_eq!(judge(1), Ok(vec![Score::default()]));
    panics(|| drop(judge(2)), "1 scores for 2 examples");
}

tunesmith_plugin_sdk::export!(judge: Miser);
