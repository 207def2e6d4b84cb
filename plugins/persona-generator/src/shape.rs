//! Forms of an answer that can be checked.

use serde::{Deserialize, Serialize};

const MOST_SHORT_WORDS: usize = 80;

/// What the form of an answer must have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// Nothing is checked.
    #[default]
    Any,
    /// At most eighty words, no list.
    Short,
    /// Running text, no list.
    Prose,
    /// Two lines or more that begin with `-`, `*` or `•`.
    Bullets,
    /// Two lines or more that are numbered from 1.
    Numbered,
    /// A Markdown table.
    Table,
    /// A fenced block of code.
    Code,
}

/// All names, for the schema.
pub(crate) const SHAPES: [&str; 7] = [
    "any", "short", "prose", "bullets", "numbered", "table", "code",
];

impl Shape {
    /// Says what a text lacks.
    pub(crate) fn lacks(self, text: &str) -> Option<&'static str> {
        let lines = || text.lines().map(str::trim).filter(|it| !it.is_empty());
        let bullets = lines().filter(|it| is_bullet(it)).count();
        let numbers: Vec<u32> = lines().filter_map(number).collect();
        let is_list = bullets > 1 || numbers.len() > 1;
        match self {
            Self::Any => None,
            Self::Short => {
                let is_long = text.split_whitespace().count() > MOST_SHORT_WORDS;
                (is_long || is_list).then_some("is not a short answer without a list")
            }
            Self::Prose => is_list.then_some("is a list, not running text"),
            Self::Bullets => (bullets < 2).then_some("has no two lines that begin with `- `"),
            Self::Numbered => {
                let counted = numbers.iter().zip(1..).all(|(it, at)| *it == at);
                (numbers.len() < 2 || !counted)
                    .then_some("has no lines numbered `1.`, `2.` and so on")
            }
            Self::Table => {
                let rows = lines().filter(|it| it.starts_with('|')).count();
                let has_rule = lines().any(|it| {
                    it.contains("--") && it.chars().all(|it| matches!(it, '|' | '-' | ':' | ' '))
                });
                (rows < 3 || !has_rule).then_some("is not a Markdown table")
            }
            Self::Code => {
                let fences = lines().filter(|it| it.starts_with("```")).count();
                (fences < 2).then_some("has no block of code between ``` and ```")
            }
        }
    }
}

fn is_bullet(line: &str) -> bool {
    ["- ", "* ", "• "].iter().any(|it| line.starts_with(it))
}

/// The number a line begins with: `2.` or `2)` and something after it.
fn number(line: &str) -> Option<u32> {
    let (digits, rest) = line.split_at(line.find(|it: char| !it.is_ascii_digit())?);
    let rest = rest.strip_prefix(['.', ')'])?;
    (rest.starts_with(' ') && digits.len() < 4)
        .then(|| digits.parse().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::{SHAPES, Shape};

    #[test]
    fn forms_are_told_apart() {
        let cases = [
            (Shape::Numbered, "First:\n1. a\n2. b\n", true),
            (Shape::Numbered, "1. a\n3. b", false),
            (Shape::Numbered, "1.5 litres\n2.5 litres", false),
            (Shape::Bullets, "- a\n- b", true),
            (Shape::Bullets, "- a", false),
            (Shape::Short, "It is blue.", true),
            (Shape::Short, "- a\n- b", false),
            (Shape::Prose, "One.\n\nTwo, in 3 parts.", true),
            (Shape::Table, "| a | b |\n|---|---|\n| 1 | 2 |", true),
            (Shape::Table, "| a | b |", false),
            (Shape::Code, "Do:\n```sh\nls\n```", true),
            (Shape::Code, "`ls`", false),
            (Shape::Any, "", true),
        ];
        for (shape, text, fits) in cases {
            assert_eq!(shape.lacks(text).is_none(), fits, "{shape:?}: {text}");
        }
    }

    #[test]
    fn all_names_are_known() {
        for name in SHAPES {
            let shape: Shape = serde_json::from_value(name.into()).unwrap();
            assert_eq!(serde_json::to_value(shape).unwrap(), name);
        }
    }
}
