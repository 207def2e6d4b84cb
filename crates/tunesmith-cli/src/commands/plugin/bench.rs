//! `tunesmith plugin bench`: how many examples a scorer or filter does in a second of processor time, and what calling it costs.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use cpu_time::ProcessTime;
use serde_json::{Value, json};
use tunesmith_core::{Example, JsonText, Scored, Scores, StageError, read_for_scoring};
use tunesmith_plugin_host::{Host, HostSettings, Limits, LoadError, Plugin, PluginKind};
use tunesmith_validate::RecordReader;

use crate::check_inputs::thread_count;
use crate::env::{Env, Outcome};
use crate::error::CliError;
use crate::inputs::inputs;
use crate::plugin_files::find_plugin;
use crate::plugin_samples::samples;
use crate::text::{grouped, harmless, table};

/// A scorer that looks at nothing: what its calls cost is the host's work. The guest `scorer_empty`, compiled small.
const EMPTY: &[u8] = include_bytes!("empty_scorer.wasm");

const BATCHES: [usize; 4] = [1, 7, 64, 256];

/// Runs of which the median is told, and how long each lasts at least.
const RUNS: usize = 5;
const LEAST: Duration = Duration::from_millis(150);

/// Measure a scorer or a filter
///
/// Examples per second of processor time, by batch and by threads; what the host's part of a call costs, measured with a scorer that does nothing; how long it takes to start. Each figure is the median of five runs after one that does not count.
#[derive(Debug, clap::Args)]
pub(super) struct BenchArgs {
    /// A name from `plugin list`, or a path to a .wasm file
    plugin: String,
    /// Examples to score [default: 64 that tunesmith carries]
    dataset: Option<PathBuf>,
    /// Settings, a JSON object
    #[arg(long, value_name = "JSON", default_value = "{}")]
    settings: String,
    /// The most threads to try [default: all]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, clap::ValueEnum)]
enum Format {
    /// A table
    Human,
    /// One JSON object
    Json,
}

/// A stage that takes a batch and whose answer nobody looks at.
type Call = Arc<dyn Fn(&[Example]) -> Result<(), StageError> + Send + Sync>;

/// One row: what was measured at this batch with so many threads.
struct Speed {
    batch: usize,
    threads: usize,
    by_cpu: f64,
    by_wall: f64,
}

pub(super) fn run(args: &BenchArgs, env: &mut Env) -> Result<Outcome, CliError> {
    let path = find_plugin(&args.plugin, Path::new(""))?;
    let settings = JsonText::parse(&args.settings)
        .map_err(|error| CliError::new(format!("--settings is no JSON: {error}")))?;
    let examples = match &args.dataset {
        None => samples(),
        Some(dataset) => read(dataset)?,
    };
    let scratch = tempfile::tempdir()?;
    let started = Instant::now();
    let plugin = host(scratch.path())?.load_file(&path)?;
    let cold = started.elapsed();
    let call = open(&plugin, &settings)?;
    let warm = median(
        (0..RUNS)
            .map(|_| start(scratch.path(), &path, &settings))
            .collect::<Result<_, _>>()?,
    );
    let none = JsonText::from_value(&json!({}));
    let empty = open(&host(scratch.path())?.load(EMPTY, "empty-scorer")?, &none)?;
    let most = thread_count(args.threads.map(usize::from));
    let mut speeds = Vec::new();
    for threads in threads_to_try(most) {
        for batch in BATCHES {
            speeds.push(speed(&call, &examples, batch, threads)?);
        }
    }
    let overhead = speed(&empty, &examples, 64, 1)?;
    let figures = Figures {
        title: format!("{} ({})", plugin.name(), plugin.kind()),
        examples: examples.len(),
        cold,
        warm,
        overhead: 1e6 / overhead.by_cpu,
        speeds,
    };
    let text = match args.format {
        Format::Human => figures.human(),
        Format::Json => format!("{:#}\n", figures.to_value()),
    };
    env.out.write_all(harmless(&text).as_bytes())?;
    Ok(Outcome::Fine)
}

struct Figures {
    title: String,
    examples: usize,
    cold: Duration,
    warm: Duration,
    /// Microseconds of processor time.
    overhead: f64,
    speeds: Vec<Speed>,
}

impl Figures {
    fn human(&self) -> String {
        let header = [
            "batch",
            "threads",
            "examples per CPU-second",
            "examples per second",
        ];
        let rows = self.speeds.iter().map(|speed| {
            vec![
                speed.batch.to_string(),
                speed.threads.to_string(),
                grouped(speed.by_cpu as u64),
                grouped(speed.by_wall as u64),
            ]
        });
        let rows: Vec<Vec<String>> = std::iter::once(header.map(str::to_owned).to_vec())
            .chain(rows)
            .collect();
        format!(
            "{}, {} examples\n\n{}\nthe host's part of an example, in batches of 64: {:.2} µs\nstart: {:.1} ms the first time, {:.1} ms \
             when its compiled code is there\n",
            self.title,
            grouped(self.examples as u64),
            table(&rows, &[true; 4], "  "),
            self.overhead,
            self.cold.as_secs_f64() * 1000.0,
            self.warm.as_secs_f64() * 1000.0,
        )
    }

