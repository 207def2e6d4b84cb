//! What a filter decides.

/// Keep or drop, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The example stays.
    Keep,
    /// The example goes to the exclusions.
    Drop {
        /// Why, in words a person can act on.
        reason: String,
    },
}
