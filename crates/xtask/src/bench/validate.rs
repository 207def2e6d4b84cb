//! `cargo xtask bench validate`: how fast and how large the validator is, beside its peers, on files made from a seed.
//!
//! What is measured lies under benches/validate: a program, a wasm module, a script for node and one for Python; each prints JSON. This file
//! builds and runs them and prints one table with the floors. "MB/s" is megabytes (10⁶ bytes) per CPU-second, the median of several runs.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::failure::{Failure, Result};
use crate::plugins::TARGET;
use crate::python;
use crate::workspace::{Profile, Workspace, line_of, make_folder, must_succeed};

const PACKAGE: &str = "tunesmith-bench";
const FOLDER: &str = "benches/validate";
/// What Python peers are measured with: pinned, so that figures can be compared.
const PEERS: [&str; 1] = ["tiktoken==0.14.0"];
const MEGABYTES: &str = "100";
const PEER_MEGABYTES: &str = "20";
/// Inputs of the memory test, in megabytes.
const SIZES: [u64; 3] = [100, 1_000, 5_000];
/// Bytes of the file whose instructions are counted.
const COUNTED: &str = "4";

/// Figures by name.
#[derive(Default)]
struct Figures(Vec<(String, f64)>);

impl Figures {
    fn add(&mut self, name: impl Into<String>, value: f64) {
        self.0.push((name.into(), value));
    }

    fn get(&self, name: &str) -> Option<f64> {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| *value)
    }
}

/// Builds, measures and prints.
///
/// # Errors
/// When something does not build or does not end well. Peers that are not installed are left out and said so.
pub(super) fn run(workspace: &Workspace) -> Result<()> {
    let program = workspace.build_program(PACKAGE, PACKAGE, Profile::Release)?;
    let folder = workspace.target.join("bench");
    make_folder(&folder)?;
    let mut figures = Figures::default();

    println!("measuring passes natively");
    for line in lines(Command::new(&program).args(["speeds", MEGABYTES]))? {
        let (name, input) = (text(&line, "name")?, text(&line, "input")?);
        let name = format!("{name}, {input}");
        let is_wall = name.starts_with("wall");
        let value = if is_wall {
            number(&line, "seconds")?
        } else {
            speed(&line)?
        };
        figures.add(name, value);
    }
    println!("measuring memory");
    for size in SIZES {
        memory(&program, size, &mut figures)?;
    }
    println!("measuring wasm under node");
    wasm(workspace, &mut figures)?;
    println!("measuring Python peers");
    peers(workspace, &program, &folder, &mut figures)?;
    println!("counting instructions");
    instructions(&program, &folder, &mut figures)?;

    print(&figures);
    Ok(())
}

fn lines(command: &mut Command) -> Result<Vec<Value>> {
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
    let text = String::from_utf8_lossy(&output.stdout);
    let parsed = text.lines().map(|line| {
        serde_json::from_str(line).map_err(|cause| {
            Failure::new(format!(
                "`{}` did not print JSON: {cause}",
                line_of(command)
            ))
        })
    });
    parsed.collect()
}

fn missing(key: &str) -> Failure {
    Failure::new(format!("a measuring program printed no `{key}`"))
}

fn number(line: &Value, key: &str) -> Result<f64> {
    line[key].as_f64().ok_or_else(|| missing(key))
}

fn text<'v>(line: &'v Value, key: &str) -> Result<&'v str> {
    line[key].as_str().ok_or_else(|| missing(key))
}

fn speed(line: &Value) -> Result<f64> {
    Ok(number(line, "bytes")? / 1e6 / number(line, "seconds")?)
}

