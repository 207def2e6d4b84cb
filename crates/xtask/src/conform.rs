//! `cargo xtask conform`: what outside programs say about each file of the corpus, kept in `tests/conformance/oracles.json`.
//!
//! It makes a Python environment in the target folder from pinned versions and runs `tests/conformance/oracles.py` there.
//! What our own validator says is not its matter. With `--tokens` it compares our counts with Python's tiktoken (`tokens.py`).
//! The first run installs packages from PyPI; after that no network is used.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::failure::{Failure, Result};
use crate::generate::first_difference;
use crate::workspace::{Workspace, line_of, make_empty_folder, must_succeed};

#[derive(Debug, clap::Args)]
pub(crate) struct ConformArgs {
    /// Write nothing; fail if the committed verdicts differ from those reached now
    #[arg(long)]
    check: bool,
    /// Compare our token counts with Python's tiktoken instead
    #[arg(long, conflicts_with_all = ["check", "files"])]
    tokens: bool,
    /// Judge these files instead of the corpus, and print the verdicts
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
}

const CORPUS: &str = "tests/corpus";
const SCRIPT: &str = "tests/conformance/oracles.py";
const TOKENS: &str = "tests/conformance/tokens.py";
const REQUIREMENTS: &str = "tests/conformance/requirements.txt";
const VERDICTS: &str = "tests/conformance/oracles.json";

/// Programs to try, and what makes one of them the version that the pinned packages are made for.
const PYTHONS: [&str; 3] = ["python3.11", "python3", "python"];
const RIGHT_VERSION: &str = "import sys; sys.exit(sys.version_info[:2] != (3, 11))";

/// Asks the oracles, and writes, compares or prints what they say.
///
/// # Errors
/// When there is no Python 3.11, an installation or the script fails, or `--check` finds a difference.
pub(crate) fn run(workspace: &Workspace, args: &ConformArgs) -> Result<()> {
    let python = environment(workspace)?;
    if args.tokens {
        return compare_tokens(workspace, &python);
    }
    let mut command = Command::new(python);
    command
        .arg(workspace.root.join(SCRIPT))
        .arg(workspace.root.join(CORPUS))
        .args(&args.files)
        // The order of sets, and so some verdicts, would be another each time.
        .env("PYTHONHASHSEED", "0")
        .env("PYTHONUTF8", "1");
    let made = output_of(&mut command)?;
    if !args.files.is_empty() {
        print!("{made}");
        return Ok(());
    }
    let committed = workspace.root.join(VERDICTS);
    if args.check {
        return compare(&committed, &made);
    }
    std::fs::write(&committed, made).map_err(|cause| Failure::file("write", &committed, &cause))?;
    println!("wrote {VERDICTS}");
    Ok(())
}

/// Counts the texts of the corpus, of the real datasets beside the repository if they are there, and made ones, here and in Python.
fn compare_tokens(workspace: &Workspace, python: &Path) -> Result<()> {
    let counter = ["--package", "tunesmith-tokens", "--example", "count"];
    must_succeed(workspace.cargo(["build", "--quiet"]).args(counter))?;
    let mut command = Command::new(python);
    command
        .arg(workspace.root.join(TOKENS))
        .arg(workspace.target.join("debug/examples/count"))
        .arg(workspace.root.join(CORPUS))
        .env("PYTHONUTF8", "1");
    let data = workspace.root.join("../shared/data");
    if data.is_dir() {
        command.arg(data);
    }
    must_succeed(&mut command)
}

/// The Python of an environment that holds exactly the required packages. Installs where the requirements have changed.
fn environment(workspace: &Workspace) -> Result<PathBuf> {
    let folder = workspace.target.join("conform-venv");
    let python = folder.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    });
    let required = workspace.root.join(REQUIREMENTS);
    let wanted =
        std::fs::read(&required).map_err(|cause| Failure::file("read", &required, &cause))?;
    // Invariant: the copy is there only after an installation that succeeded.
    let installed = folder.join("requirements.txt");
    if std::fs::read(&installed).is_ok_and(|found| found == wanted) {
        return Ok(python);
    }
    let base = base_python().ok_or_else(|| {
        Failure::new("cannot make the environment of the oracles: Python 3.11 was not found")
            .help("install Python 3.11 as `python3.11` or `python3`")
    })?;
    make_empty_folder(&folder)?;
    must_succeed(Command::new(base).args(["-m", "venv"]).arg(&folder))?;
    // Why `--no-deps`: trl names torch's companions as dependencies, but what is used of it needs none of them.
    must_succeed(
        Command::new(&python)
            .args([
                "-m",
                "pip",
                "install",
                "--quiet",
                "--no-deps",
                "--requirement",
            ])
            .arg(&required)
            .stdin(Stdio::null()),
    )?;
    std::fs::write(&installed, wanted)
        .map_err(|cause| Failure::file("write", &installed, &cause))?;
    Ok(python)
}

fn base_python() -> Option<&'static str> {
    PYTHONS.into_iter().find(|python| {
        Command::new(python)
            .args(["-c", RIGHT_VERSION])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    })
}

fn output_of(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|cause| Failure::new(format!("cannot start `{}`: {cause}", line_of(command))))?;
    if !output.status.success() {
        return Err(Failure::new(format!(
            "`{}` ended with {}",
            line_of(command),
            output.status
        )));
    }
    String::from_utf8(output.stdout).map_err(|cause| {
        Failure::new(format!(
            "`{}` did not print UTF-8: {cause}",
            line_of(command)
        ))
    })
}

fn compare(committed: &Path, made: &str) -> Result<()> {
    let text = std::fs::read_to_string(committed)
        .map_err(|cause| Failure::file("read", committed, &cause))?;
    match first_difference(&text, made) {
        None => {
            println!("{VERDICTS} is up to date");
            Ok(())
        }
        Some(difference) => Err(Failure::new(format!("{VERDICTS}: {difference}"))
            .help("run `cargo xtask conform`, read what has changed, and commit it")),
    }
}
