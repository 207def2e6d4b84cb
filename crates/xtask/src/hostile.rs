//! `cargo xtask hostile`: the table of hostile plugins, as Markdown: what each does, what happened, after how long, what its user saw.
//!
//! The tests measure and check every word; this runs them alone, one after the other, and keeps the rows they print.

use std::process::Stdio;

use crate::failure::{Failure, Result};
use crate::workspace::{Workspace, line_of};

/// The tests that print rows.
const TESTS: [&str; 3] = ["plugins::hostile", "plugins::bombs", "plugins::leaks"];

/// Runs the tests and prints the table.
///
/// # Errors
/// When a test fails, or none prints a row.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let mut command = workspace.cargo([
        "test",
        "--package",
        "tunesmith-tests",
        "--test",
        "it",
        "--",
        "--test-threads=1",
        "--nocapture",
    ]);
    command.args(TESTS).stderr(Stdio::inherit());
    let output = command
        .output()
        .map_err(|cause| Failure::new(format!("cannot start `{}`: {cause}", line_of(&command))))?;
    let text = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() {
        println!("{text}");
        return Err(Failure::new(format!(
            "`{}` ended with {}",
            line_of(&command),
            output.status
        )));
    }
    let rows = rows(&text);
    if rows.is_empty() {
        return Err(Failure::new("the tests printed no row"));
    }
    println!("| guest | what happened | after | what the user saw |\n|---|---|---|---|");
    for row in rows {
        println!("{row}");
    }
    Ok(())
}

fn rows(text: &str) -> Vec<&str> {
    text.lines().filter(|line| line.starts_with("| ")).collect()
}

#[cfg(test)]
mod tests {
    use super::rows;

    #[test]
    fn rows_stand_on_lines_of_their_own() {
        let text = "test a ... \n| a | b | 1 ms | c |\nok\n";
        assert_eq!(rows(text), ["| a | b | 1 ms | c |"]);
    }
}
