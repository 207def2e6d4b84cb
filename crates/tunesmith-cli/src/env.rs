//! The outside world as commands see it: where results and remarks go, and what the terminal can do.

use std::io::{IsTerminal as _, Write};

use crate::error::CliError;
use crate::text::harmless;

/// What a command found, for the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All is well.
    Fine,
    /// There are findings at or above the threshold.
    Findings,
    /// Stopped by the user; the work can be continued.
    Interrupted,
}

impl Outcome {
    pub(crate) fn exit_code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Findings => 1,
            Self::Interrupted => 130,
        }
    }
}

/// Results go to `out`, everything else to `err`.
pub(crate) struct Env {
    pub(crate) out: Box<dyn Write>,
    /// Where `out` goes too, byte for byte: nothing is taken for a colour. For data; flush `out` before.
    pub(crate) data: Box<dyn Write>,
    pub(crate) err: Box<dyn Write>,
    /// Whether `err` is a terminal, where a progress bar may be drawn.
    pub(crate) err_is_terminal: bool,
    /// Whether `out` takes colours.
    pub(crate) colour: bool,
    /// Columns of the terminal; 100 where there is none.
    pub(crate) width: usize,
}

impl Env {
    pub(crate) fn real() -> Self {
        let out = anstream::stdout();
        let colour = out.current_choice() != anstream::ColorChoice::Never;
        let columns = std::env::var("COLUMNS")
            .ok()
            .and_then(|columns| columns.parse().ok());
        Self {
            out: Box::new(out),
            data: Box::new(std::io::stdout()),
            err: Box::new(anstream::stderr()),
            err_is_terminal: std::io::stderr().is_terminal(),
            colour,
            width: columns.unwrap_or(100),
        }
    }

    /// Tells an error to the user.
    pub(crate) fn complain(&mut self, error: &CliError) {
        // Nobody is left to tell when stderr itself is gone.
        let _ = writeln!(self.err, "error: {}", harmless(&error.to_string()));
        if let Some(help) = &error.help {
            let _ = writeln!(self.err, "help: {}", harmless(help));
        }
    }
}