/// A generator writes into a pipe, and the checker reads it: no disk, and no file in memory.
fn memory(program: &Path, size: u64, figures: &mut Figures) -> Result<()> {
    let cannot = |cause: std::io::Error| Failure::new(format!("cannot measure memory: {cause}"));
    let mut source = Command::new(program)
        .args(["endless", &size.to_string()])
        .stdout(Stdio::piped())
        .spawn()
        .map_err(cannot)?;
    let pipe = source.stdout.take().ok_or_else(|| missing("pipe"))?;
    let output = Command::new(program)
        .arg("memory")
        .stdin(pipe)
        .stderr(Stdio::inherit())
        .output()
        .map_err(cannot)?;
    if !source.wait().map_err(cannot)?.success() || !output.status.success() {
        return Err(Failure::new(
            "cannot measure memory: the checker or what feeds it failed",
        ));
    }
    let line: Value = serde_json::from_slice(&output.stdout)
        .map_err(|cause| Failure::new(format!("the checker did not print JSON: {cause}")))?;
    // Only where the system tells it.
    if let Ok(peak) = number(&line, "peak_kb") {
        figures.add(format!("peak, {size}"), peak * 1024.0 / 1e6);
    }
    figures.add(format!("records, {size}"), number(&line, "records")?);
    figures.add(
        format!("pipe, {size}"),
        size as f64 / number(&line, "seconds")?,
    );
    Ok(())
}

fn wasm(workspace: &Workspace, figures: &mut Figures) -> Result<()> {
    if !is_there("node") {
        println!("node was not found");
        return Ok(());
    }
    // Why a folder of its own: other flags would have everything for wasm32 built again.
    let target = workspace.target.join("bench/wasm");
    must_succeed(
        workspace
            .cargo(["rustc", "--release", "--lib", "--package", PACKAGE])
            .args(["--target", TARGET, "--crate-type", "cdylib"])
            .env("CARGO_TARGET_DIR", &target)
            .env("CARGO_ENCODED_RUSTFLAGS", "-Ctarget-feature=+simd128"),
    )?;
    let module = target.join(TARGET).join("release/tunesmith_bench.wasm");
    for (place, input) in ["chat", "turns", "cjk"].into_iter().enumerate() {
        let mut node = Command::new("node");
        node.arg(workspace.root.join(FOLDER).join("node.mjs"))
            .arg(&module)
            .args([&place.to_string(), "30000000"]);
        for line in lines(&mut node)? {
            let megabytes = number(&line, "bytes")? / 1e6;
            figures.add(
                format!("wasm pass, {input}"),
                megabytes / number(&line, "checking")?,
            );
            let texts = number(&line, "texts")? / 1e6;
            if texts > 1.0 {
                figures.add(
                    format!("wasm count, {input}"),
                    texts / number(&line, "counting")?,
                );
            }
        }
    }
    Ok(())
}

fn peers(
    workspace: &Workspace,
    program: &Path,
    folder: &Path,
    figures: &mut Figures,
) -> Result<()> {
    let Some(python) = environment(folder)? else {
        println!("Python was not found");
        return Ok(());
    };
    let files = [
        ("vocabulary.txt", vec!["vocabulary"]),
        ("chat.jsonl", vec!["make", "chat", PEER_MEGABYTES]),
        ("cjk.jsonl", vec!["make", "cjk", "5"]),
    ];
    let mut command = Command::new(python);
    command
        .arg(workspace.root.join(FOLDER).join("peers.py"))
        .env("PYTHONUTF8", "1");
    for (name, args) in files {
        let path = folder.join(name);
        write_output(Command::new(program).args(args), &path)?;
        command.arg(path);
    }
    for line in lines(&mut command)? {
        figures.add(text(&line, "name")?, speed(&line)?);
    }
    Ok(())
}

fn write_output(command: &mut Command, path: &Path) -> Result<()> {
    let file = File::create(path).map_err(|cause| Failure::file("write", path, &cause))?;
    must_succeed(command.stdout(file))
}

