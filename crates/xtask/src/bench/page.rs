//! `cargo xtask bench page`: how fast the page checks a file and how much memory its browser takes, beside the command line on the same file
//! with as many threads.
//!
//! The page is used as a person uses it, from the disk: `tests/browser/measure.mjs` gives it the file and waits for the verdict.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use serde_json::Value;

use crate::browser;
use crate::failure::{Failure, Result};
use crate::web;
use crate::workspace::{Profile, Workspace, line_of, make_folder, must_succeed};

/// Sizes of the files, in megabytes.
const SIZES: [u64; 2] = [300, 1_500];
/// Without tokens, and with those of this model.
const MODELS: [Option<&str>; 2] = [None, Some("gpt-4o-mini-2024-07-18")];
/// How many times each is checked; the fastest counts, because other work on the machine only ever makes it slower.
const RUNS: usize = 3;
/// The page takes so many workers at most.
const MOST_WORKERS: usize = 8;
/// Letters of the first column.
const WIDTH: usize = 28;
/// The least speed beside the command line.
const FLOOR: f64 = 0.5;

/// One way to check one file.
struct Measured {
    seconds: f64,
    /// Of all processes together, in megabytes.
    peak: Option<f64>,
}

/// Builds the page and the command, makes the files, measures and prints.
///
/// # Errors
/// When something does not build or a check does not end. A browser that is not installed is left out and said so.
pub(super) fn run(workspace: &Workspace) -> Result<()> {
    web::run(workspace)?;
    let maker = workspace.build_program("tunesmith-bench", "tunesmith-bench", Profile::Release)?;
    let command = workspace.build_program("tunesmith-cli", "tunesmith", Profile::Release)?;
    let tests = workspace.root.join("tests/browser");
    web::install_packages(&tests)?;
    let folder = workspace.target.join("bench");
    make_folder(&folder)?;
    let threads = std::thread::available_parallelism()
        .map_or(2, usize::from)
        .min(MOST_WORKERS);

    println!(
        "\n{:<WIDTH$} {:>10} {:>10} {:>10} {:>10} {:>8}",
        format!("{threads} threads"),
        "seconds",
        "MB/s",
        "peak MB",
        "beside us",
        "floor"
    );
    for size in SIZES {
        let file = folder.join(format!("page-{size}.jsonl"));
        make(&maker, size, &file)?;
        for model in MODELS {
            let with = model.map_or("", |_| ", tokens");
            let native = best(|| check_natively(&command, &file, threads, model))?;
            print(&format!("tunesmith, {size} MB{with}"), size, &native, None);
            for (name, program) in browser::programs() {
                let what = format!("{name}, {size} MB{with}");
                let Some(program) = program else {
                    println!("{what:<WIDTH$} is not installed");
                    continue;
                };
                let browser = Browser {
                    name,
                    program: &program,
                    page: &workspace.root.join("web/dist/tunesmith.html"),
                };
                let measured = best(|| check_in_browser(&tests, &browser, &file, model))?;
                let ratio = native.seconds / measured.seconds;
                print(&what, size, &measured, Some(ratio));
            }
        }
        std::fs::remove_file(&file).map_err(|cause| Failure::file("remove", &file, &cause))?;
    }
    Ok(())
}

fn make(maker: &Path, size: u64, file: &Path) -> Result<()> {
    let target = File::create(file).map_err(|cause| Failure::file("write", file, &cause))?;
    must_succeed(
        Command::new(maker)
            .args(["endless", &size.to_string()])
            .stdout(target),
    )
}

/// The fastest of several runs, with the most memory of all.
fn best(measure: impl Fn() -> Result<Measured>) -> Result<Measured> {
    let mut best = measure()?;
    for _ in 1..RUNS {
        let next = measure()?;
        best.seconds = best.seconds.min(next.seconds);
        best.peak = best.peak.zip(next.peak).map(|(a, b)| a.max(b));
    }
    Ok(best)
}

fn check_natively(
    command: &Path,
    file: &Path,
    threads: usize,
    model: Option<&str>,
) -> Result<Measured> {
    let mut command = Command::new(command);
    command
        .args(["validate", "--format", "json", "--threads"])
        .arg(threads.to_string())
        .args(model.iter().flat_map(|model| ["--model", model]))
        .arg(file)
        .stdout(Stdio::null());
    let started = Instant::now();
    let status = command
        .status()
        .map_err(|cause| Failure::new(format!("cannot start `{}`: {cause}", line_of(&command))))?;
    // The large file is too large for the provider, which is a finding.
    if !matches!(status.code(), Some(0 | 1)) {
        return Err(Failure::new(format!(
            "`{}` ended with {status}",
            line_of(&command)
        )));
    }
    Ok(Measured {
        seconds: started.elapsed().as_secs_f64(),
        peak: None,
    })
}

struct Browser<'a> {
    name: &'a str,
    program: &'a Path,
    page: &'a Path,
}

fn check_in_browser(
    tests: &Path,
    browser: &Browser<'_>,
    file: &Path,
    model: Option<&str>,
) -> Result<Measured> {
    let mut node = Command::new("node");
    node.current_dir(tests)
        .args(["measure.mjs", browser.name])
        .arg(browser.program)
        .arg(address(browser.page))
        .arg(file)
        .args(model)
        .stderr(Stdio::inherit());
    let output = node
        .output()
        .map_err(|cause| Failure::new(format!("cannot start `{}`: {cause}", line_of(&node))))?;
    let wrong = || Failure::new(format!("`{}` ended with {}", line_of(&node), output.status));
    let line: Value = serde_json::from_slice(&output.stdout).map_err(|_| wrong())?;
    let milliseconds = line["milliseconds"].as_f64().ok_or_else(wrong)?;
    Ok(Measured {
        seconds: milliseconds / 1e3,
        peak: line["peak_kb"]
            .as_f64()
            .map(|kilobytes| kilobytes * 1024.0 / 1e6),
    })
}

/// A page on the disk, as a browser's address bar has it.
fn address(page: &Path) -> PathBuf {
    let mut address = std::ffi::OsString::from("file://");
    address.push(page);
    address.into()
}

fn print(what: &str, size: u64, measured: &Measured, ratio: Option<f64>) {
    let peak = measured
        .peak
        .map_or_else(|| "-".to_owned(), |peak| format!("{peak:.0}"));
    let beside = ratio.map_or_else(String::new, |ratio| format!("{ratio:.2}"));
    let verdict = match ratio {
        Some(ratio) if ratio < FLOOR => "below",
        Some(_) => "kept",
        None => "",
    };
    let floor = ratio.map_or_else(String::new, |_| format!("{FLOOR:.2}"));
    println!(
        "{}",
        format!(
            "{what:<WIDTH$} {:>10.2} {:>10.0} {peak:>10} {beside:>10} {floor:>8} {verdict}",
            measured.seconds,
            size as f64 / measured.seconds
        )
        .trim_end()
    );
}
