//! The one error of these commands: a sentence for the person at the terminal, and what they can do about it.
//!
//! Why no enum: nobody reacts to a kind of failure here, everybody reads it.

use std::fmt;
use std::path::Path;

/// What was attempted and why it did not work, with advice where we have some.
#[derive(Debug)]
pub(crate) struct Failure {
    message: String,
    help: Option<String>,
}

pub(crate) type Result<T> = std::result::Result<T, Failure>;

impl Failure {
    /// A failure without advice. The message names what was attempted and why it did not work.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: None,
        }
    }

    /// Adds what the reader can do about it.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// A file or folder that could not be read, written, removed…: `verb` completes "cannot …".
    pub(crate) fn file(verb: &str, path: &Path, cause: &std::io::Error) -> Self {
        Self::new(format!("cannot {verb} `{}`: {cause}", path.display()))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.message)?;
        match &self.help {
            Some(help) => write!(f, "\n  help: {help}"),
            None => Ok(()),
        }
    }
}