/// The Python of an environment with the peers; installs them the first time.
fn environment(folder: &Path) -> Result<Option<PathBuf>> {
    let Some(base) = python::find() else {
        return Ok(None);
    };
    let venv = folder.join("venv");
    let python = venv.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    });
    // Invariant: the list is there only after an installation that succeeded.
    let installed = venv.join("peers.txt");
    if std::fs::read_to_string(&installed).is_ok_and(|found| found == PEERS.join("\n")) {
        return Ok(Some(python));
    }
    must_succeed(Command::new(base).args(["-m", "venv"]).arg(&venv))?;
    let install = ["-m", "pip", "install", "--quiet"];
    must_succeed(Command::new(&python).args(install).args(PEERS))?;
    std::fs::write(&installed, PEERS.join("\n"))
        .map_err(|cause| Failure::file("write", &installed, &cause))?;
    Ok(Some(python))
}

fn is_there(program: &str) -> bool {
    Command::new(program)
        .arg("--version")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Instructions of one pass: those of two passes less those of one, so that start and reading do not count.
fn instructions(program: &Path, folder: &Path, figures: &mut Figures) -> Result<()> {
    if !is_there("valgrind") {
        println!("valgrind was not found");
        return Ok(());
    }
    for input in ["chat", "turns"] {
        let file = folder.join("counted.jsonl");
        write_output(Command::new(program).args(["make", input, COUNTED]), &file)?;
        let size = std::fs::metadata(&file)
            .map_err(|cause| Failure::file("read", &file, &cause))?
            .len();
        let count = |times: &str| -> Result<f64> {
            let mut command = Command::new("valgrind");
            command
                .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
                .arg(program)
                .arg("pass")
                .arg(&file)
                .arg(times)
                .stdin(Stdio::null());
            let output = command.output().map_err(|cause| {
                Failure::new(format!("cannot start `{}`: {cause}", line_of(&command)))
            })?;
            instructions_of(&String::from_utf8_lossy(&output.stderr))
                .ok_or_else(|| missing("number of instructions"))
        };
        figures.add(
            format!("instructions, {input}"),
            (count("2")? - count("1")?) / size as f64,
        );
    }
    Ok(())
}

/// `==123== Collected : 456`.
fn instructions_of(text: &str) -> Option<f64> {
    let line = text.lines().find(|line| line.contains("Collected :"))?;
    line.rsplit(' ').next()?.parse().ok()
}

/// One line of the table: what, how much, in what, and the least (or where `at_most`, the most) it should be.
struct Row {
    what: String,
    value: Option<f64>,
    unit: &'static str,
    floor: Option<f64>,
}

fn print(figures: &Figures) {
    let get = |name: &str| figures.get(name);
    let over = |a: &str, b: &str| Some(get(a)? / get(b)?);
    let mut rows: Vec<Row> = Vec::new();
    let mut row = |what: &str, value: Option<f64>, unit: &'static str, floor: Option<f64>| {
        rows.push(Row {
            what: what.to_owned(),
            value,
            unit,
            floor,
        });
    };
    let pass = get("pass, chat");
    row(
        "structure, rules, duplicates: chat",
        pass,
        "MB/s",
        Some(1_000.0),
    );
    for input in ["turns", "cjk", "cjk-escaped", "unheard"] {
        let name = format!("structure, rules, duplicates: {input}");
        row(&name, get(&format!("pass, {input}")), "MB/s", None);
    }
    row(
        "  beside json.loads",
        over("pass, chat", "json.loads"),
        "x",
        None,
    );
    row(
        "  beside the cookbook's check",
        over("pass, chat", "cookbook"),
        "x",
        Some(100.0),
    );
    for (input, floor) in [("chat", Some(1.8)), ("turns", None)] {
        let (one, two) = (
            format!("wall of one thread, {input}"),
            format!("wall of two threads, {input}"),
        );
        row(
            &format!("two threads: {input}"),
            over(&one, &two),
            "x",
            floor,
        );
    }
    row(
        "with o200k tokens: chat",
        get("pass with tokens, chat"),
        "MB/s",
        Some(110.0),
    );
    for input in ["turns", "cjk", "cjk-escaped", "unheard"] {
        let name = format!("with o200k tokens: {input}");
        row(
            &name,
            get(&format!("pass with tokens, {input}")),
            "MB/s",
            None,
        );
    }
    row(
        "  beside the cookbook's check",
        over("pass with tokens, chat", "cookbook"),
        "x",
        Some(10.0),
    );
    let reference = over("pass with tokens, chat", "pass with tiktoken-rs, chat");
    row(
        "  beside the same with tiktoken-rs",
        reference,
        "x",
        Some(5.0),
    );
    let python = over("count, cjk", "count CJK by Python tiktoken");
    row(
        "counting CJK beside Python tiktoken",
        python,
        "x",
        Some(2.5),
    );
    row(
        "wasm beside native: chat",
        over("wasm pass, chat", "pass, chat"),
        "x",
        Some(0.6),
    );
    row(
        "wasm beside native: turns",
        over("wasm pass, turns", "pass, turns"),
        "x",
        None,
    );
    row(
        "wasm, counting beside native: chat",
        over("wasm count, chat", "count, chat"),
        "x",
        None,
    );
    for size in SIZES {
        let name = format!("peak memory for {size} MB of input");
        row(&name, get(&format!("peak, {size}")), "MB", None);
    }
    row("  per record", per_record(figures), "B", None);
    row(
        "instructions: chat",
        get("instructions, chat"),
        "a byte",
        None,
    );
    row(
        "instructions: turns",
        get("instructions, turns"),
        "a byte",
        None,
    );
    for (name, value) in &figures.0 {
        let is_trap = ["a million", "a line", "100,000", "images"];
        let mut parts = name.splitn(2, ", ");
        if let (Some(what @ ("pass" | "count")), Some(input)) = (parts.next(), parts.next())
            && is_trap.iter().any(|trap| input.starts_with(trap))
        {
            row(&format!("{what}: {input}"), Some(*value), "MB/s", None);
        }
    }

    println!("\n{:<42} {:>10} {:<7} {:>8}", "", "measured", "", "floor");
    for Row {
        what,
        value,
        unit,
        floor,
    } in rows
    {
        let shown = value.map_or_else(|| "-".to_owned(), figure);
        let limit = floor.map_or_else(String::new, figure);
        let verdict = match (value, floor) {
            (Some(value), Some(floor)) if value < floor => "below",
            (Some(_), Some(_)) => "kept",
            _ => "",
        };
        println!(
            "{}",
            format!("{what:<42} {shown:>10} {unit:<7} {limit:>8} {verdict}").trim_end()
        );
    }
    println!("\nwhat others reach, MB/s:");
    for name in [
        "json.loads",
        "cookbook",
        "count CJK by Python tiktoken",
        "count by tiktoken-rs, chat",
        "pass with tiktoken-rs, chat",
    ] {
        println!(
            "  {name:<40} {:>10}",
            get(name).map_or_else(|| "-".to_owned(), figure)
        );
    }
}

/// What one more record costs, in bytes: between the smallest input and the largest.
fn per_record(figures: &Figures) -> Option<f64> {
    let (few, many) = (SIZES[0], SIZES[SIZES.len() - 1]);
    let between = |what: &str| {
        Some(figures.get(&format!("{what}, {many}"))? - figures.get(&format!("{what}, {few}"))?)
    };
    Some(between("peak")? * 1e6 / between("records")?)
}

/// Three figures, as many as matter.
fn figure(value: f64) -> String {
    match value {
        _ if value >= 100.0 => format!("{value:.0}"),
        _ if value >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instructions_are_read_from_the_profiler_s_words() {
        let text = "==1== Callgrind\n==1== \n==1== Events    : Ir\n==1== Collected : 123456\n";
        assert_eq!(instructions_of(text), Some(123_456.0));
        assert_eq!(instructions_of("==1== no\n"), None);
    }

    #[test]
    fn figures_have_three_digits() {
        assert_eq!([1234.5, 99.94, 1.805].map(figure), ["1234", "99.9", "1.80"]);
    }
}
