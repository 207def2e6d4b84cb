//! Where the server is: the base URL brought into one form.
//!
//! Invariant: an address holds no user, password, query or fragment, so it can be shown in every message.

use std::net::IpAddr;

use reqwest::Url;

use crate::SettingsError;

/// A base URL ending in the API's version, without a slash at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    base: String,
    pub(crate) is_https: bool,
    pub(crate) is_loopback: bool,
}

impl Address {
    pub(crate) fn parse(given: &str) -> Result<Self, SettingsError> {
        let wrong = |why: &str| SettingsError::BaseUrl {
            given: given.to_owned(),
            why: why.to_owned(),
        };
        let example = "write it like http://127.0.0.1:8080/v1 or https://api.example.com/v1";
        let url = Url::parse(given.trim())
            .map_err(|error| wrong(&format!("not a URL ({error}); {example}")))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(wrong(&format!(
                "it must begin with http:// or https://; {example}"
            )));
        }
        if !url.username().is_empty() || url.password().is_some() {
            let why = "user and password do not belong into a URL; name an environment variable that holds the key".to_owned();
            return Err(SettingsError::BaseUrl {
                given: "…".to_owned(),
                why,
            });
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(wrong("it must end with its path: no `?…` and no `#…`"));
        }
        let host = url
            .host_str()
            .ok_or_else(|| wrong(&format!("it names no host; {example}")))?;
        let bare_host = host.trim_start_matches('[').trim_end_matches(']');
        let is_loopback = bare_host == "localhost"
            || bare_host.ends_with(".localhost")
            || bare_host
                .parse::<IpAddr>()
                .is_ok_and(|address| address.is_loopback());
        let mut segments: Vec<&str> = url
            .path()
            .split('/')
            .filter(|segment| !segment.is_empty())
            .collect();
        if segments.ends_with(&["chat", "completions"]) {
            segments.truncate(segments.len() - 2);
        }
        // Why: some providers keep the version elsewhere in the path (`/v1beta/openai`); those are left as they are.
        if !segments.iter().any(|segment| is_version(segment)) {
            segments.push("v1");
        }
        let base = format!(
            "{}/{}",
            url.origin().ascii_serialization(),
            segments.join("/")
        );
        Ok(Self {
            base,
            is_https: url.scheme() == "https",
            is_loopback,
        })
    }

    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// The full URL of a path below the base.
    pub(crate) fn endpoint(&self, path: &str) -> String {
        format!("{}/{path}", self.base)
    }
}

fn is_version(segment: &str) -> bool {
    segment
        .strip_prefix('v')
        .is_some_and(|rest| rest.starts_with(|letter: char| letter.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn one_form_for_every_way_to_write_it() {
        let cases = [
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080/v1", true),
            ("http://127.0.0.1:8080/", "http://127.0.0.1:8080/v1", true),
            (
                " http://localhost:8080/v1 ",
                "http://localhost:8080/v1",
                true,
            ),
            ("http://[::1]:8080/v1//", "http://[::1]:8080/v1", true),
            (
                "https://api.openai.com/v1/chat/completions",
                "https://api.openai.com/v1",
                false,
            ),
            (
                "https://example.com/api",
                "https://example.com/api/v1",
                false,
            ),
            (
                "https://example.com/openai/v1/",
                "https://example.com/openai/v1",
                false,
            ),
            (
                "https://example.com/v1beta/openai/",
                "https://example.com/v1beta/openai",
                false,
            ),
            (
                "https://127.0.0.1.example.com/api/paas/v4",
                "https://127.0.0.1.example.com/api/paas/v4",
                false,
            ),
        ];
        for (given, base, is_loopback) in cases {
            let address = Address::parse(given).unwrap();
            assert_eq!(
                (address.base(), address.is_loopback),
                (base, is_loopback),
                "{given}"
            );
        }
    }

    #[test]
    fn says_what_is_wrong_with_it() {
        let cases = [
            ("", "not a URL"),
            ("127.0.0.1:8080", "not a URL"),
            ("localhost:8080", "it must begin with http:// or https://"),
            (
                "ftp://example.com",
                "it must begin with http:// or https://",
            ),
            ("https://example.com/v1?key=hidden", "no `?…`"),
        ];
        for (given, expected) in cases {
            let message = Address::parse(given).unwrap_err().to_string();
            assert!(
                message.starts_with(&format!("base_url = {given:?}: "))
                    && message.contains(expected),
                "{message}"
            );
        }
        let message = Address::parse("https://me:hidden@example.com")
            .unwrap_err()
            .to_string();
        assert!(
            message.contains("do not belong into a URL") && !message.contains("hidden"),
            "{message}"
        );
    }
}
