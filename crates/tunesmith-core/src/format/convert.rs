//! From one format to another, refusing to lose anything unless told to.

use crate::Extra;
use crate::format::functions;
use crate::format::list::Format;
use crate::format::openai_chat::FormatError;

/// Formats that take the older `functions` and `function_call`; for all others they become tools.
const WITH_FUNCTIONS: [&str; 2] = ["azure", "openai-chat"];

/// A record that was written, and what it could not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// The record, without a line break. Empty where nothing of this shape can be made of the example, whatever may be left out:
    /// a preference pair needs two endings, a prompt a user message. The losses then say what is missing.
    pub line: String,
    /// What is not in it; empty if nothing is missing.
    pub losses: Vec<Loss>,
}

/// One thing a format can not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// Where it stands in the example, as an RFC 6901 pointer in the openai chat shape; empty for the example itself.
    pub pointer: String,
    /// What it is and why it can not be written: one phrase.
    pub what: String,
}

/// Says why a record could not be converted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConvertError {
    /// The record is not of the format it was read as.
    #[error("the record is not {format}: {error}")]
    Misshapen {
        /// The format it was read as.
        format: &'static str,
        /// Where and why.
        error: FormatError,
    },
    /// The target can not hold all of it, and losing it was not allowed.
    #[error("{format} can not hold it: {}", describe(.losses))]
    Lossy {
        /// The format it should become.
        format: &'static str,
        /// What would be lost; never empty.
        losses: Vec<Loss>,
    },
    /// The example lacks something the target can not do without, so that no loss would make it fit.
    #[error("{format} can not be made of it: {}", describe(.losses))]
    Impossible {
        /// The format it should become.
        format: &'static str,
        /// What is missing; never empty.
        losses: Vec<Loss>,
    },
}

fn describe(losses: &[Loss]) -> String {
    let shown = losses.iter().take(3).map(|loss| {
        if loss.pointer.is_empty() {
            loss.what.clone()
        } else {
            format!("{} (at {})", loss.what, loss.pointer)
        }
    });
    let mut text = shown.collect::<Vec<_>>().join("; ");
    if losses.len() > 3 {
        text.push_str(&format!("; and {} more", losses.len() - 3));
    }
    text
}

/// Turns the text of one record into another format. With `lossy`, what the target can not hold is left out and told in the losses;
/// without, it is an error.
pub fn convert(
    record: &str,
    from: &Format,
    to: &Format,
    lossy: bool,
) -> Result<Rendered, ConvertError> {
    let example = (from.parse)(record).map_err(|error| ConvertError::Misshapen {
        format: from.name,
        error,
    })?;
    // Why: only two shapes have the older way to call tools, and what a format does not know must not slip through as an extra member.
    let example = if WITH_FUNCTIONS.contains(&to.name) {
        example
    } else {
        functions::to_tools(&example)
    };
    let Rendered { line, losses } = (to.render)(&example);
    let format = to.name;
    if line.is_empty() {
        return Err(ConvertError::Impossible { format, losses });
    }
    if !losses.is_empty() && !lossy {
        return Err(ConvertError::Lossy { format, losses });
    }
    let line = on_one_line(line);
    // Why: members that one format passes over may mean something in the other; such a record is refused, not written wrong.
    if let Err(FormatError { pointer, message }) = (to.parse)(&line) {
        let what = format!("what would be written can not be read as {format}: {message}");
        let losses = vec![Loss { pointer, what }];
        return Err(ConvertError::Impossible { format, losses });
    }
    if let Some(twice) = repeated_member(&line) {
        let what = format!("`{twice}` would stand in it twice, with different meanings");
        let losses = vec![Loss {
            pointer: format!("/{twice}"),
            what,
        }];
        return Err(ConvertError::Impossible { format, losses });
    }
    Ok(Rendered { line, losses })
}

/// A member of the record that stands in it more than once.
fn repeated_member(line: &str) -> Option<String> {
    let members = Extra::parse(line).ok()?;
    let mut names: Vec<&str> = members.iter().map(|(name, _)| name).collect();
    names.sort_unstable();
    let twice = names.windows(2).find(|pair| pair[0] == pair[1])?;
    Some(twice[0].to_owned())
}

/// In JSON a raw line break is only ever white space between tokens; a record cut out of an indented array brings some along.
fn on_one_line(line: String) -> String {
    if line.contains(['\n', '\r']) {
        line.replace(['\n', '\r'], " ")
    } else {
        line
    }
}
