//! Why an evolution or an answer is eliminated: a name that reports can count, and a sentence the model is told.

/// One elimination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    /// `near-identical`, `apology` …
    pub(crate) name: &'static str,
    pub(crate) sentence: String,
}

impl Failure {
    pub(crate) fn new(name: &'static str, sentence: impl Into<String>) -> Self {
        Self {
            name,
            sentence: sentence.into(),
        }
    }

    /// For reasons: the name first, so that equal ones stand together.
    pub(crate) fn told(&self) -> String {
        format!("{}: {}", self.name, self.sentence)
    }
}
