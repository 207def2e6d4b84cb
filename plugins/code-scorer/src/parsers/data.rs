//! JSON, lines of JSON, and TOML by their serde crates.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::{Mistake, place};

/// One value, or several below each other.
pub(super) fn json(code: &str) -> Result<(), Mistake> {
    let values = serde_json::Deserializer::from_str(code).into_iter::<IgnoredAny>();
    let mut count = 0_usize;
    for value in values {
        value.map_err(|error| mistake(&error, 0))?;
        count += 1;
    }
    if count == 0 {
        return Err(Mistake {
            line: 1,
            column: 1,
            words: "there is no value".to_owned(),
        });
    }
    Ok(())
}

pub(super) fn json_lines(code: &str) -> Result<(), Mistake> {
    let lines = code.lines().enumerate();
    for (at, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        serde_json::from_str::<IgnoredAny>(line).map_err(|error| mistake(&error, at))?;
    }
    Ok(())
}

fn mistake(error: &serde_json::Error, lines: usize) -> Mistake {
    let words = error.to_string();
    let words = words.split(" at line ").next().unwrap_or_default();
    Mistake {
        line: error.line() + lines,
        column: error.column().max(1),
        words: words.to_owned(),
    }
}

pub(super) fn toml(code: &str) -> Result<(), Mistake> {
    match toml::Deserializer::parse(code).and_then(IgnoredAny::deserialize) {
        Ok(_) => Ok(()),
        Err(error) => {
            let (line, column) = place(code, error.span().map_or(0, |span| span.start));
            Err(Mistake {
                line,
                column,
                words: error.message().to_owned(),
            })
        }
    }
}
