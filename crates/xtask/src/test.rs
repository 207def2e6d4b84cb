//! `cargo xtask test`: everything continuous integration runs, fastest failure first.
//!
//! Stops at the first step that fails and says for each step what became of it. The output of `cargo test` passes through
//! unchanged; its result lines are added up on the way.
//!
//! Invariant: when tests have run, the last line is `N passed, N failed`, alone.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use crate::failure::{Failure, Result};
use crate::workspace::{Workspace, line_of, must_succeed};
use crate::{browser, generate, plugin_tools, plugins, web};

struct Step {
    name: &'static str,
    run: fn(&Workspace, &mut Option<Counts>) -> Result<Outcome>,
}

enum Outcome {
    Passed,
    Skipped(&'static str),
}

/// The sum of the result lines that `cargo test` printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counts {
    passed: u64,
    failed: u64,
}

static STEPS: [Step; 10] = [
    Step {
        name: "format",
        run: |workspace, _| passes(&mut workspace.cargo(["fmt", "--all", "--check"])),
    },
    Step {
        name: "clippy",
        run: |workspace, _| {
            passes(&mut workspace.cargo([
                "clippy",
                "--workspace",
                "--all-targets",
                "--",
                "-D",
                "warnings",
            ]))
        },
    },
    Step {
        name: "clippy, wasm32",
        run: |workspace, _| passes(&mut clippy_for_wasm(workspace)),
    },
    Step {
        name: "plugins",
        run: |workspace, _| plugins::run(workspace).map(|()| Outcome::Passed),
    },
    Step {
        name: "page",
        run: |workspace, _| page(workspace),
    },
    Step {
        name: "tools for plugins",
        run: |workspace, _| plugin_tools::run(workspace).map(|()| Outcome::Passed),
    },
    Step {
        name: "tests",
        run: tests,
    },
    Step {
        name: "tests of the page",
        run: page_tests,
    },
    Step {
        name: "generated files",
        run: |workspace, _| generate::check(workspace).map(|()| Outcome::Passed),
    },
    Step {
        name: "licences and sources",
        run: |workspace, _| deny(workspace),
    },
];

/// Runs the steps and prints the table. Failure of a step is told as it happens; only the exit code is left to give.
pub(crate) fn run(workspace: &Workspace) -> ExitCode {
    let mut rows: Vec<(&str, String, Option<Duration>)> = Vec::new();
    let mut counts = None;
    let mut failed_step = None;
    for (index, step) in STEPS.iter().enumerate() {
        if failed_step.is_some() {
            rows.push((step.name, "not run".to_owned(), None));
            continue;
        }
        println!("\n== {}/{} {}", index + 1, STEPS.len(), step.name);
        let started = Instant::now();
        let outcome = (step.run)(workspace, &mut counts);
        let elapsed = started.elapsed();
        let word = match outcome {
            Ok(Outcome::Passed) => "passed".to_owned(),
            Ok(Outcome::Skipped(why)) => format!("skipped: {why}"),
            Err(failure) => {
                println!("{failure}");
                failed_step = Some(step.name);
                "FAILED".to_owned()
            }
        };
        println!("== {}: {word}, {:.1} s", step.name, elapsed.as_secs_f64());
        rows.push((step.name, word, Some(elapsed)));
    }
    print_table(&rows);
    if let Some(name) = failed_step {
        println!("stopped at the step `{name}`");
    }
    if let Some(Counts { passed, failed }) = counts {
        println!("{passed} passed, {failed} failed");
    }
    match failed_step {
        None => ExitCode::SUCCESS,
        Some(_) => ExitCode::FAILURE,
    }
}

fn print_table(rows: &[(&str, String, Option<Duration>)]) {
    println!("\n{:<22} {:>9}  result", "step", "seconds");
    for (name, word, elapsed) in rows {
        let seconds = elapsed.map_or_else(String::new, |elapsed| {
            format!("{:.1}", elapsed.as_secs_f64())
        });
        println!("{name:<22} {seconds:>9}  {word}");
    }
    println!();
}

fn passes(command: &mut Command) -> Result<Outcome> {
    println!("$ {}", line_of(command));
    must_succeed(command).map(|()| Outcome::Passed)
}

