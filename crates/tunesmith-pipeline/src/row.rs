//! What became of one row: kept, excluded or failed, always with a reason. asked = kept + excluded + failed.

use tunesmith_core::{Example, Provenance, Scores};

/// What became of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It is in `train.jsonl` or `validation.jsonl`.
    Kept,
    /// A decision or a fault of the content took it out.
    Excluded {
        /// `seed`, `generator <name>`, `scorer <name>`, `filter <name>`, `dedup`, `validate`.
        stage: String,
        /// Why, in words.
        reason: String,
    },
    /// The work could not be done; running again tries it again.
    Failed {
        /// As above.
        stage: String,
        /// Why, in words.
        reason: String,
    },
}

impl Outcome {
    /// `kept`, `excluded`, `failed`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Excluded { .. } => "excluded",
            Self::Failed { .. } => "failed",
        }
    }
}

/// One row of a run. A task that gives several examples has several rows; one that gives none has one.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// `<generator>/<task>`, and `/<position>` behind it where a task gave several examples.
    pub name: String,
    /// What became of it.
    pub outcome: Outcome,
    /// The example, if there ever was one; it carries its provenance.
    pub example: Option<Example>,
    /// How the row came to be, where there is no example to carry that.
    pub provenance: Option<Provenance>,
    /// The example as it is exported, without a line break; empty where there is none.
    pub line: String,
    /// What the provider's rules say against that line, once it was checked.
    pub fault: Option<String>,
    /// What the scorers said before it was decided.
    pub scores: Scores,
    /// Keys of the requests made for it, in order; also where no example came of them.
    pub requests: Vec<String>,
}

/// A row as the journal keeps it for `why`; the last four are JSON.
#[derive(Clone, Debug)]
pub(crate) struct StoredRow {
    pub(crate) name: String,
    pub(crate) outcome: &'static str,
    pub(crate) stage: Option<String>,
    pub(crate) reason: Option<String>,
    pub(crate) example: Option<String>,
    pub(crate) metadata: Option<String>,
    pub(crate) scores: Option<String>,
    pub(crate) provenance: Option<String>,
}
