//! `tunesmith score`: what scorers say of each record of a dataset, one line of JSON a record.
//!
//! Invariant: every record has its line, in the order of the file, whatever becomes of it.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Map, Value};
use tunesmith_core::{Example, JsonText, Score, ScoreLine, Scorer, StageFailure, read_for_scoring};
use tunesmith_pipeline::{ScoreCache, score_halving};
use tunesmith_plugin_host::{Grants, Limits, LogLevel, Plugin, PluginKind};
use tunesmith_validate::{Container, RawRecord, RecordReader};

use crate::check_inputs::thread_count;
use crate::env::{Env, Outcome};
use crate::error::CliError;
use crate::inputs::{Input, inputs, not_an_input};
use crate::plugin_files::find_plugin;
use crate::plugin_settings;
use crate::score_sums::ScoreSum;
use crate::text::count;
use crate::whole_file::{WholeFile, unwritable};
use crate::wire;

/// Records a scorer gets in one call.
const BATCH: usize = 64;

/// Records wait for their scores until they are this many bytes, or enough batches for all threads. Why: records may hold images.
const MOST_WAITING: usize = 32 << 20;

/// Score the records of a dataset
///
/// Reads datasets of any known format, compressed or not, and writes a line of JSON for each record: its scores, or why there are none. A plugin that fails on a record costs that record only; then the exit code is 1. The summary goes to stderr.
#[derive(Debug, clap::Args)]
pub(crate) struct ScoreArgs {
    /// Dataset files, folders of them, or - for standard input
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// A scorer: a name from `plugin list` or a .wasm file, with settings as NAME={"key":1} (can be repeated)
    #[arg(long, value_name = "PLUGIN", required = true)]
    plugin: Vec<String>,
    /// Give the scorers an ability they ask for (can be repeated)
    #[arg(long, value_name = "ABILITY", value_parser = ["log"])]
    grant: Vec<String>,
    /// Write to a file instead of standard output
    #[arg(short, value_name = "OUT")]
    output: Option<PathBuf>,
    /// Ask scorers again, also about examples they have scored before with the same settings
    #[arg(long)]
    no_cache: bool,
    /// How many threads score [default: all]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
}

pub(crate) fn run(args: &ScoreArgs, env: &mut Env) -> Result<Outcome, CliError> {
    let grants = Grants::of(args.grant.iter().map(String::as_str));
    let cache = (!args.no_cache).then(wire::score_cache).flatten();
    let scorers = load_scorers(&args.plugin, grants, cache.as_ref())?;
    let output = args.output.as_deref().unwrap_or(Path::new("-"));
    let apart: Vec<&Path> = args.output.as_deref().into_iter().collect();
    let files = inputs(&args.paths, &apart)?;
    not_an_input(&files, output)?;
    let mut scoring = Scoring {
        threads: thread_count(args.threads.map(usize::from)),
        sums: scorers.iter().map(|_| ScoreSum::default()).collect(),
        scorers,
        waiting: Waiting::default(),
        file: WholeFile::create(output)?,
        output,
        records: 0,
        unreadable: 0,
    };
    for input in &files {
        scoring.take_file(input, env)?;
    }
    let told = scoring.told();
    let failed = scoring.unreadable > 0 || scoring.sums.iter().any(|sum| sum.failed > 0);
    scoring.file.keep(env)?;
    env.err.write_all(told.as_bytes())?;
    Ok(if failed {
        Outcome::Findings
    } else {
        Outcome::Fine
    })
}

/// A scorer by the name in its description.
type NamedScorer = (String, Arc<dyn Scorer>);

fn load_scorers(
    plugins: &[String],
    grants: Grants,
    cache: Option<&Arc<ScoreCache>>,
) -> Result<Vec<NamedScorer>, CliError> {
    let host = wire::host(Limits::default(), wire::plugin_log(LogLevel::Debug))?;
    let mut scorers: Vec<NamedScorer> = Vec::new();
    for asked in plugins {
        let (name, settings) = match asked.split_once("={") {
            Some((name, rest)) => (name, format!("{{{rest}")),
            None => (asked.as_str(), "{}".to_owned()),
        };
        let settings: Map<String, Value> = serde_json::from_str(&settings).map_err(|error| {
            CliError::new(format!("the settings of {name} are no JSON: {error}"))
                .help("write them as --plugin 'NAME={\"key\":1}'")
        })?;
        let plugin = wire::load_plugin(&host, &find_plugin(name, Path::new("."))?)?;
        must_be_scorer(&plugin)?;
        let plugin = plugin.with_grants(grants)?;
        if let Some(fault) = plugin_settings::fault(&plugin, &settings) {
            let error = CliError::new(fault.message);
            return Err(fault.help.into_iter().fold(error, CliError::help));
        }
        let settings = JsonText::from_value(&Value::from(settings));
        let told = plugin.description().name.clone();
        if scorers.iter().any(|(known, _)| *known == told) {
            return Err(CliError::new(format!("{told} is named twice"))
                .help("score with different settings one after the other, into two files"));
        }
        let scorer = plugin.scorer(&settings).map_err(|error| {
            CliError::new(error).help(format!(
                "write settings as --plugin '{name}={{\"key\":1}}'; `tunesmith plugin show {name}` lists them"
            ))
        })?;
        scorers.push((told, wire::cached(cache, &plugin, &settings, scorer)));
    }
    Ok(scorers)
}

