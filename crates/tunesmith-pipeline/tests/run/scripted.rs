//! A generator, scorers, a judge and a model whose every answer follows from what they are given, and a run around them.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use tokio::sync::watch;
use tunesmith_core::{
    AnswerMode, BoxFuture, Digest, Example, Extra, Generator, JsonText, Judge, Message, Model,
    ModelError, ModelErrorKind, Purpose, RawReply, Reading, Reply, Request, Role, Score, Scorer,
    StageError, StageFailure, Step, Task, Usage,
};
use tunesmith_pipeline::{
    GeneratorStage, PlacedRow, Plan, PluginIdentity, Progress, Results, RunError, RunSettings,
    ScorerStage, Scoring, Selection, Stages, Summary, run,
};

/// Twelve tasks: three without a model, nine with; a filter, a scorer that dislikes one example, two equal examples.
pub(crate) const RECIPE: &str = r#"
version = 1
name = "scripted"
rng_seed = 7

[models.teacher]
base_url = "http://127.0.0.1:1/v1"
model = "scripted-model"
concurrency = 3
max_tokens = 100
max_attempts = 1
price = { input = 1.0, output = 1.0 }

[[generators]]
name = "plain"
plugin = "p"
count = 3

[[generators]]
name = "asks"
plugin = "p"
model = "teacher"
count = 9

[[scorers]]
name = "length"
plugin = "s"

[[filters]]
name = "not-short"
keep = "length.value >= 6.0"

[split]
validation = 0.25
"#;

/// Asks once if the task's generator has a model, else answers at once.
pub(crate) struct Scripted {
    pub(crate) asks: bool,
}

impl Generator for Scripted {
    fn name(&self) -> &str {
        "scripted 1.0"
    }

