//! Keeps code from the parsers that would overrun a small stack: they recurse as deep as the code is nested.
//!
//! Counts brackets, indentation and runs of operators without understanding any language. Invariant: one pass over the text; what is
//! refused is not looked at, never wrong.

use crate::language::Language;

/// Longest code, in bytes.
const LONGEST: usize = 200_000;
/// Deepest brackets.
const DEEPEST: usize = 32;
/// Deepest indentation of Python.
const MOST_INDENTS: usize = 24;
/// Longest run of operators and words that nest, between separators.
const LONGEST_RUN: usize = 200;
/// Most branches of `else if`, each of which is nested in the one before.
const MOST_ELSE: usize = 100;
/// Most open tags.
const MOST_TAGS: usize = 150;

/// Why this code is not parsed.
pub(crate) fn too_large(code: &str, language: Language) -> Option<&'static str> {
    if code.len() > LONGEST {
        return Some("it is longer than 200 kB");
    }
    if matches!(
        language,
        Language::Json | Language::JsonLines | Language::Toml
    ) {
        // Their parsers count for themselves.
        return None;
    }
    let python = language == Language::Python;
    let (mut depth, mut run, mut branches) = (0_usize, 0_usize, 0_usize);
    let (mut opened, mut closed) = (0_usize, 0_usize);
    let mut indents: Vec<usize> = Vec::new();
    for line in code.lines() {
        let line = without_comment(line, python);
        let body = line.trim_start();
        if python && depth == 0 {
            run = 0;
            let indent = line.len() - body.len();
            if !body.is_empty() {
                while indents.last().is_some_and(|last| *last >= indent) {
                    indents.pop();
                }
                indents.push(indent);
            }
            if indents.len() > MOST_INDENTS {
                return Some("it is indented too deep");
            }
        }
        let mut quote = None;
        let mut word = String::new();
        let mut before = ' ';
        for letter in body.chars() {
            if let Some(open) = quote {
                if letter == open && before != '\\' {
                    quote = None;
                }
                before = letter;
                continue;
            }
            if letter.is_alphanumeric() || letter == '_' {
                if word.len() < 16 {
                    word.push(letter);
                }
                if before == '<' {
                    opened += 1;
                }
                before = letter;
                continue;
            }
            run += usize::from(nests(&word));
            branches += usize::from(matches!(word.as_str(), "else" | "elif"));
            // Why: f-strings hold expressions, which hold f-strings.
            run += usize::from(letter == '"' && !word.is_empty());
            word.clear();
            match letter {
                // Why: an apostrophe that is not closed on its line is a lifetime or prose.
                '"' => quote = Some(letter),
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            match letter {
                ';' | ',' | '{' | '}' => run = 0,
                '/' if before == '<' || letter == '>' => closed += 1,
                '>' if before == '/' => closed += 1,
                '=' | '#' | '_' if before == letter => {}
                '!' | '~' | '?' | '-' | '+' | '*' | '/' | '%' | '&' | '|' | '^' | '<' | '>'
                | '=' | '.' | ':' | '@' => {
                    run += usize::from(
                        !matches!(language, Language::Jsx | Language::Tsx)
                            || !matches!(letter, '<' | '>' | '/'),
                    );
                }
                _ => {}
            }
            before = letter;
            if depth > DEEPEST {
                return Some("its brackets are nested too deep");
            }
            if run > LONGEST_RUN {
                return Some("it has too many operators in a row");
            }
        }
        run += usize::from(nests(&word));
        branches += usize::from(matches!(word.as_str(), "else" | "elif"));
        if branches > MOST_ELSE {
            return Some("it has too many branches");
        }
        if opened.saturating_sub(closed) > MOST_TAGS && !python {
            return Some("its tags are nested too deep");
        }
    }
    None
}

/// Words behind which another expression or statement is nested.
fn nests(word: &str) -> bool {
    matches!(
        word,
        "not"
            | "lambda"
            | "await"
            | "typeof"
            | "new"
            | "void"
            | "delete"
            | "if"
            | "for"
            | "while"
            | "do"
            | "with"
            | "yield"
            | "else"
            | "and"
            | "or"
            | "in"
            | "is"
            | "as"
            | "return"
            | "break"
            | "move"
            | "unsafe"
            | "async"
            | "extends"
            | "keyof"
            | "infer"
            | "loop"
            | "ref"
            | "mut"
            | "dyn"
            | "impl"
    )
}

/// Lines of dashes in comments are no operators.
fn without_comment(line: &str, python: bool) -> &str {
    let body = line.trim_start();
    let comment = if python {
        body.starts_with('#')
    } else {
        body.starts_with("//") || body.starts_with("/*") || body.starts_with("* ") || body == "*"
    };
    if comment { "" } else { line }
}

#[cfg(test)]
mod tests {
    use super::{Language, too_large};

    #[test]
    fn only_what_is_nested_too_deep_is_refused() {
        use Language::{JavaScript, Python, Rust};
        for (code, language) in [
            ("(".repeat(1000), Python),
            ("!".repeat(1000), JavaScript),
            ("- ".repeat(1000), Python),
            ("x=>".repeat(1000), JavaScript),
            ("a?b:".repeat(1000), JavaScript),
            ("not ".repeat(1000), Python),
            ("if(a)".repeat(1000), JavaScript),
            ("if(a){}else ".repeat(1000), JavaScript),
            ("Vec<".repeat(1000), Rust),
            ("a.b()".repeat(1000), Rust),
            ("<a>".repeat(1000), Language::Jsx),
            ("&".repeat(1000), Rust),
        ] {
            assert!(too_large(&code, language).is_some(), "{}", &code[..12]);
        }
        let indented: String = (0..50).map(|it| " ".repeat(it) + "if x:\n").collect();
        assert!(too_large(&indented, Python).is_some());
        for (code, language) in [
            ("# ".to_owned() + &"-".repeat(2000), Python),
            (format!("print(\"{}\")", "=".repeat(2000)), Python),
            ("x = 1 + 2 # not so\n".repeat(2000), Python),
            ("let x = a.b(c) + !d;\n".repeat(2000), Rust),
            ("const f = (a) => a ? 1 : 2;\n".repeat(2000), JavaScript),
        ] {
            assert_eq!(too_large(&code, language), None, "{}", &code[..18]);
        }
    }
}