fn must_be_scorer(plugin: &Plugin) -> Result<(), CliError> {
    let (what, help) = match plugin.kind() {
        PluginKind::Scorer => return Ok(()),
        PluginKind::Judge => (
            "a judge, and judges ask a model",
            "judges belong in a recipe, under [[scorers]] with a `model`; `tunesmith run` asks it",
        ),
        PluginKind::Filter => (
            "a filter: it decides from scores",
            "filters belong in a recipe, under [[filters]]",
        ),
        PluginKind::Generator => (
            "a generator, not a scorer",
            "`tunesmith plugin list` shows the kinds",
        ),
    };
    let name = &plugin.description().name;
    Err(CliError::new(format!("plugin `{name}` is {what}")).help(help))
}

/// A record that was read: an example, or why it is none.
struct ReadRecord {
    line: u64,
    example: Result<Example, String>,
}

/// Records that wait for their scores.
#[derive(Default)]
struct Waiting {
    records: Vec<ReadRecord>,
    bytes: usize,
}

impl Waiting {
    fn take(&mut self, record: &RawRecord<'_>) {
        let example = if record.overlong {
            Err("it is too long to be read".to_owned())
        } else {
            read_for_scoring(record.bytes)
        };
        self.bytes += record.bytes.len();
        self.records.push(ReadRecord {
            line: record.line,
            example,
        });
    }
}

struct Scoring<'a> {
    scorers: Vec<NamedScorer>,
    threads: usize,
    waiting: Waiting,
    file: WholeFile,
    output: &'a Path,
    records: u64,
    unreadable: u64,
    sums: Vec<ScoreSum>,
}

impl Scoring<'_> {
    fn take_file(&mut self, input: &Input, env: &Env) -> Result<(), CliError> {
        let (source, _) = input.open(env.err_is_terminal)?;
        let mut reader = RecordReader::new();
        input.read(source, |piece| {
            let waiting = &mut self.waiting;
            reader.push(piece, &mut |record| waiting.take(&record));
            let enough = BATCH * self.threads * 4;
            if waiting.records.len() >= enough || waiting.bytes >= MOST_WAITING {
                self.score_waiting()?;
            }
            Ok(())
        })?;
        let container = reader.finish(&mut |record| self.waiting.take(&record));
        if container == Container::Utf16 {
            return Err(
                CliError::new(format!("{} is UTF-16", input.label)).help("save it as UTF-8 first")
            );
        }
        self.score_waiting()
    }

    /// Scores what waits, several batches side by side, and writes it in order.
    fn score_waiting(&mut self) -> Result<(), CliError> {
        let waiting = std::mem::take(&mut self.waiting);
        for round in waiting.records.chunks(BATCH * self.threads) {
            let scorers = &self.scorers;
            let scored: Vec<Batch> = std::thread::scope(|scope| {
                let batches = round.chunks(BATCH);
                let running: Vec<_> = batches
                    .map(|batch| scope.spawn(move || score_batch(scorers, batch)))
                    .collect();
                let joined = running.into_iter().map(|thread| thread.join());
                joined
                    .map(|batch| batch.expect("a plugin's failure is a value, not a panic"))
                    .collect()
            });
            for (batch, records) in scored.into_iter().zip(round.chunks(BATCH)) {
                self.write(&batch, records)?;
            }
        }
        Ok(())
    }

    fn write(&mut self, batch: &Batch, records: &[ReadRecord]) -> Result<(), CliError> {
        let mut place = 0;
        for ReadRecord { line, example } in records {
            self.records += 1;
            let text = match example {
                Err(why) => {
                    self.unreadable += 1;
                    ScoreLine::unreadable(*line, why)
                }
                Ok(example) => {
                    let mut text = ScoreLine::of(*line, &*example.id);
                    for ((name, _), (sum, results)) in
                        self.scorers.iter().zip(self.sums.iter_mut().zip(batch))
                    {
                        match &results[place] {
                            Ok(score) => text.scored(name, score),
                            Err(failure) => text.failed(name, &failure.to_string()),
                        }
                        sum.take(&results[place]);
                    }
                    place += 1;
                    text
                }
            };
            writeln!(self.file, "{}", text.text())
                .map_err(|error| unwritable(self.output, &error))?;
        }
        Ok(())
    }

    fn told(&self) -> String {
        let mut text = format!("{}\n", count(self.records, "record", "records"));
        if self.unreadable > 0 {
            let records = count(self.unreadable, "record", "records");
            text.push_str(&format!("{records} could not be read\n"));
        }
        for ((name, _), sum) in self.scorers.iter().zip(&self.sums) {
            text.push_str(&sum.told(name));
        }
        text
    }
}

/// By scorer, then by example that could be read.
type Batch = Vec<Vec<Result<Score, StageFailure>>>;

fn score_batch(scorers: &[NamedScorer], records: &[ReadRecord]) -> Batch {
    let examples = records
        .iter()
        .filter_map(|record| record.example.as_ref().ok());
    let examples: Vec<Example> = examples.cloned().collect();
    if examples.is_empty() {
        return scorers.iter().map(|_| Vec::new()).collect();
    }
    let score = |(_, scorer): &NamedScorer| {
        let results = score_halving(&**scorer, &examples, &mut |_| true).unwrap_or_default();
        results
            .into_iter()
            .map(|result| result.map_err(|error| error.failure))
            .collect()
    };
    scorers.iter().map(score).collect()
}