    fn to_value(&self) -> Value {
        let speeds: Vec<Value> = self
            .speeds
            .iter()
            .map(|speed| {
                json!({"batch": speed.batch, "threads": speed.threads, "per_cpu_second": speed.by_cpu, "per_second": speed.by_wall})
            })
            .collect();
        json!({
            "version": 1,
            "plugin": self.title,
            "examples": self.examples,
            "speeds": speeds,
            "host_us_per_example": self.overhead,
            "start_cold_ms": self.cold.as_secs_f64() * 1000.0,
            "start_warm_ms": self.warm.as_secs_f64() * 1000.0,
        })
    }
}

fn host(cache: &Path) -> Result<Host, LoadError> {
    Host::new(HostSettings {
        cache_dir: Some(cache.to_owned()),
        limits: Limits::default(),
        log: Arc::new(|_| {}),
    })
}

/// From a file to an instance that is ready, in a host that has seen nothing yet.
fn start(cache: &Path, path: &Path, settings: &JsonText) -> Result<Duration, CliError> {
    let host = host(cache)?;
    let started = Instant::now();
    let _ready = open(&host.load_file(path)?, settings)?;
    Ok(started.elapsed())
}

fn open(plugin: &Plugin, settings: &JsonText) -> Result<Call, CliError> {
    match plugin.kind() {
        PluginKind::Scorer => {
            let scorer = plugin.scorer(settings)?;
            Ok(Arc::new(move |batch| scorer.score(batch).map(drop)))
        }
        PluginKind::Filter => {
            let (filter, scores) = (plugin.filter(settings)?, Scores::default());
            Ok(Arc::new(move |batch| {
                let scored = batch.iter().map(|example| Scored {
                    example,
                    scores: &scores,
                });
                filter.verdicts(&scored.collect::<Vec<_>>()).map(drop)
            }))
        }
        kind @ (PluginKind::Generator | PluginKind::Judge) => Err(CliError::new(format!(
            "plugin `{}` is a {kind}; its time is its model's",
            plugin.name()
        ))
        .help("`tunesmith plugin check` tells how long a call of it takes")),
    }
}

fn read(path: &Path) -> Result<Vec<Example>, CliError> {
    let mut examples = Vec::new();
    for input in inputs(&[path.to_owned()], &[])? {
        let (source, _) = input.open(false)?;
        let mut reader = RecordReader::new();
        let take = |record: &tunesmith_validate::RawRecord<'_>, examples: &mut Vec<Example>| {
            examples.extend(read_for_scoring(record.bytes).ok());
        };
        input.read(source, |piece| {
            reader.push(piece, &mut |record| take(&record, &mut examples));
            Ok(())
        })?;
        reader.finish(&mut |record| take(&record, &mut examples));
    }
    if examples.is_empty() {
        return Err(CliError::new(format!("{} has no example", path.display()))
            .help("name a dataset, or none: tunesmith carries 64 examples"));
    }
    Ok(examples)
}

/// One, two, four … and as many as there are.
fn threads_to_try(most: usize) -> Vec<usize> {
    let mut threads: Vec<usize> = std::iter::successors(Some(1), |n| Some(n * 2))
        .take_while(|threads| *threads < most)
        .collect();
    threads.push(most);
    threads
}

fn speed(
    call: &Call,
    examples: &[Example],
    batch: usize,
    threads: usize,
) -> Result<Speed, CliError> {
    let batches: Vec<Vec<Example>> = match examples.len() {
        // A batch may be larger than what there is: then it holds some twice.
        few if few < batch => vec![examples.iter().cycle().take(batch).cloned().collect()],
        _ => examples.chunks(batch).map(<[Example]>::to_vec).collect(),
    };
    once(call, &batches, threads)?;
    let (mut by_cpu, mut by_wall) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let (cpu, wall) = once(call, &batches, threads)?;
        by_cpu.push(cpu);
        by_wall.push(wall);
    }
    Ok(Speed {
        batch,
        threads,
        by_cpu: median(by_cpu),
        by_wall: median(by_wall),
    })
}

/// All batches, again and again, in each thread; gives examples per second of processor time and of the clock.
fn once(call: &Call, batches: &[Vec<Example>], threads: usize) -> Result<(f64, f64), CliError> {
    let (cpu, wall) = (ProcessTime::now(), Instant::now());
    let work = || -> Result<usize, StageError> {
        let mut done = 0;
        while wall.elapsed() < LEAST {
            for batch in batches {
                call(batch)?;
                done += batch.len();
            }
        }
        Ok(done)
    };
    let done = std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let joined = running.into_iter().map(|thread| thread.join());
        joined
            .map(|done| done.expect("a plugin's failure is a value, not a panic"))
            .sum::<Result<usize, StageError>>()
    });
    let done = done.map_err(|error| {
        CliError::new(error).help("`tunesmith plugin test` finds out which example it is")
    })?;
    let per = |time: Duration| done as f64 / time.as_secs_f64().max(1e-9);
    Ok((per(cpu.elapsed()), per(wall.elapsed())))
}

fn median<T: PartialOrd + Copy>(mut values: Vec<T>) -> T {
    values.sort_by(|one, other| one.partial_cmp(other).unwrap_or(std::cmp::Ordering::Equal));
    values[values.len() / 2]
}
