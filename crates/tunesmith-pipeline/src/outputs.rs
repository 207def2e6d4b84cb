//! The files of a run. Each is written to a temporary name, fsynced and renamed, so that it is there whole or not at all.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use tunesmith_core::{Extra, Provenance, Scores};

use crate::crash_point::{AtCrashPoint, CrashPoint};
use crate::error::RunError;
use crate::finish::FinishedRow;
use crate::results::DataFile;
use crate::row::{Outcome, Row, StoredRow};

/// Names of the files in a run's folder.
pub(crate) const TRAIN: &str = "train.jsonl";
pub(crate) const VALIDATION: &str = "validation.jsonl";
pub(crate) const EXCLUSIONS: &str = "exclusions.jsonl";
pub(crate) const MANIFEST: &str = "manifest.json";
pub(crate) const JOURNAL: &str = "run.db";
pub(crate) const LOCK: &str = "run.lock";

/// What a run writes for a browser, if its caller makes it.
pub const REPORT: &str = "report.html";

/// The contents of the three data files.
pub(crate) struct DataFiles {
    pub(crate) train: Vec<u8>,
    pub(crate) validation: Vec<u8>,
    pub(crate) exclusions: Vec<u8>,
}

impl DataFiles {
    pub(crate) fn of(rows: &[FinishedRow]) -> Self {
        let mut files = Self {
            train: Vec::new(),
            validation: Vec::new(),
            exclusions: Vec::new(),
        };
        for finished in rows {
            let (file, line) = match &finished.row.outcome {
                Outcome::Kept if finished.validation => {
                    (&mut files.validation, finished.row.line.clone())
                }
                Outcome::Kept => (&mut files.train, finished.row.line.clone()),
                Outcome::Excluded { stage, reason } => (
                    &mut files.exclusions,
                    exclusion(&finished.row, "excluded", stage, reason),
                ),
                Outcome::Failed { stage, reason } => (
                    &mut files.exclusions,
                    exclusion(&finished.row, "failed", stage, reason),
                ),
            };
            file.extend_from_slice(line.as_bytes());
            file.push(b'\n');
        }
        files
    }

    /// In the order a reader wants them.
    pub(crate) fn named(&self) -> [DataFile<'_>; 3] {
        [
            (TRAIN, &self.train),
            (VALIDATION, &self.validation),
            (EXCLUSIONS, &self.exclusions),
        ]
        .map(|(name, bytes)| DataFile {
            name,
            records: lines(bytes),
            bytes,
        })
    }
}

/// How many lines a file has.
pub(crate) fn lines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte == b'\n').count() as u64
}

fn exclusion(row: &Row, status: &str, stage: &str, reason: &str) -> String {
    let mut line = Map::new();
    line.insert("row".to_owned(), json!(row.name));
    line.insert("status".to_owned(), json!(status));
    line.insert("stage".to_owned(), json!(stage));
    line.insert("reason".to_owned(), json!(reason));
    if !row.scores.is_empty() {
        line.insert("scores".to_owned(), scores_value(&row.scores));
    }
    if let Some(example) = &row.example {
        line.insert(
            "example".to_owned(),
            serde_json::from_str(&row.line).unwrap_or_default(),
        );
        if !example.metadata.is_empty() {
            line.insert("metadata".to_owned(), members_value(&example.metadata));
        }
    }
    Value::from(line).to_string()
}

/// Rows as the journal keeps them. A kept row names its file, but in a preview it is in none.
pub(crate) fn stored_rows(rows: &[FinishedRow], preview: bool) -> Vec<StoredRow> {
    let stored = rows.iter().map(|FinishedRow { row, validation }| {
        let (stage, reason) = match &row.outcome {
            Outcome::Kept if preview => (None, None),
            Outcome::Kept => {
                let file = if *validation { VALIDATION } else { TRAIN };
                (Some(file.to_owned()), None)
            }
            Outcome::Excluded { stage, reason } | Outcome::Failed { stage, reason } => {
                (Some(stage.clone()), Some(reason.clone()))
            }
        };
        let example = row.example.as_ref();
        StoredRow {
            name: row.name.clone(),
            outcome: row.outcome.name(),
            stage,
            reason,
            example: example.map(|_| row.line.clone()),
            metadata: example.map(|example| members_value(&example.metadata).to_string()),
            scores: Some(scores_value(&row.scores).to_string()),
            provenance: Some(provenance_value(row).to_string()),
        }
    });
    stored.collect()
}

fn provenance_value(row: &Row) -> Value {
    let example = row.example.as_ref();
    let provenance = example.and_then(|example| example.provenance.as_ref());
    let requests = &row.requests;
    let Some(Provenance {
        generator,
        plugin,
        plugin_digest,
        task,
        position,
        rng_seed,
        seed,
        requests: _,
    }) = provenance.or(row.provenance.as_ref())
    else {
        return json!({"requests": requests});
    };
    json!({
        "id": example.map(|example| &example.id), "generator": generator, "plugin": plugin, "plugin_sha256": plugin_digest, "task": task,
        "position": position, "rng_seed": rng_seed, "seed": seed.as_ref().map(|seed| json!({"path": seed.path, "line": seed.line})),
        "requests": requests,
    })
}

fn members_value(members: &Extra) -> Value {
    members
        .iter()
        .map(|(key, value)| (key.to_owned(), value.to_value()))
        .collect::<Map<_, _>>()
        .into()
}

fn scores_value(scores: &Scores) -> Value {
    let each = scores.iter().map(|(name, score)| {
        let mut fields = Map::new();
        fields.insert("value".to_owned(), json!(score.value));
        fields.insert("marks".to_owned(), json!(score.marks));
        if let Some(note) = &score.note {
            fields.insert("note".to_owned(), json!(note));
        }
        if !score.extra.is_empty() {
            fields.insert("extra".to_owned(), members_value(&score.extra));
        }
        (name.clone(), Value::from(fields))
    });
    each.collect::<Map<_, _>>().into()
}

/// Writes one file whole or not at all.
pub(crate) fn write_atomically(
    folder: &Path,
    name: &str,
    bytes: &[u8],
    at: AtCrashPoint,
) -> Result<PathBuf, RunError> {
    let path = folder.join(name);
    let temporary = folder.join(format!(".{name}.part"));
    let fault = |source| RunError::Io {
        path: path.clone(),
        action: "written",
        source,
    };
    let mut file = File::create(&temporary).map_err(fault)?;
    file.write_all(bytes).map_err(fault)?;
    file.sync_all().map_err(fault)?;
    drop(file);
    at(CrashPoint::OutputWritten);
    std::fs::rename(&temporary, &path).map_err(fault)?;
    // The new name itself must survive a power cut; some systems can not sync a folder, and then the rename stands as it is.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    at(CrashPoint::OutputRenamed);
    Ok(path)
}
