//! What came of a finished run, for whoever tells it to people: views of what the run's files hold, and where each row stands in them.
//!
//! Nothing here depends on the clock or on threads. Only the manifest's cost knows of requests that were cut off, as the journal does: what
//! is made of this replays.

use crate::finish::FinishedRow;
use crate::outputs::{EXCLUSIONS, TRAIN, VALIDATION};
use crate::recipe::Recipe;
use crate::row::{Outcome, Row};
use crate::stages::PluginIdentity;
use crate::summary::{GeneratorSummary, Rows};

/// Makes the bytes of `report.html`. Pure: the same results give the same bytes.
pub type MakeReport = fn(&Results<'_>) -> Vec<u8>;

/// Everything a run has come to.
#[derive(Clone, Debug)]
pub struct Results<'a> {
    /// What was run.
    pub recipe: &'a Recipe,
    /// The text of `manifest.json`.
    pub manifest: &'a str,
    /// Which plugin stands behind which stage, `generator <name>` or `scorer <name>`.
    pub plugins: &'a [(String, PluginIdentity)],
    /// All rows.
    pub rows: Rows,
    /// By generator, in plan order.
    pub generators: &'a [GeneratorSummary],
    /// The rows one by one, in plan order.
    pub placed: Vec<PlacedRow<'a>>,
    /// Findings about the files as a whole, as `severity[rule]: message`.
    pub file_findings: &'a [String],
    /// The data files: training, validation, exclusions.
    pub files: [DataFile<'a>; 3],
}

/// A row and where it stands.
#[derive(Clone, Copy, Debug)]
pub struct PlacedRow<'a> {
    /// The row.
    pub row: &'a Row,
    /// The file its line is in.
    pub file: &'static str,
    /// Which line of it, from 1.
    pub line: u64,
}

/// One data file of a run.
#[derive(Clone, Copy, Debug)]
pub struct DataFile<'a> {
    /// `train.jsonl`, `validation.jsonl` or `exclusions.jsonl`.
    pub name: &'static str,
    /// Its lines.
    pub records: u64,
    /// All of it.
    pub bytes: &'a [u8],
}

/// Where each row stands: rows are written in their order.
pub(crate) fn placed(finished: &[FinishedRow]) -> Vec<PlacedRow<'_>> {
    let (mut train, mut validation, mut exclusions) = (0, 0, 0);
    let mut placed = Vec::with_capacity(finished.len());
    for FinishedRow {
        row,
        validation: held_out,
    } in finished
    {
        let (file, lines) = match row.outcome {
            Outcome::Kept if *held_out => (VALIDATION, &mut validation),
            Outcome::Kept => (TRAIN, &mut train),
            Outcome::Excluded { .. } | Outcome::Failed { .. } => (EXCLUSIONS, &mut exclusions),
        };
        *lines += 1;
        let line = *lines;
        placed.push(PlacedRow { row, file, line });
    }
    placed
}
