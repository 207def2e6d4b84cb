//! Keys. A [`Secret`] knows the environment variable it came from, so that messages can name that instead of the key.
//!
//! Invariant: the text leaves this module only for the `Authorization` header.

use std::fmt;

/// A key that can not be printed. There is no `Serialize`, and `Debug` and `Display` show where it came from.
#[derive(Clone)]
pub struct Secret {
    variable: String,
    text: String,
}

/// Why a variable gives no key. Names the variable, never its value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    /// There is no such variable, or it is not Unicode.
    #[error(
        "the environment variable {variable} is not set; set it to the key of the model server"
    )]
    Missing {
        /// The variable.
        variable: String,
    },
    /// Nothing but white space.
    #[error("the environment variable {variable} is empty; set it to the key of the model server")]
    Empty {
        /// The variable.
        variable: String,
    },
    /// A key is sent as an HTTP header, which takes visible ASCII only.
    #[error(
        "the environment variable {variable} holds a character that can not be part of a key (only visible ASCII can be sent); \
         copy the key again"
    )]
    NotSendable {
        /// The variable.
        variable: String,
    },
}

impl Secret {
    /// Reads the key from the environment variable of this name; white space around it is dropped.
    pub fn from_env(variable: &str) -> Result<Self, SecretError> {
        Self::from_value(variable, std::env::var(variable).ok())
    }

    /// The same for a caller that carries its environment with it: `value` is what `variable` holds there.
    pub fn from_value(variable: &str, value: Option<String>) -> Result<Self, SecretError> {
        let variable = variable.to_owned();
        let Some(value) = value else {
            return Err(SecretError::Missing { variable });
        };
        let text = value.trim();
        if text.is_empty() {
            return Err(SecretError::Empty { variable });
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(SecretError::NotSendable { variable });
        }
        Ok(Self {
            variable,
            text: text.to_owned(),
        })
    }

    /// The environment variable it came from.
    pub fn variable(&self) -> &str {
        &self.variable
    }

    /// The key, for the header.
    pub(crate) fn expose(&self) -> &str {
        &self.text
    }

    /// The text without the key, whether it stands there plainly or as inside a JSON string.
    pub(crate) fn redact(&self, text: &str) -> String {
        let escaped = serde_json::Value::from(self.text.as_str()).to_string();
        let escaped = &escaped[1..escaped.len() - 1];
        text.replace(&self.text, "[key]").replace(escaped, "[key]")
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Secret(${})", self.variable)
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "${}", self.variable)
    }
}

/// Redacts, then cuts: the other way round half a key could be left at the cut.
pub(crate) fn quote(text: &str, key: Option<&Secret>, most_chars: usize) -> String {
    let text = key.map_or_else(|| text.to_owned(), |key| key.redact(text));
    cut(text.trim(), most_chars)
}

/// The first characters, with a sign that there was more.
pub(crate) fn cut(text: &str, most_chars: usize) -> String {
    match text.char_indices().nth(most_chars) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Secret, SecretError, quote};

    fn secret(text: &str) -> Secret {
        Secret::from_value("MY_KEY", Some(text.to_owned())).unwrap()
    }

    #[test]
    fn shows_its_origin_only() {
        let key = secret(" sk-very-hidden\n");
        assert_eq!(
            format!("{key:?} {key} {}", key.variable()),
            "Secret($MY_KEY) $MY_KEY MY_KEY"
        );
        assert_eq!(key.expose(), "sk-very-hidden");
    }

    #[test]
    fn an_error_names_the_variable() {
        let variable = || "MY_KEY".to_owned();
        let reads = |value: Option<&str>| {
            Secret::from_value("MY_KEY", value.map(str::to_owned)).map(|_| ())
        };
        assert_eq!(
            reads(None),
            Err(SecretError::Missing {
                variable: variable()
            })
        );
        assert_eq!(
            reads(Some(" \n")),
            Err(SecretError::Empty {
                variable: variable()
            })
        );
        assert_eq!(
            reads(Some("sk-ä")),
            Err(SecretError::NotSendable {
                variable: variable()
            })
        );
        assert_eq!(
            reads(Some("a\nb")),
            Err(SecretError::NotSendable {
                variable: variable()
            })
        );
        assert_eq!(
            Secret::from_env("TUNESMITH_NO_SUCH_VARIABLE")
                .unwrap_err()
                .to_string(),
            "the environment variable TUNESMITH_NO_SUCH_VARIABLE is not set; set it to the key of the model server"
        );
        assert_eq!(
            Secret::from_env("CARGO_PKG_NAME").unwrap().expose(),
            "tunesmith-llm"
        );
    }

    #[test]
    fn redacts_before_it_cuts() {
        let key = secret("sk-\"quoted\"");
        assert_eq!(
            quote(
                r#" bad sk-"quoted" and {"k":"sk-\"quoted\""} "#,
                Some(&key),
                99
            ),
            r#"bad [key] and {"k":"[key]"}"#
        );
        assert_eq!(quote("abc sk-\"quoted\"", Some(&key), 6), "abc [k…");
        assert_eq!(quote("äöü", None, 2), "äö…");
    }
}
