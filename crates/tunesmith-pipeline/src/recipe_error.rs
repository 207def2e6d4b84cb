//! Errors in a recipe: the file, the line and column, the line itself, what is wrong and how to mend it.

use std::fmt;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A recipe can not be used. Shows the place as compilers do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecipeError {
    /// The file as the user named it.
    pub path: String,
    /// From 1; 0 where no place can be named.
    pub line: usize,
    /// Characters from 1.
    pub column: usize,
    /// How many characters the fault is long; at least 1.
    pub width: usize,
    /// The text of that line.
    pub source_line: String,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
}

impl std::error::Error for RecipeError {}

impl fmt::Display for RecipeError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            path,
            line,
            column,
            width,
            source_line,
            message,
            help,
        } = self;
        if *line == 0 {
            write!(out, "{path}: {message}")?;
        } else {
            let gutter = line.to_string().len();
            let underline = "^".repeat(*width);
            writeln!(out, "{message}")?;
            writeln!(out, "{:gutter$}--> {path}:{line}:{column}", "")?;
            writeln!(out, "{:gutter$} |", "")?;
            writeln!(out, "{line} | {source_line}")?;
            write!(
                out,
                "{:gutter$} | {:>skip$}{underline}",
                "",
                "",
                skip = column - 1
            )?;
        }
        if let Some(help) = help {
            write!(out, "\nhelp: {help}")?;
        }
        Ok(())
    }
}

/// A fault before its place is turned into line and column.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) place: Place,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

/// Where a fault stands.
#[derive(Debug)]
pub(crate) enum Place {
    /// Bytes of the recipe.
    Span(Range<usize>),
    /// The value under these keys, or the innermost table there is of them. In a list a key is an index, or the `name` of one
    /// of its tables.
    Keys(Vec<String>),
}

impl From<Range<usize>> for Place {
    fn from(span: Range<usize>) -> Self {
        Self::Span(span)
    }
}

impl<const N: usize> From<[&str; N]> for Place {
    fn from(keys: [&str; N]) -> Self {
        Self::Keys(keys.map(str::to_owned).to_vec())
    }
}

impl Place {
    /// `None` where the recipe has nothing of it.
    fn span(self, text: &str) -> Option<Range<usize>> {
        let keys = match self {
            Self::Span(span) => return Some(span),
            Self::Keys(keys) => keys,
        };
        let recipe = DeTable::parse(text).ok()?;
        let mut keys = keys.iter();
        let mut value = recipe.get_ref().get(keys.next()?.as_str())?;
        for key in keys {
            let Some(inner) = under(value.get_ref(), key) else {
                break;
            };
            value = inner;
        }
        Some(value.span())
    }
}

/// What stands in a table or list under a key.
fn under<'a, 'i>(value: &'a DeValue<'i>, key: &str) -> Option<&'a Spanned<DeValue<'i>>> {
    if let Some(table) = value.as_table() {
        return table.get(key);
    }
    let list = value.as_array()?;
    let named = |item: &&Spanned<DeValue<'i>>| {
        let name = item
            .get_ref()
            .as_table()
            .and_then(|table| table.get("name"));
        name.and_then(|name| name.get_ref().as_str()) == Some(key)
    };
    let at = key.parse().ok().and_then(|index: usize| list.get(index));
    list.iter().find(named).or(at)
}

impl Fault {
    pub(crate) fn new(place: impl Into<Place>, message: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            message: message.into(),
            help: None,
        }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(crate) fn at(self, text: &str, path: &str) -> RecipeError {
        let Self {
            place,
            message,
            help,
        } = self;
        let Some(span) = place.span(text) else {
            let without_place = RecipeError::without_place(path, message);
            return RecipeError {
                help,
                ..without_place
            };
        };
        let start = text.floor_char_boundary(span.start.min(text.len()));
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let source_line = text[line_start..].lines().next().unwrap_or_default();
        let column = text[line_start..start].chars().count() + 1;
        let room = source_line
            .chars()
            .count()
            .saturating_sub(column - 1)
            .max(1);
        let marked = text.get(start..span.end.max(start)).unwrap_or_default();
        RecipeError {
            path: path.to_owned(),
            line: text[..start].matches('\n').count() + 1,
            column,
            width: marked
                .chars()
                .take_while(|c| *c != '\n')
                .count()
                .clamp(1, room),
            source_line: source_line.to_owned(),
            message,
            help,
        }
    }
}

impl RecipeError {
    /// A fault that has no place in the file.
    pub fn without_place(path: &str, message: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line: 0,
            column: 0,
            width: 1,
            source_line: String::new(),
            message: message.into(),
            help: None,
        }
    }

    pub(crate) fn from_toml(error: &toml::de::Error, text: &str, path: &str) -> Self {
        let message = error.message().trim().to_owned();
        let help = unknown_field_help(&message);
        let place = error.span().map_or(Place::Keys(Vec::new()), Place::Span);
        let fault = Fault {
            place,
            message,
            help,
        };
        fault.at(text, path)
    }
}

/// serde says ``unknown field `x`, expected one of `a`, `b` ``; the nearest of them is probably meant.
fn unknown_field_help(message: &str) -> Option<String> {
    if !message.starts_with("unknown field") && !message.starts_with("unknown variant") {
        return None;
    }
    let mut names = message.split('`').skip(1).step_by(2);
    let wrong = names.next()?;
    did_you_mean(wrong, names)
}

/// Names the candidate that is nearest to what was written, if one is near.
pub fn did_you_mean<'a>(
    wrong: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    let near = candidates
        .into_iter()
        .map(|name| (strsim::jaro_winkler(wrong, name), name));
    let best = near
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))?;
    Some(format!("did you mean `{}`?", best.1))
}
