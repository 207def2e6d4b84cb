//! Rust by syn: a file, statements of a function, members of an impl, or one expression.

use super::{Mistake, first_of, shifted};

/// What syn says of text that is no tokens.
const UNTOKENIZED: &str = "cannot parse string into token stream";

pub(super) fn check(code: &str) -> Result<(), Mistake> {
    let mut shown = without_hidden(code);
    if shown.trim_start().starts_with('.') {
        // Why: a chain is often shown from its first dot on.
        shown.insert(0, 'x');
    }
    let code = shown.as_str();
    // Why: what does not even fall into tokens does not inside of anything either.
    if let Err(mistake) = file(code)
        && mistake.words == UNTOKENIZED
    {
        return Err(Mistake {
            words: "a bracket, quote or letter does not fit".to_owned(),
            ..mistake
        });
    }
    // Why: lines of their own, so that a comment at the end does not swallow the bracket.
    let body = || wrapped("async fn f() {\n", code, "\n}");
    let members = || wrapped("impl X {\n", code, "\n}");
    let arms = || wrapped("fn f() { match x {\n", code, "\n} }");
    let fields = || wrapped("struct X {\n", code, "\n}");
    let ways: [&dyn Fn() -> Result<(), Mistake>; 5] =
        [&|| file(code), &body, &members, &fields, &arms];
    first_of(ways.into_iter().map(|way| way()), 2)
}

fn file(code: &str) -> Result<(), Mistake> {
    match syn::parse_file(code) {
        Ok(_) => Ok(()),
        Err(error) => {
            let start = error.span().start();
            Err(Mistake {
                line: start.line,
                column: start.column + 1,
                words: error.to_string(),
            })
        }
    }
}

fn wrapped(before: &str, code: &str, after: &str) -> Result<(), Mistake> {
    file(&format!("{before}{code}{after}")).map_err(|mistake| shifted(mistake, 1))
}

/// In documentation a line that begins with `# ` is compiled and not shown.
fn without_hidden(code: &str) -> String {
    let lines = code.lines().map(|line| {
        let body = line.trim_start();
        match body.strip_prefix("# ") {
            Some(hidden) => hidden,
            None if body == "#" => "",
            None => line,
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}
