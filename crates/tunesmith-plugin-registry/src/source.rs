//! Where a plugin comes from: a path, an address, or a reference to an OCI registry.

use std::path::PathBuf;

use oci_client::Reference;
use reqwest::Url;

use crate::RegistryError;

/// A place a plugin can be fetched from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A file of this machine.
    File(PathBuf),
    /// `https://…`, or `http://` of loopback.
    Url(Url),
    /// `oci://registry/repository:tag` or `…@sha256:…`.
    Oci(Box<Reference>),
}

impl Source {
    /// Reads what a user names.
    ///
    /// # Errors
    /// When an address or a reference is none, or would be asked over plain HTTP.
    pub fn parse(text: &str) -> Result<Self, RegistryError> {
        let wrong = |why: String| RegistryError::BadSource {
            named: text.to_owned(),
            why,
        };
        if let Some(reference) = text.strip_prefix("oci://") {
            let reference: Reference = reference
                .parse()
                .map_err(|error| wrong(format!("{error}; write oci://registry/repository:tag")))?;
            return Ok(Self::Oci(Box::new(reference)));
        }
        if !text.starts_with("https://") && !text.starts_with("http://") {
            return match text.split_once("://") {
                Some((scheme, _)) => Err(wrong(format!(
                    "`{scheme}` is not known; a path, https:// or oci:// is"
                ))),
                None => Ok(Self::File(text.into())),
            };
        }
        let url = Url::parse(text).map_err(|error| wrong(error.to_string()))?;
        if url.scheme() == "http" && !url.host_str().is_some_and(is_loopback) {
            return Err(wrong(
                "plain http is only asked on this machine; use https://".to_owned(),
            ));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(RegistryError::BadSource {
                named: "the address".to_owned(),
                why: "it carries a password, which would stand in the lock; take it out".to_owned(),
            });
        }
        Ok(Self::Url(url))
    }
}

/// Whether a host, perhaps with a port, is this machine.
pub(crate) fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    let address: Result<std::net::IpAddr, _> = name.parse();
    name == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::{Source, is_loopback};

    #[test]
    fn sources_are_told_apart() {
        assert!(matches!(Source::parse("a/b.wasm"), Ok(Source::File(_))));
        assert!(matches!(
            Source::parse("https://example.com/b.wasm"),
            Ok(Source::Url(_))
        ));
        assert!(matches!(
            Source::parse("http://127.0.0.1:9/b.wasm"),
            Ok(Source::Url(_))
        ));
        assert!(matches!(
            Source::parse("oci://localhost:5000/a/b:1"),
            Ok(Source::Oci(_))
        ));
        for (text, why) in [
            ("http://example.com/b.wasm", "plain http"),
            ("ftp://example.com/b.wasm", "`ftp` is not known"),
            ("oci://UPPER CASE", "oci://registry/repository:tag"),
            ("https://me:secret@example.com/b.wasm", "carries a password"),
        ] {
            let error = Source::parse(text).unwrap_err().to_string();
            assert!(error.contains(why), "{error}");
            assert!(!error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn only_this_machine_is_loopback() {
        for host in [
            "localhost",
            "localhost:5000",
            "127.0.0.1",
            "127.8.8.8:1",
            "[::1]:5000",
        ] {
            assert!(is_loopback(host), "{host}");
        }
        for host in [
            "localhost.example.com",
            "example.com:127",
            "10.0.0.1",
            "[fe80::1]",
        ] {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
