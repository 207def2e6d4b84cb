//! Brings plugin files from elsewhere and takes them there: files, addresses, OCI registries; and checks signatures.
//!
//! It moves bytes and judges none: whether they are a plugin, and what it wants, is for the caller to look at. The only crate that
//! knows OCI. Invariant: never more bytes than the caller allows, never plain HTTP but on loopback, no password in any text.

mod credentials;
mod download;
mod error;
mod oci;
mod signature;
mod source;

pub use credentials::Credentials;
pub use error::RegistryError;
pub use oci::{About, Published, publish};
pub use signature::{Checked, check};
pub use source::Source;

/// A plugin's file as it was fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// The file.
    pub bytes: Vec<u8>,
    /// Where from, as exactly as can be said: of a registry the digest of the manifest, whatever tag was asked for.
    pub source: String,
    /// The text of a minisign signature that lay beside it.
    pub signature: Option<String>,
}

/// Fetches a file of at most `most` bytes, and its signature if there is one.
///
/// # Errors
/// When it is not there, too large, or the place can not be asked.
pub async fn fetch(
    source: &Source,
    most: usize,
    credentials: &Credentials,
) -> Result<Fetched, RegistryError> {
    match source {
        Source::File(path) => download::from_file(path, most),
        Source::Url(url) => download::from_url(url, most).await,
        Source::Oci(reference) => oci::fetch(reference, most, credentials).await,
    }
}
