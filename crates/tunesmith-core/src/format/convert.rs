//! From one format to another, refusing to lose anything unless told to.

use crate::format::list::Format;
use crate::format::openai_chat::FormatError;

/// A record that was written, and what it could not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// The record, without a line break.
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
    let mut rendered = (to.render)(&example);
    if rendered.line.contains(['\n', '\r']) {
        // Values are kept as written, and in an indented file line breaks stand between them; inside a string JSON has none.
        rendered.line = rendered.line.replace(['\n', '\r'], " ");
    }
    if rendered.losses.is_empty() || lossy {
        Ok(rendered)
    } else {
        Err(ConvertError::Lossy {
            format: to.name,
            losses: rendered.losses,
        })
    }
}
