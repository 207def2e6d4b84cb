//! Why a plugin could not be fetched or published: what was attempted, where, and what to do.

/// Why a plugin could not be fetched or published.
#[derive(Debug, thiserror::Error)]
pub enum RegistryError {
    /// Not a place at all.
    #[error("{named} can not be fetched: {why}")]
    BadSource {
        /// As the user named it.
        named: String,
        /// Why not.
        why: String,
    },
    /// The place does not have it, or does not answer.
    #[error("{place} can not be fetched: {why}")]
    Unreachable {
        /// Where.
        place: String,
        /// What was said.
        why: String,
    },
    /// Nobody may have it without a password, or with this one.
    #[error(
        "{place} wants another password: set TUNESMITH_REGISTRY_USER and TUNESMITH_REGISTRY_PASSWORD, or log in with docker or oras"
    )]
    Unauthorised {
        /// Where.
        place: String,
    },
    /// Larger than any plugin.
    #[error("{place} has more than {most} bytes; a plugin has at most that")]
    TooLarge {
        /// Where.
        place: String,
        /// The most.
        most: usize,
    },
    /// A registry has something else under this name.
    #[error("{place} is no WebAssembly package: {why}")]
    NoPackage {
        /// Where.
        place: String,
        /// What it is instead.
        why: String,
    },
    /// It could not be put there.
    #[error("{place} can not be published: {why}")]
    Unpublished {
        /// Where.
        place: String,
        /// What was said.
        why: String,
    },
    /// A signature is missing, broken or of somebody else.
    #[error("{place}: {why}")]
    Signature {
        /// Where.
        place: String,
        /// What is wrong.
        why: String,
    },
}
