//! What is wrong with an answer, and how much that counts.

/// One thing found.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Finding {
    pub(crate) mark: &'static str,
    pub(crate) words: String,
}

impl Finding {
    pub(crate) fn new(mark: &'static str, words: String) -> Self {
        Self { mark, words }
    }

    /// From 0 (worth knowing) to 1 (worthless).
    pub(crate) fn severity(&self) -> f64 {
        match self.mark {
            "unparsable" => 1.0,
            "unknown-table" | "unknown-column" => 0.9,
            "writes" => 0.8,
            "ambiguous-column" => 0.7,
            "several-statements" => 0.3,
            _ => 0.0,
        }
    }
}
