//! Python by Ruff's parser: a module, a session with prompts, a notebook's cell, or an indented piece.

use ruff_python_parser::{Mode, ParseOptions, parse};

use super::{Mistake, first_of, place};

pub(super) fn check(code: &str) -> Result<(), Mistake> {
    if let Some(session) = session(code) {
        return session.iter().try_for_each(|(line, piece)| {
            module(piece).map_err(|mut mistake| {
                mistake.line += line;
                mistake
            })
        });
    }
    let module_of = || module(code);
    let cell = || match without_magics(code) {
        Some(code) => module(&code),
        None => module_of(),
    };
    let indented = || match dedented(code) {
        Some(code) => module(&code),
        None => module_of(),
    };
    // An indented piece is told of as such, or its first line would be the mistake.
    let ways: [&dyn Fn() -> Result<(), Mistake>; 3] = [&indented, &module_of, &cell];
    first_of(ways.into_iter().map(|way| way()), 1)
}

fn module(code: &str) -> Result<(), Mistake> {
    match parse(code, ParseOptions::from(Mode::Module)) {
        Ok(_) => Ok(()),
        Err(error) => {
            let (line, column) = place(code, usize::from(error.location.start()));
            Err(Mistake {
                line,
                column,
                words: error.error.to_string(),
            })
        }
    }
}

/// A notebook's cell with something of the same indentation in place of its magics (`%time f()`, `!ls`, `f?`, `x = !ls`), if it has any.
/// Why not the parser's own mode for cells: it panics over some wrong code (`""{]`, a carriage return, `;`).
fn without_magics(code: &str) -> Option<String> {
    let is_magic = |line: &str| line.starts_with(['%', '!', '?']) || line.ends_with('?');
    let assigned = |line: &str| {
        let (name, value) = line.split_once('=')?;
        value
            .trim_start()
            .starts_with(['%', '!'])
            .then(|| format!("{name}= None"))
    };
    let mut any = false;
    let lines: Vec<String> = code
        .lines()
        .map(|line| {
            let body = line.trim();
            let replaced = match is_magic(body) {
                true => Some(line[..line.len() - line.trim_start().len()].to_owned() + "pass"),
                false => assigned(line),
            };
            any |= replaced.is_some();
            replaced.unwrap_or_else(|| line.to_owned())
        })
        .collect();
    any.then(|| lines.join("\n"))
}

/// What was typed in a session with `>>>`: statements, with the number of lines before them. What was answered is left out.
fn session(code: &str) -> Option<Vec<(usize, String)>> {
    if !code
        .lines()
        .any(|line| line.trim_start().starts_with(">>>"))
    {
        return None;
    }
    let mut pieces: Vec<(usize, String)> = Vec::new();
    let mut typing = false;
    for (at, line) in code.lines().enumerate() {
        let line = line.trim_start();
        if let Some(typed) = line.strip_prefix(">>>") {
            pieces.push((at, typed.strip_prefix(' ').unwrap_or(typed).to_owned()));
            typing = true;
        } else if let (true, Some(more)) = (typing, line.strip_prefix("...")) {
            if let Some((_, piece)) = pieces.last_mut() {
                piece.push('\n');
                piece.push_str(more.strip_prefix(' ').unwrap_or(more));
            }
        } else {
            typing = false;
        }
    }
    Some(pieces)
}

/// Without the indentation that all lines share, if they share any.
fn dedented(code: &str) -> Option<String> {
    let lines = code.lines().filter(|line| !line.trim().is_empty());
    let common = lines
        .map(|line| line.len() - line.trim_start_matches([' ', '\t']).len())
        .min()?;
    (common > 0).then(|| {
        let lines = code.lines().map(|line| line.get(common..).unwrap_or(""));
        lines.collect::<Vec<_>>().join("\n")
    })
}