    fn begin(&self, task: &Task) -> Result<Step<Vec<Example>>, StageError> {
        if task.index == 4 && self.asks {
            return Ok(Step::GiveUp("four is not for me".into()));
        }
        if !self.asks {
            // Tasks 0 and 1 give equal examples.
            let number = if task.index == 1 { 0 } else { task.index };
            return Ok(Step::Done(vec![example(
                "plain",
                &format!("answer {number}"),
            )]));
        }
        let schema = JsonText::parse(r#"{"type":"object"}"#).unwrap();
        let messages = vec![Message::text(
            Role::User,
            format!("question {}", task.index),
        )];
        Ok(Step::Ask {
            requests: vec![Request {
                label: "question".into(),
                messages,
                answer_schema: Some(schema),
                ..Request::default()
            }],
            state: vec![7],
        })
    }

    fn resume(&self, state: &[u8], replies: &[Reply]) -> Result<Step<Vec<Example>>, StageError> {
        assert_eq!(state, [7]);
        match &replies[0] {
            Reply::Answered(answer) if answer.content == "twins" => Ok(Step::Done(vec![
                example("q", "first twin"),
                example("q", "second twin"),
            ])),
            Reply::Answered(answer) => Ok(Step::Done(vec![example("q", &answer.content)])),
            Reply::Refused(words) => Ok(Step::GiveUp(format!("the model declined: {words}"))),
            Reply::Failed(why) => Ok(Step::GiveUp(format!("no answer: {why}"))),
        }
    }
}

fn example(question: &str, answer: &str) -> Example {
    let mut example = Example::from_messages(vec![
        Message::text(Role::User, question),
        Message::text(Role::Assistant, answer),
    ]);
    example.metadata = Extra::parse(r#"{"difficulty":1}"#).unwrap();
    example
}

/// The length of the answer; crashes on every batch that holds the answer "poison" and, if told so, on everything.
#[derive(Default)]
pub(crate) struct Length {
    pub(crate) always_fails: bool,
}

impl Scorer for Length {
    fn name(&self) -> &str {
        "length 1.0"
    }

    fn score(&self, batch: &[Example]) -> Result<Vec<Score>, StageError> {
        let answer = |example: &Example| example.messages[1].plain_text();
        if self.always_fails || batch.iter().any(|example| answer(example) == "poison") {
            return Err(StageError {
                plugin: "length 1.0".into(),
                call: "score-batch",
                failure: StageFailure::Trapped("ouch".into()),
            });
        }
        Ok(batch
            .iter()
            .map(|example| Score {
                value: answer(example).len() as f64,
                ..Score::default()
            })
            .collect())
    }
}

/// Asks the model about each example; the score is the length of its reply.
pub(crate) struct AskingJudge;

impl Judge for AskingJudge {
    fn name(&self) -> &str {
        "judge 1.0"
    }
    fn begin(&self, batch: &[Example]) -> Result<Step<Vec<Score>>, StageError> {
        let messages = vec![Message::text(
            Role::User,
            format!("judge {}", batch[0].messages[1].plain_text()),
        )];
        Ok(Step::Ask {
            requests: vec![Request {
                label: "verdict".into(),
                messages,
                ..Request::default()
            }],
            state: Vec::new(),
        })
    }
    fn resume(&self, _: &[u8], replies: &[Reply]) -> Result<Step<Vec<Score>>, StageError> {
        let Reply::Answered(answer) = &replies[0] else {
            return Ok(Step::GiveUp("no verdict".into()));
        };
        Ok(Step::Done(vec![Score {
            value: answer.content.len() as f64,
            ..Score::default()
        }]))
    }
}

/// How the model answers: a function of what is asked.
pub(crate) type Answers = Arc<dyn Fn(&Request) -> Result<String, ModelErrorKind> + Send + Sync>;

/// Answers from a function and keeps a list of what was asked.
pub(crate) struct ScriptedModel {
    pub(crate) answers: Answers,
    pub(crate) asked: Arc<Mutex<Vec<String>>>,
}

/// `answer of question 3`, except for a short one, a poisoned one, a pair and one that has to be corrected.
pub(crate) fn usual_answers() -> Answers {
    Arc::new(|request| {
        let last = request.messages.last().unwrap().plain_text();
        Ok(match last.as_str() {
            "question 2" => "short".to_owned(),
            "question 3" => "poison".to_owned(),
            "question 5" => "twins".to_owned(),
            "question 6" => "BAD".to_owned(),
            other => format!("answer of {other}"),
        })
    })
}

impl Model for ScriptedModel {
    fn id(&self) -> &str {
        "scripted-model"
    }
    fn probe(&self) -> Option<Request> {
        None
    }
    fn learn(&self, _: &RawReply) {}

    fn send<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<RawReply, ModelError>> {
        Box::pin(async move {
            let last = request.messages.last().unwrap().plain_text();
            self.asked.lock().unwrap().push(last);
            tokio::task::yield_now().await;
            match (self.answers)(request) {
                Ok(content) => Ok(RawReply {
                    content: Some(content),
                    refusal: None,
                    finish_reason: "stop".into(),
                    mode: AnswerMode::Native,
                    usage: Usage {
                        prompt_tokens: 10,
                        completion_tokens: 5,
                    },
                    lost_tries: 0,
                }),
                Err(kind) => Err(ModelError {
                    lost_tries: u32::from(kind.may_be_billed()),
                    kind,
                    message: format!("scripted: {kind:?}"),
                    attempts: 1,
                }),
            }
        })
    }

    fn read(&self, request: &Request, reply: &RawReply) -> Reading {
        let content = reply.content.clone().unwrap();
        if content == "BAD" && request.purpose != Purpose::Correct {
            let mut again = request.clone();
            again
                .messages
                .push(Message::text(Role::User, "correct yourself"));
            again.purpose = Purpose::Correct;
            return Reading::AskAgain(again);
        }
        Reading::Reply(Reply::Answered(tunesmith_core::Answer {
            content,
            finish_reason: "stop".into(),
            ..Default::default()
        }))
    }
}

/// One run and what was asked of the model in it.
pub(crate) struct Run {
    pub(crate) recipe: String,
    pub(crate) answers: Answers,
    pub(crate) settings: RunSettings,
    pub(crate) length: Length,
    pub(crate) judge: bool,
    pub(crate) asked: Arc<Mutex<Vec<String>>>,
    pub(crate) interrupt: watch::Receiver<bool>,
}

impl Run {
    pub(crate) fn new(out: &Path) -> Self {
        let settings = RunSettings {
            out: out.to_owned(),
            replay: false,
            preview: false,
            budget_usd: None,
            make_report: Some(plain_report),
            at_crash_point: |_| {},
        };
        let (never, interrupt) = watch::channel(false);
        std::mem::forget(never);
        Self {
            recipe: RECIPE.to_owned(),
            answers: usual_answers(),
            settings,
            length: Length::default(),
            judge: false,
            asked: Arc::default(),
            interrupt,
        }
    }

    pub(crate) fn go(self) -> Result<Summary, RunError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("recipe.toml");
        std::fs::write(&path, &self.recipe).unwrap();
        std::fs::write(folder.path().join("seeds.jsonl"), "{\"a\":1}\nnot json\n").unwrap();
        let plan =
            Plan::load(&path, &Selection::default()).unwrap_or_else(|error| panic!("{error}"));
        let plugin = |name: &str| PluginIdentity {
            name: name.into(),
            version: "1.0".into(),
            digest: Digest::of_file(name.as_bytes()),
        };
        let generators = plan.recipe.generators.iter().map(|generator| {
            let generator: Arc<dyn Generator> = Arc::new(Scripted {
                asks: generator.model.is_some(),
            });
            GeneratorStage {
                generator,
                plugin: plugin("scripted"),
            }
        });
        let model: Arc<dyn Model> = Arc::new(ScriptedModel {
            answers: self.answers,
            asked: self.asked,
        });
        let mut scorers = vec![ScorerStage {
            scoring: Scoring::Scorer(Arc::new(self.length)),
            plugin: plugin("length"),
        }];
        if self.judge {
            scorers.push(ScorerStage {
                scoring: Scoring::Judge(Arc::new(AskingJudge)),
                plugin: plugin("judge"),
            });
        }
        let stages = Stages {
            generators: generators.collect(),
            scorers,
            filters: plan.recipe.filters.iter().map(|_| None).collect(),
            models: BTreeMap::from([("teacher".to_owned(), model)]),
        };
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(run(
            plan,
            stages,
            &self.settings,
            Arc::new(Progress::default()),
            self.interrupt,
        ))
    }
}

/// Each row with its place, and what of the rest can be counted.
fn plain_report(results: &Results<'_>) -> Vec<u8> {
    let mut text = format!("{} {:?}\n", results.recipe.name, results.rows);
    for PlacedRow { row, file, line } in &results.placed {
        text += &format!("{} {} {file} {line}\n", row.name, row.outcome.name());
    }
    for file in results.files {
        text += &format!("{} {} {}\n", file.name, file.records, file.bytes.len());
    }
    for generator in results.generators {
        text += &format!("{} {:?}\n", generator.name, generator.rows);
    }
    text += &format!("{:?}\n{:?}\n", results.file_findings, results.plugins);
    (text + results.manifest).into_bytes()
}

/// The data files of a run, to be compared byte for byte.
pub(crate) fn files(out: &Path) -> [String; 3] {
    ["train.jsonl", "validation.jsonl", "exclusions.jsonl"]
        .map(|name| std::fs::read_to_string(out.join(name)).unwrap())
}

/// The report of a run, as [`plain_report`] makes it; it must end with the manifest that stands beside it, which is left away.
pub(crate) fn report(out: &Path) -> String {
    let read = |name| std::fs::read_to_string(out.join(name)).unwrap();
    let report = read("report.html");
    let before = report.strip_suffix(&read("manifest.json"));
    before.expect("the report is of this run").to_owned()
}
