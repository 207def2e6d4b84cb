//! Code that is left out: dots, empty bodies that are to be filled in, and comments that say so.

use crate::language::Language;

/// Comments that stand for code.
const PHRASES: [&str; 26] = [
    "add your code",
    "add your logic",
    "code continues",
    "code goes here",
    "code here",
    "existing code",
    "fill in the",
    "for brevity",
    "goes here",
    "implement me",
    "implement the rest",
    "implement this",
    "implementation here",
    "insert your",
    "logic here",
    "omitted",
    "other code",
    "previous code",
    "remaining code",
    "rest of code",
    "rest of the",
    "rest of your",
    "same as above",
    "same as before",
    "todo: implement",
    "your code",
];

/// The first line that stands for code that is not there: its number from 1 and its text.
pub(crate) fn placeholder(code: &str, language: Language) -> Option<(usize, String)> {
    // Why: dots are the body of what has none: stubs, protocols, overloads, abstract methods.
    // A session has them before each further line.
    let stub = ["Protocol", "@overload", "@abstractmethod", "ABC", ">>>"]
        .iter()
        .any(|word| code.contains(word));
    let at = code
        .lines()
        .position(|line| is_placeholder(line.trim(), language, stub))?;
    let line = code.lines().nth(at)?.trim();
    Some((at + 1, line.chars().take(60).collect()))
}

fn is_placeholder(line: &str, language: Language, stub: bool) -> bool {
    if matches!(line, "..." | "…" | "[...]" | "{...}" | "...,") {
        return !(stub && language == Language::Python);
    }
    if language == Language::Rust {
        let bare = line.trim_end_matches(';');
        if ["todo!(", "unimplemented!("]
            .iter()
            .any(|it| bare.starts_with(it))
        {
            return true;
        }
    }
    let Some(comment) = comment(line, language) else {
        return match language {
            Language::Json | Language::JsonLines => line.trim_end_matches(',').ends_with("..."),
            _ => {
                line.contains("throw new Error(\"Not implemented")
                    || line.contains("throw new Error('Not implemented")
            }
        };
    };
    let before = line.strip_suffix(comment.1).unwrap_or(line).trim();
    let text = comment.0.to_lowercase();
    let text = text.trim();
    if text.starts_with("...") || text.starts_with('…') {
        return true;
    }
    if before == "pass"
        && (text.starts_with("todo")
            || text.starts_with("implement")
            || text.starts_with("placeholder")
            || text.starts_with("your"))
    {
        return true;
    }
    before.is_empty() && text.len() < 120 && PHRASES.iter().any(|phrase| text.contains(phrase))
}

/// The text of a line's comment, and the comment as it stands.
fn comment(line: &str, language: Language) -> Option<(&str, &str)> {
    let marks: &[&str] = match language {
        Language::Python | Language::Toml => &["#"],
        Language::Json | Language::JsonLines => &["//"],
        _ => &["//", "/*", "{/*"],
    };
    let found = marks
        .iter()
        .filter_map(|mark| line.find(mark).map(|at| (at, mark.len())));
    let (at, length) = found.min()?;
    let text = line[at + length..]
        .trim_end_matches("*/}")
        .trim_end_matches("*/");
    Some((text, &line[at..]))
}

/// The code with elisions made harmless: lines of dots become empty, so that what stands around them can be parsed.
pub(crate) fn without_dots(code: &str) -> Option<String> {
    let mut any = false;
    let lines: Vec<&str> = code
        .lines()
        .map(|line| {
            let dots = matches!(line.trim(), "..." | "…" | "...," | "[...]");
            any |= dots;
            if dots { "" } else { line }
        })
        .collect();
    any.then(|| lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::{Language, placeholder};

    #[test]
    fn what_is_left_out_is_found() {
        use Language::{JavaScript, Json, Python, Rust};
        for (code, language, line) in [
            ("def f():\n    ...", Python, 2),
            ("def f():\n    pass  # TODO: write", Python, 2),
            ("x = 1\n# rest of the code", Python, 2),
            ("fn f() {\n    unimplemented!()\n}", Rust, 2),
            ("fn f() { }\n// ...", Rust, 2),
            ("a();\n// Your code here", JavaScript, 2),
            ("{/* ... */}", JavaScript, 1),
            ("{\"a\": 1,\n...", Json, 2),
        ] {
            assert_eq!(
                placeholder(code, language).map(|it| it.0),
                Some(line),
                "{code}"
            );
        }
        for (code, language) in [
            (
                "class A(Protocol):\n    def f(self): ...\n    def g(self):\n        ...",
                Python,
            ),
            ("class E(Exception):\n    pass", Python),
            ("f(...rest)\n// keeps the rest", JavaScript),
            ("x = 1  # the rest of it", Python),
            ("let x = 0..10; // a range", Rust),
        ] {
            assert_eq!(placeholder(code, language), None, "{code}");
        }
    }
}
