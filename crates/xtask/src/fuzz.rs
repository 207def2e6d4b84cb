//! `cargo xtask fuzz`: looks for inputs that break what must hold for any input. The targets lie under tests/fuzz.
//!
//! It builds with the toolchain of the workspace and the flags that `cargo fuzz` would pass, except for the sanitizer, which needs a nightly
//! and finds nothing in safe code. The corpus of dataset files is read as it lies; what is found goes to target/fuzz/TARGET.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::failure::{Failure, Result};
use crate::workspace::{Workspace, line_of, make_folder, must_succeed};

#[derive(Debug, clap::Args)]
pub(crate) struct FuzzArgs {
    /// What to fuzz; without it, everything
    #[arg(value_name = "TARGET")]
    targets: Vec<String>,
    /// Minutes for each target
    #[arg(long, default_value_t = 3.0)]
    minutes: f64,
}

const TARGETS: [&str; 6] = [
    "convert",
    "fix",
    "parse",
    "plugin_bytes",
    "tokens",
    "validate",
];

/// The target that reads components, and so begins with those of tests/api-history.
const PLUGIN_BYTES: &str = "plugin_bytes";

/// Counters for every edge, and what is compared with what, for the fuzzer to learn from; assertions and overflow checks for it to find.
const FLAGS: [&str; 9] = [
    "--cfg=fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Ccodegen-units=1",
    "-Cdebug-assertions",
    "-Coverflow-checks",
];

/// Builds the targets and runs one after the other. A target ends with the first input it finds, which is then made smaller.
///
/// # Errors
/// When there is no target of that name, a build fails, or something was found.
pub(crate) fn run(workspace: &Workspace, args: &FuzzArgs) -> Result<()> {
    let mut targets: Vec<&str> = args.targets.iter().map(String::as_str).collect();
    if targets.is_empty() {
        targets.extend(TARGETS);
    }
    if let Some(unknown) = targets.iter().find(|target| !TARGETS.contains(target)) {
        return Err(Failure::new(format!("there is no fuzz target `{unknown}`"))
            .help(format!("there are {}", TARGETS.join(", "))));
    }
    let programs = build(workspace, &targets)?;
    let mut found = Vec::new();
    for target in targets {
        println!("\n== {target}");
        found.extend(fuzz(workspace, &programs, target, args.minutes)?);
    }
    if found.is_empty() {
        println!("\nnothing was found");
        return Ok(());
    }
    let lines: Vec<String> = found
        .iter()
        .map(|path| format!("  {}", path.display()))
        .collect();
    Err(
        Failure::new(format!("fuzzing found something:\n{}", lines.join("\n"))).help(format!(
            "a program of `{}` takes such a file as its argument; add the file to {CORPUS} once it is understood",
            programs.display()
        )),
    )
}

const CORPUS: &str = "tests/corpus";

/// Builds the programs; gives their folder.
fn build(workspace: &Workspace, targets: &[&str]) -> Result<PathBuf> {
    let host = host()?;
    let folder = workspace.target.join("fuzz/build");
    let mut command = workspace.cargo(["build", "--release", "--quiet"]);
    command
        .current_dir(workspace.root.join("tests/fuzz"))
        .env("CARGO_TARGET_DIR", &folder)
        .env("CARGO_ENCODED_RUSTFLAGS", FLAGS.join("\u{1f}"))
        // Why a target: without one, build scripts would get the flags too.
        .args(["--target", &host]);
    for target in targets {
        command.args(["--bin", target]);
    }
    if targets.contains(&PLUGIN_BYTES) {
        command.args(["--features", "plugins"]);
    }
    must_succeed(&mut command)?;
    Ok(folder.join(host).join("release"))
}

/// The platform of the compiler, as it names itself.
fn host() -> Result<String> {
    let mut command = Command::new("rustc");
    let output = command
        .arg("-vV")
        .output()
        .map_err(|cause| Failure::new(format!("cannot start `rustc -vV`: {cause}")))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    let host = host.ok_or_else(|| Failure::new("`rustc -vV` does not name its host"))?;
    Ok(host.to_owned())
}

/// Runs one target; gives the input it found.
fn fuzz(
    workspace: &Workspace,
    programs: &Path,
    target: &str,
    minutes: f64,
) -> Result<Option<PathBuf>> {
    let folder = workspace.target.join("fuzz").join(target);
    let (learnt, findings) = (folder.join("corpus"), folder.join("findings"));
    make_folder(&learnt)?;
    make_folder(&findings)?;
    let before = files(&findings)?;
    let program = programs.join(target);
    let status = Command::new(&program)
        .arg(&learnt)
        .arg(workspace.root.join(corpus_of(target)))
        .arg(option(
            "dict",
            workspace.root.join("tests/fuzz/json.dict").display(),
        ))
        .arg(option("artifact_prefix", prefix(&findings)))
        .arg(option("max_total_time", (minutes * 60.0).ceil()))
        .arg(option("max_len", longest(target)))
        .args(["-timeout=25", "-rss_limit_mb=4096", "-print_final_stats=1"])
        .stdin(Stdio::null())
        .status()
        .map_err(|cause| Failure::new(format!("cannot start `{}`: {cause}", program.display())))?;
    if status.success() {
        return Ok(None);
    }
    let new = files(&findings)?
        .into_iter()
        .find(|file| !before.contains(file));
    let Some(found) = new else {
        return Err(Failure::new(format!(
            "the target `{target}` ended with {status} and left no input"
        )));
    };
    Ok(Some(smaller(&program, &found)))
}

/// Tries to make an input smaller; gives the smaller one if there is one.
fn smaller(program: &Path, found: &Path) -> PathBuf {
    let small = found.with_extension("small");
    let mut command = Command::new(program);
    command
        .args(["-minimize_crash=1", "-max_total_time=30"])
        .arg(option("exact_artifact_path", small.display()))
        .arg(found)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    // Why no error: what was found stands, however this ends.
    if command.status().is_err() {
        println!("`{}` did not start", line_of(&command));
    }
    if small.exists() {
        small
    } else {
        found.to_owned()
    }
}

fn corpus_of(target: &str) -> &'static str {
    if target == PLUGIN_BYTES {
        "tests/api-history/v0_1"
    } else {
        CORPUS
    }
}

/// Bytes of the longest input.
fn longest(target: &str) -> usize {
    if target == PLUGIN_BYTES {
        200_000
    } else {
        4_096
    }
}

fn option(name: &str, value: impl std::fmt::Display) -> String {
    format!("-{name}={value}")
}

/// The folder with the separator that makes a file name out of what follows.
fn prefix(folder: &Path) -> String {
    format!("{}{}", folder.display(), std::path::MAIN_SEPARATOR)
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries =
        std::fs::read_dir(folder).map_err(|cause| Failure::file("read", folder, &cause))?;
    Ok(entries.flatten().map(|entry| entry.path()).collect())
}
