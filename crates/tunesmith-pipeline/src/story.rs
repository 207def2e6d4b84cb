//! The story of one row, read from the journal: seed, requests, replies, scores, verdict.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, params};
use tunesmith_core::RawReply;

use crate::journal::{open_reader, reply_of};
use crate::outputs::JOURNAL;

/// Why there is no story.
#[derive(Debug, thiserror::Error)]
pub enum StoryError {
    /// The folder has no journal.
    #[error("{0} has no run.db; give the folder of a run")]
    NoRun(PathBuf),
    /// The run was never finished.
    #[error("the run in {0} has no rows yet; finish it with `tunesmith run`")]
    Unfinished(PathBuf),
    /// The run has no such row.
    #[error("the run has no row `{row}`; {help}")]
    NoRow {
        /// What was asked for.
        row: String,
        /// Which rows there are.
        help: String,
    },
    /// The journal can not be read.
    #[error("the journal can not be read: {0}")]
    Sqlite(#[from] rusqlite::Error),
}

/// One request and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Exchange {
    /// Its key in the journal.
    pub key: String,
    /// The plugin's word for it.
    pub label: String,
    /// `ask`, `correct`, `probe`.
    pub purpose: String,
    /// The model's id.
    pub model: String,
    /// What was asked, as JSON.
    pub request: String,
    /// What came back, if anything did.
    pub reply: Option<RawReply>,
    /// Failed attempts and why, in order.
    pub failures: Vec<String>,
}

/// Everything the journal knows of one row. JSON fields are JSON text.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// `<generator>/<task>`.
    pub row: String,
    /// `kept`, `excluded`, `failed`.
    pub outcome: String,
    /// The file it is in (empty after a preview), or the stage that took it out.
    pub stage: String,
    /// Why it is out.
    pub reason: Option<String>,
    /// The example, as it would be exported.
    pub example: Option<String>,
    /// What its generator says about it.
    pub metadata: Option<String>,
    /// Its scores.
    pub scores: String,
    /// How it came to be.
    pub provenance: String,
    /// The requests made for it.
    pub exchanges: Vec<Exchange>,
}

/// Reads the story of `row` from the run in `folder`.
pub fn story(folder: &Path, row: &str) -> Result<Story, StoryError> {
    let path = folder.join(JOURNAL);
    if !path.is_file() {
        return Err(StoryError::NoRun(folder.to_owned()));
    }
    let reader = open_reader(&path)?;
    let Some(mut story) = row_of(&reader, row)? else {
        return Err(missing(&reader, folder, row)?);
    };
    let provenance: serde_json::Value = serde_json::from_str(&story.provenance).unwrap_or_default();
    let keys = provenance["requests"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    for key in keys.iter().filter_map(serde_json::Value::as_str) {
        story.exchanges.extend(exchange_of(&reader, key)?);
    }
    Ok(story)
}

fn row_of(reader: &Connection, name: &str) -> Result<Option<Story>, rusqlite::Error> {
    let columns = "SELECT outcome, stage, reason, example, metadata, scores, provenance FROM row WHERE name=?";
    let found = reader.query_row(columns, [name], |row| {
        Ok(Story {
            row: name.to_owned(),
            outcome: row.get(0)?,
            stage: row.get::<_, Option<String>>(1)?.unwrap_or_default(),
            reason: row.get(2)?,
            example: row.get(3)?,
            metadata: row.get(4)?,
            scores: row.get::<_, Option<String>>(5)?.unwrap_or_default(),
            provenance: row.get::<_, Option<String>>(6)?.unwrap_or_default(),
            exchanges: Vec::new(),
        })
    });
    found.optional()
}

fn exchange_of(reader: &Connection, key: &str) -> Result<Option<Exchange>, rusqlite::Error> {
    let found = reader.query_row(
        "SELECT label, purpose, model, body FROM request WHERE key=?",
        [key],
        |row| {
            let (reply, failures) = (None, Vec::new());
            Ok(Exchange {
                key: key.to_owned(),
                label: row.get(0)?,
                purpose: row.get(1)?,
                model: row.get(2)?,
                request: row.get(3)?,
                reply,
                failures,
            })
        },
    );
    let Some(mut exchange) = found.optional()? else {
        return Ok(None);
    };
    exchange.reply = reply_of(reader, key)?;
    let mut failures =
        reader.prepare("SELECT why FROM attempt WHERE key=? AND state='failed' ORDER BY number")?;
    exchange.failures = failures
        .query_map([key], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(Some(exchange))
}

fn missing(reader: &Connection, folder: &Path, row: &str) -> Result<StoryError, rusqlite::Error> {
    let count: i64 = reader.query_row("SELECT COUNT(*) FROM row", [], |row| row.get(0))?;
    if count == 0 {
        return Ok(StoryError::Unfinished(folder.to_owned()));
    }
    let ends = |order: &str| {
        reader.query_row(
            &format!("SELECT name FROM row ORDER BY position {order} LIMIT 1"),
            params![],
            |row| row.get::<_, String>(0),
        )
    };
    let help = format!(
        "it has {count} rows, from `{}` to `{}`",
        ends("ASC")?,
        ends("DESC")?
    );
    Ok(StoryError::NoRow {
        row: row.to_owned(),
        help,
    })
}
