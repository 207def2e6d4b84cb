//! Whole runs with guests that misbehave on one example: it alone is excluded, with the reason, and the run goes on.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::watch;
use tunesmith_core::{Example, Generator, JsonText, Message, Reply, Role, StageError, Step, Task};
use tunesmith_pipeline::{
    GeneratorStage, Plan, PluginIdentity, Progress, RunError, RunSettings, ScorerStage, Scoring,
    Selection, Stages, Summary, run,
};
use tunesmith_plugin_host::{Host, HostSettings, Limits};
use tunesmith_tests::artifacts::guest;

/// Which of the 100 tasks carries the marker that makes guests misbehave.
const GUILTY: u64 = 37;

const RECIPE: &str = r#"
version = 1
name = "guests"

[[generators]]
name = "texts"
plugin = "native"
count = 100

[[scorers]]
name = "guest"
plugin = "guest"

[[filters]]
name = "scored"
keep = "guest.value >= 0.0"
"#;

/// Numbered texts, one of them with the marker.
struct Texts;

impl Generator for Texts {
    fn name(&self) -> &str {
        "texts 1.0"
    }
    fn begin(&self, task: &Task) -> Result<Step<Vec<Example>>, StageError> {
        let answer = if task.index == GUILTY {
            "guest:misbehave".to_owned()
        } else {
            format!("answer number {}", task.index)
        };
        let messages = vec![
            Message::text(Role::User, "say something"),
            Message::text(Role::Assistant, answer),
        ];
        Ok(Step::Done(vec![Example::from_messages(messages)]))
    }
    fn resume(&self, _: &[u8], _: &[Reply]) -> Result<Step<Vec<Example>>, StageError> {
        unreachable!("nothing was asked")
    }
}

fn run_with(name: &str, folder: &Path) -> Result<Summary, RunError> {
    let recipe = folder.join("recipe.toml");
    std::fs::write(&recipe, RECIPE).unwrap();
    let plan = Plan::load(&recipe, &Selection::default()).unwrap();
    let limits = Limits {
        time: Duration::from_millis(200),
        memory_mib: 64,
        output_bytes: 1 << 20,
    };
    let host = Host::new(HostSettings {
        cache_dir: None,
        limits,
        log: Arc::new(|_| {}),
    })
    .unwrap();
    let plugin = host
        .load(&std::fs::read(guest(name)).unwrap(), name)
        .unwrap();
    let scorer = plugin.scorer(&JsonText::parse("{}").unwrap()).unwrap();
    let identity = || PluginIdentity {
        name: name.to_owned(),
        version: "1".to_owned(),
        digest: String::new(),
    };
    let stages = Stages {
        generators: vec![GeneratorStage {
            generator: Arc::new(Texts),
            plugin: identity(),
        }],
        scorers: vec![ScorerStage {
            scoring: Scoring::Scorer(scorer),
            plugin: identity(),
        }],
        filters: plan.recipe.filters.iter().map(|_| None).collect(),
        models: BTreeMap::new(),
    };
    let settings = RunSettings {
        out: folder.join("out"),
        replay: false,
        preview: false,
        budget_usd: None,
        make_report: None,
        at_crash_point: |_| {},
    };
    let (_never, interrupt) = watch::channel(false);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(run(
        plan,
        stages,
        &settings,
        Arc::new(Progress::default()),
        interrupt,
    ))
}

/// One line for people who run this with `--nocapture`: what happened and how long the whole run took.
fn show(name: &str, started: Instant, outcome: &str) {
    println!(
        "{name:<20} {:>6} ms  {outcome}",
        started.elapsed().as_millis()
    );
}

#[test]
fn the_guilty_example_alone_is_excluded() {
    let cases = [
        ("scorer_floods", "answered "),
        (
            "scorer_hoards",
            "wanted more than 64 MiB of memory, its limit",
        ),
        ("scorer_loops", "was stopped after 200 ms, its time limit"),
        ("scorer_nan", "answered nonsense"),
        ("scorer_panics", "crashed: this example is too much"),
        ("scorer_recurses", "crashed: "),
        ("scorer_too_few", "answered 0 scores for 1 examples"),
    ];
    for (name, reason) in cases {
        let folder = tempfile::tempdir().unwrap();
        let started = Instant::now();
        let summary =
            run_with(name, folder.path()).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(
            (summary.rows.kept, summary.rows.excluded),
            (99, 1),
            "{name}"
        );
        let exclusions =
            std::fs::read_to_string(folder.path().join("out/exclusions.jsonl")).unwrap();
        let line: serde_json::Value = serde_json::from_str(exclusions.trim()).unwrap();
        assert_eq!(line["row"], format!("texts/{GUILTY}"), "{name}");
        assert_eq!(line["stage"], "scorer guest", "{name}");
        let told = line["reason"].as_str().unwrap();
        assert!(told.contains(reason), "{name}: {told}");
        show(name, started, told);
    }
}

#[test]
fn a_scorer_that_fails_on_everything_stops_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let started = Instant::now();
    let error = run_with("scorer_fails_always", folder.path())
        .unwrap_err()
        .to_string();
    let expected = "stopped early: scorer guest failed on each of the first 10 it was given";
    assert!(error.starts_with(expected), "{error}");
    assert!(!folder.path().join("out/train.jsonl").exists());
    show("scorer_fails_always", started, &error);
}

#[test]
fn a_plugin_that_wants_the_network_is_refused_before_the_run() {
    let host = Host::new(HostSettings {
        cache_dir: None,
        limits: Limits::default(),
        log: Arc::new(|_| {}),
    })
    .unwrap();
    let started = Instant::now();
    let file = std::fs::read(guest("scorer_asks_network")).unwrap();
    let error = host
        .load(&file, "scorer_asks_network.wasm")
        .map(|_| ())
        .unwrap_err()
        .to_string();
    assert!(error.contains("network"), "{error}");
    show("scorer_asks_network", started, &error);
}
