//! What a finished run tells: how many rows, why some are out, which files, what it cost.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Serialize;

use crate::progress::ProgressSnapshot;
use crate::row::Row;

/// asked = kept + excluded + failed, counted on the written files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Rows {
    /// Rows asked for.
    pub asked: u64,
    /// Lines in the training and validation files.
    pub kept: u64,
    /// Rows a decision took out.
    pub excluded: u64,
    /// Rows that could not be done.
    pub failed: u64,
}

/// One generator's share.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GeneratorSummary {
    /// Its name in the recipe.
    pub name: String,
    /// Its rows.
    pub rows: Rows,
}

/// The end of a run.
#[derive(Clone, Debug)]
pub struct Summary {
    /// All rows.
    pub rows: Rows,
    /// By generator, in plan order.
    pub generators: Vec<GeneratorSummary>,
    /// How many rows each stage took out, with one example reason each.
    pub excluded_by: BTreeMap<String, (u64, String)>,
    /// How many rows could not be done, per stage, with one example reason each.
    pub failed_by: BTreeMap<String, (u64, String)>,
    /// Records in `train.jsonl`.
    pub train: u64,
    /// Records in `validation.jsonl`.
    pub validation: u64,
    /// Findings about the files as a whole, as `severity[rule]: message`.
    pub file_findings: Vec<String>,
    /// The counters at the end.
    pub progress: ProgressSnapshot,
    /// The files, in the order a reader wants them; empty for a preview.
    pub files: Vec<PathBuf>,
    /// The rows themselves, for a preview; empty otherwise.
    pub preview: Vec<Row>,
}
