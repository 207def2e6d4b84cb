//! One parser for each language: whether a block is in the language, and if not, where and why.
//!
//! Snippets are tried in the ways they are shown in answers: as a file, as statements, as the inside of something.

mod data;
mod javascript;
mod python;
mod rust;

use crate::language::Language;
use crate::placeholder::without_dots;

/// Why a block can not be read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mistake {
    /// From 1.
    pub(crate) line: usize,
    /// From 1, in characters.
    pub(crate) column: usize,
    pub(crate) words: String,
}

/// Parses a block; of several ways the mistake that lies farthest on is told.
pub(crate) fn check(code: &str, language: Language) -> Result<(), Mistake> {
    let parse = |code: &str| match language {
        Language::Rust => rust::check(code),
        Language::Python => python::check(code),
        Language::JavaScript | Language::Jsx | Language::TypeScript | Language::Tsx => {
            javascript::check(code, language)
        }
        Language::Json => data::json(code),
        Language::JsonLines => data::json_lines(code),
        Language::Toml => data::toml(code),
    };
    let mistake = match parse(code) {
        Ok(()) => return Ok(()),
        Err(mistake) => mistake,
    };
    match without_dots(code) {
        Some(code) => parse(&code).map_err(|_| mistake),
        None => Err(mistake),
    }
}

/// Line and column of a byte.
fn place(code: &str, byte: usize) -> (usize, usize) {
    let before = code.get(..byte.min(code.len())).unwrap_or(code);
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    (line, before[start..].chars().count() + 1)
}

/// The first that succeeds; else, of the first `told`, the mistake that lies farthest on.
fn first_of(tries: impl Iterator<Item = Result<(), Mistake>>, told: usize) -> Result<(), Mistake> {
    let mut worst: Option<Mistake> = None;
    for (at, result) in tries.enumerate() {
        match result {
            Ok(()) => return Ok(()),
            Err(mistake) => {
                let farther = worst.as_ref().is_none_or(|known| {
                    (mistake.line, mistake.column) > (known.line, known.column)
                });
                if farther && at < told {
                    worst = Some(mistake);
                }
            }
        }
    }
    worst.map_or(Ok(()), Err)
}

/// A mistake found in wrapped code, put back to where it lies in the code itself.
fn shifted(mut mistake: Mistake, lines: usize) -> Mistake {
    mistake.line = mistake.line.saturating_sub(lines).max(1);
    mistake
}

#[cfg(test)]
mod tests;
