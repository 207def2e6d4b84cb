//! Python by Ruff's parser: a module, a session with prompts, a notebook's cell, or an indented piece.

use ruff_python_parser::{Mode, ParseOptions, parse};

use super::{Mistake, first_of, place};

pub(super) fn check(code: &str) -> Result<(), Mistake> {
    if let Some(session) = session(code) {
        return session.iter().try_for_each(|(line, piece)| {
            module(piece, Mode::Module).map_err(|mut mistake| {
                mistake.line += line;
                mistake
            })
        });
    }
    let module_of = || module(code, Mode::Module);
    let cell = || module(code, Mode::Ipython);
    let indented = || match dedented(code) {
        Some(code) => module(&code, Mode::Module),
        None => module_of(),
    };
    // An indented piece is told of as such, or its first line would be the mistake.
    let ways: [&dyn Fn() -> Result<(), Mistake>; 3] = [&indented, &module_of, &cell];
    first_of(ways.into_iter().map(|way| way()), 1)
}

fn module(code: &str, mode: Mode) -> Result<(), Mistake> {
    match parse(code, ParseOptions::from(mode)) {
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
