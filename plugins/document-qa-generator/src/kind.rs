//! Types of question.

use serde::{Deserialize, Serialize};

/// What a question asks for.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// One fact.
    Factual,
    /// Why or how.
    Reason,
    /// Two chunks at once.
    Comparison,
    /// All of a chunk.
    Summary,
    /// What is not there.
    Unanswerable,
}

/// All types, in the order they are walked.
pub(crate) const KINDS: [Kind; 5] = [
    Kind::Factual,
    Kind::Reason,
    Kind::Comparison,
    Kind::Summary,
    Kind::Unanswerable,
];

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Factual => "factual",
            Self::Reason => "reason",
            Self::Comparison => "comparison",
            Self::Summary => "summary",
            Self::Unanswerable => "unanswerable",
        }
    }

    /// What the model is told.
    pub(crate) fn task(self) -> &'static str {
        match self {
            Self::Factual => "Ask for one fact.",
            Self::Reason => "Ask why or how.",
            Self::Comparison => "Ask how two things compare.",
            Self::Summary => "Ask for the main points.",
            Self::Unanswerable => {
                "Ask for something that is NOT said, and name it in one or two words."
            }
        }
    }
}

/// What a difficulty means; one of the recipe's own is told as it is.
pub(crate) fn difficulty(kind: Kind, name: &str) -> String {
    let words = match (kind, name) {
        (Kind::Unanswerable, "easy") => "Easy, far from what is said.",
        (Kind::Unanswerable, "medium") => "Not so easy, near to what is said.",
        (Kind::Unanswerable, "hard") => "Hard, very near to what is said.",
        (_, "easy") => "Easy, in the same words.",
        (_, "medium") => "Not so easy, in other words.",
        (_, "hard") => "Hard, so that two facts are needed.",
        (_, other) => return format!("How hard: {other}."),
    };
    words.to_owned()
}
