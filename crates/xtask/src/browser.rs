//! The tests of the page, in the browsers of this machine: Playwright for Chromium, WebDriver BiDi for Firefox.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::failure::{Failure, Result};
use crate::web;
use crate::workspace::{Profile, Workspace, line_of, must_succeed};

/// What the browsers' programs are called.
const CHROMIUM: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];
const FIREFOX: [&str; 2] = ["firefox", "firefox-esr"];

/// Where the tests before have built the plugins that misbehave, below the target folder.
const GUESTS: &str = "guests/wasm32-unknown-unknown/plugin/examples";

/// The browsers that are missing here, in words; nothing if the tests can run.
pub(crate) fn missing() -> Option<&'static str> {
    match programs() {
        [(_, None), _] => Some("Chromium is not installed"),
        [_, (_, None)] => Some("Firefox is not installed"),
        _ => None,
    }
}

/// The browsers by name, and their programs where they are installed.
pub(crate) fn programs() -> [(&'static str, Option<PathBuf>); 2] {
    let first = |names: &[&str]| names.iter().find_map(|name| program(name));
    [("chromium", first(&CHROMIUM)), ("firefox", first(&FIREFOX))]
}

fn program(name: &str) -> Option<PathBuf> {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let mut found = std::env::split_paths(&paths).map(|folder| folder.join(name));
    found.find(|path| path.is_file())
}

/// How many tests passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

/// Runs the tests; the page and the plugins have been built.
///
/// # Errors
/// When a test fails, or none can be started. What was counted comes in both cases.
pub(crate) fn run(workspace: &Workspace, counts: &mut Counts) -> Result<()> {
    let folder = workspace.root.join("tests/browser");
    web::install_packages(&folder)?;
    must_succeed(web::npm(&folder).args(["run", "--silent", "check"]))?;
    let program = workspace.build_program("tunesmith-cli", "tunesmith", Profile::Dev)?;
    let mut command = web::npm(&folder);
    command
        .args(["test", "--silent"])
        .env("TUNESMITH", program)
        .env("TUNESMITH_PLUGINS", workspace.target.join("plugins"))
        .env("TUNESMITH_GUESTS", workspace.target.join(GUESTS))
        .stdout(Stdio::piped());
    println!("$ {}", line_of(&command));
    *counts = pass_through(&mut command, &folder)?;
    if counts.failed > 0 {
        return Err(Failure::new(format!(
            "{} tests of the page failed",
            counts.failed
        )));
    }
    Ok(())
}

fn pass_through(command: &mut Command, folder: &Path) -> Result<Counts> {
    let cannot = |cause: std::io::Error| {
        Failure::new(format!(
            "cannot run the tests in `{}`: {cause}",
            folder.display()
        ))
    };
    let mut child = command.spawn().map_err(cannot)?;
    let stdout = child.stdout.take().expect("stdout was asked to be piped");
    let mut counts = Counts::default();
    for line in BufReader::new(stdout).lines() {
        let line = line.map_err(cannot)?;
        writeln!(std::io::stdout(), "{line}").map_err(cannot)?;
        add_line(&mut counts, &line);
    }
    let status = child.wait().map_err(cannot)?;
    if !status.success() && counts.failed == 0 {
        return Err(Failure::new(format!(
            "the tests of the page ended with {status}"
        )));
    }
    Ok(counts)
}

/// `  12 passed (3.4s)`, `  1 failed`, `  1 flaky`, `  2 did not run`: the end of Playwright's list.
fn add_line(counts: &mut Counts, line: &str) {
    let mut words = line.trim_start().splitn(2, ' ');
    let Some(count) = words.next().and_then(|word| word.parse::<u64>().ok()) else {
        return;
    };
    match words.next() {
        Some(rest) if rest.starts_with("passed (") => counts.passed += count,
        Some("failed" | "flaky" | "did not run" | "interrupted") => counts.failed += count,
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::{Counts, add_line};

    #[test]
    fn the_end_of_the_list_is_added_up() {
        let mut counts = Counts::default();
        for line in [
            "Running 5 tests using 2 workers",
            "  ✓  1 a.spec.ts:3:1 › 12 passed (1.2s)",
            "  1 failed",
            "    a.spec.ts:9:1 › opens",
            "  2 did not run",
            "  12 passed (3.4s)",
        ] {
            add_line(&mut counts, line);
        }
        let wanted = Counts {
            passed: 12,
            failed: 3,
        };
        assert_eq!(counts, wanted);
    }
}
