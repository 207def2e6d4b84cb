//! What a run's `report.html` carries: the JSON inside the page, version 1, as `web/` reads it. Keys are promised; more may be added.
//!
//! Invariant: it depends on the recipe and the journal alone. No clock, no folder, no environment: a replay gives the same bytes.

use std::collections::BTreeMap;

use serde::Serialize;

/// At most so many rows are listed one by one.
pub(crate) const MOST_ROWS: usize = 10_000;

/// The data files are inside if together they are no larger than this.
pub(crate) const MOST_BYTES: usize = 64 << 20;

/// At most so many texts of reasons are listed for a stage.
pub(crate) const MOST_TEXTS: usize = 5;

/// The whole.
#[derive(Serialize)]
pub(crate) struct RunReport<'a> {
    /// 1.
    pub(crate) version: u32,
    /// The recipe's name.
    pub(crate) name: &'a str,
    /// The run's `manifest.json`: recipe, plugins, models, sums, hashes, usage, cost. asked = kept + excluded + failed is in `rows`.
    pub(crate) manifest: serde_json::Value,
    /// In the recipe's order.
    pub(crate) generators: Vec<GeneratorEntry<'a>>,
    /// Which stages took rows out: first `excluded`, then `failed`, each with the most rows first. All rows that are out are counted.
    pub(crate) reasons: Vec<ReasonEntry<'a>>,
    /// By the scorer's name in the recipe; over all rows that were scored, also those that are out.
    pub(crate) scores: BTreeMap<&'a str, ScoreSummary<'a>>,
    /// What the profile's rules say about the training file as a whole: `severity[rule]: file: message`.
    pub(crate) findings: &'a [String],
    /// In the recipe's order. Of more than 10,000, failed rows are listed before excluded ones and these before kept ones.
    pub(crate) rows: Vec<RowEntry<'a>>,
    /// How many rows are not listed.
    pub(crate) rows_left_out: usize,
    /// `train.jsonl`, `validation.jsonl`, `exclusions.jsonl`.
    pub(crate) files: Vec<FileEntry<'a>>,
}

/// A plugin.
#[derive(Clone, Copy, Serialize)]
pub(crate) struct PluginEntry<'a> {
    pub(crate) name: &'a str,
    pub(crate) version: &'a str,
}

/// asked = kept + excluded + failed.
#[derive(Serialize)]
pub(crate) struct GeneratorEntry<'a> {
    pub(crate) name: &'a str,
    pub(crate) plugin: Option<PluginEntry<'a>>,
    pub(crate) asked: u64,
    pub(crate) kept: u64,
    pub(crate) excluded: u64,
    pub(crate) failed: u64,
}

/// The rows one stage took out, or could not do.
#[derive(Serialize)]
pub(crate) struct ReasonEntry<'a> {
    /// `excluded`: a decision or a fault of the content. `failed`: the work could not be done, and running again tries it again.
    pub(crate) status: &'static str,
    /// As rows name it: `filter correct`, `dedup`.
    pub(crate) stage: &'a str,
    /// Its first word: `seed`, `generator`, `scorer`, `filter`, `dedup`, `validate`.
    pub(crate) kind: &'a str,
    /// The name in the recipe, of a generator, scorer or filter.
    pub(crate) name: Option<&'a str>,
    /// The plugin of a generator or scorer.
    pub(crate) plugin: Option<PluginEntry<'a>>,
    /// The condition of a filter, as the recipe has it.
    pub(crate) keep: Option<&'a str>,
    /// How many rows.
    pub(crate) count: u64,
    /// What it said of them: at most 5 texts, the most frequent first.
    pub(crate) texts: Vec<ReasonText<'a>>,
    /// How many texts are not listed.
    pub(crate) texts_left_out: usize,
}

/// One text of a reason, word for word.
#[derive(Serialize)]
pub(crate) struct ReasonText<'a> {
    pub(crate) reason: &'a str,
    /// How many rows have it.
    pub(crate) count: u64,
    /// The first of them.
    pub(crate) example: &'a str,
}

/// How one scorer's values spread. What is infinite is not counted.
#[derive(Serialize)]
pub(crate) struct ScoreSummary<'a> {
    pub(crate) count: u64,
    pub(crate) mean: f64,
    pub(crate) min: f64,
    pub(crate) max: f64,
    /// Ten bars of equal width: from 0 to 1 if all values lie there, else from the least to the greatest; one bar if all are equal.
    pub(crate) histogram: Vec<HistogramBar>,
    /// How many rows each mark was given to.
    pub(crate) marks: BTreeMap<&'a str, u64>,
}

/// `from` is inside, `to` only in the last bar.
#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct HistogramBar {
    pub(crate) from: f64,
    pub(crate) to: f64,
    /// How many rows.
    pub(crate) count: u64,
    /// How many of them were kept.
    pub(crate) kept: u64,
}

/// One row and where it stands.
#[derive(Serialize)]
pub(crate) struct RowEntry<'a> {
    /// `support/3`, as `tunesmith why` takes it.
    pub(crate) row: &'a str,
    /// `kept`, `excluded`, `failed`.
    pub(crate) status: &'static str,
    /// What took it out; `null` for a kept row.
    pub(crate) stage: Option<&'a str>,
    /// Why; `null` for a kept row.
    pub(crate) reason: Option<&'a str>,
    /// By the scorer's name; as far as it came.
    pub(crate) scores: BTreeMap<&'a str, ScoreEntry<'a>>,
    /// The file that holds it.
    pub(crate) file: &'static str,
    /// The line there, from 1.
    pub(crate) line: u64,
}

/// What one scorer said of a row.
#[derive(Serialize)]
pub(crate) struct ScoreEntry<'a> {
    /// `null` if it is infinite.
    pub(crate) value: f64,
    pub(crate) marks: &'a [String],
    pub(crate) note: Option<&'a str>,
}

/// A data file of the run.
#[derive(Serialize)]
pub(crate) struct FileEntry<'a> {
    pub(crate) name: &'a str,
    /// Not compressed.
    pub(crate) bytes: usize,
    pub(crate) records: u64,
    /// All of it, compressed with gzip, in base64; `null` for all files if together they are larger than 64 MB (67,108,864 bytes).
    pub(crate) gzip: Option<String>,
}
