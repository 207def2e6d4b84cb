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
            Self::Factual => "Ask for one fact of the text.",
            Self::Reason => "Ask why or how, about something the text explains.",
            Self::Comparison => {
                "Ask how something in the first part compares with something in the second part."
            }
            Self::Summary => "Ask for the main points about the subject.",
            Self::Unanswerable => {
                "Ask for something about the subject that the text does NOT say, and name what is missing in one or two words."
            }
        }
    }
}

/// What a difficulty means; one of the recipe's own is told as it is.
pub(crate) fn difficulty(kind: Kind, name: &str) -> String {
    let words = match (kind, name) {
        (Kind::Unanswerable, "easy") => "Easy: far from what the text says.",
        (Kind::Unanswerable, "medium") => "Medium: near to what the text says.",
        (Kind::Unanswerable, "hard") => "Hard: very near to what the text says.",
        (_, "easy") => "Easy: use the words of the text.",
        (_, "medium") => "Medium: use other words than the text.",
        (_, "hard") => "Hard: the answer needs two things the text says.",
        (_, other) => return format!("Difficulty: {other}."),
    };
    words.to_owned()
}
