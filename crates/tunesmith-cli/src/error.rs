//! Why a command could not do its work. Findings in the user's data are no errors.

use std::fmt;

/// What was attempted and why it did not work, and what to do.
#[derive(Debug)]
pub(crate) struct CliError {
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    broken_pipe: bool,
}

impl CliError {
    pub(crate) fn new(message: impl fmt::Display) -> Self {
        Self {
            message: message.to_string(),
            help: None,
            broken_pipe: false,
        }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Whether only the reader of our output has gone away (`| head`), which is nobody's fault.
    pub(crate) fn is_broken_pipe(&self) -> bool {
        self.broken_pipe
    }
}

impl fmt::Display for CliError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl From<std::io::Error> for CliError {
    fn from(error: std::io::Error) -> Self {
        let broken_pipe = error.kind() == std::io::ErrorKind::BrokenPipe;
        Self {
            broken_pipe,
            ..Self::new(format!("the output can not be written: {error}"))
        }
    }
}

macro_rules! from_display {
    ($($error:ty),*) => {
        $(impl From<$error> for CliError {
            fn from(error: $error) -> Self {
                Self::new(error)
            }
        })*
    };
}

from_display!(
    tunesmith_pipeline::RecipeError,
    tunesmith_pipeline::RunError,
    tunesmith_pipeline::StoryError,
    tunesmith_plugin_host::LoadError,
    tunesmith_plugin_registry::RegistryError
);