/// What must also compile for the browser and for plugins, without its tests.
fn clippy_for_wasm(workspace: &Workspace) -> Command {
    let mut command = workspace.cargo(["clippy", "--target", plugins::TARGET]);
    for name in ["tunesmith-core", "tunesmith-validate", "tunesmith-web"] {
        command.args(["--package", name]);
    }
    for name in &workspace.plugins {
        command.args(["--package", name]);
    }
    command.args(["--", "-D", "warnings"]);
    command
}

fn tests(workspace: &Workspace, counts: &mut Option<Counts>) -> Result<Outcome> {
    let mut command = workspace.cargo(["test", "--workspace", "--no-fail-fast"]);
    // An earlier step built them.
    command.env("TUNESMITH_PLUGINS", workspace.target.join("plugins"));
    println!("$ {}", line_of(&command));
    let cannot = |cause: std::io::Error| Failure::new(format!("cannot run `cargo test`: {cause}"));
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(cannot)?;
    let stdout = child.stdout.take().expect("stdout was asked to be piped");
    *counts = Some(pass_through(BufReader::new(stdout), std::io::stdout()).map_err(cannot)?);
    let status = child.wait().map_err(cannot)?;
    if status.success() {
        Ok(Outcome::Passed)
    } else {
        Err(Failure::new(format!("`cargo test` ended with {status}")))
    }
}

/// Copies line by line and adds up the result lines. Bytes that are no UTF-8 pass as they are.
fn pass_through(mut from: impl BufRead, mut to: impl Write) -> std::io::Result<Counts> {
    let mut counts = Counts::default();
    let mut line = Vec::new();
    while from.read_until(b'\n', &mut line)? > 0 {
        to.write_all(&line)?;
        to.flush()?;
        if let Some(Counts { passed, failed }) = result_line(&String::from_utf8_lossy(&line)) {
            counts.passed += passed;
            counts.failed += failed;
        }
        line.clear();
    }
    Ok(counts)
}

/// `test result: ok. 5 passed; 0 failed; 0 ignored; …`
fn result_line(line: &str) -> Option<Counts> {
    let (_, figures) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let figure = |word: &str| {
        figures
            .split(';')
            .find_map(|part| part.trim().strip_suffix(word)?.trim().parse().ok())
    };
    Some(Counts {
        passed: figure("passed")?,
        failed: figure("failed")?,
    })
}

/// The page comes before the tests, because the command line carries it.
fn page(workspace: &Workspace) -> Result<Outcome> {
    web::run(workspace)?;
    passes(web::npm(&workspace.root.join("web")).args(["run", "--silent", "check"]))
}

fn page_tests(workspace: &Workspace, counts: &mut Option<Counts>) -> Result<Outcome> {
    if let Some(why) = browser::missing() {
        return Ok(Outcome::Skipped(why));
    }
    let mut page = browser::Counts::default();
    let done = browser::run(workspace, &mut page);
    let counts = counts.get_or_insert_default();
    counts.passed += page.passed;
    counts.failed += page.failed;
    done.map(|()| Outcome::Passed)
}

fn deny(workspace: &Workspace) -> Result<Outcome> {
    let installed = workspace
        .cargo(["deny", "--version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if installed {
        passes(&mut workspace.cargo(["deny", "check"]))
    } else {
        Ok(Outcome::Skipped("cargo-deny is not installed"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn result_lines_are_added_up_and_everything_passes_unchanged() {
        let output = b"\
running 2 tests\n\
test a ... ok\n\
test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s\n\
a test printed \xff and: test result: ok. 9 passed; 9 failed\n\
test result: FAILED. 10 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.20s\n\
no newline at the end";
        let mut copy = Vec::new();
        let counts = pass_through(&output[..], &mut copy).unwrap();
        assert_eq!(
            counts,
            Counts {
                passed: 12,
                failed: 3
            }
        );
        assert_eq!(copy, output);
    }

    #[test]
    fn lines_that_only_look_like_results_count_nothing() {
        for line in [
            "",
            "test result: ok",
            "test result: ok. many passed; 0 failed",
            "test result: ok. 1 passed",
            " test result: ok. 1 passed; 0 failed",
        ] {
            assert_eq!(result_line(line), None, "{line:?}");
        }
    }
}
