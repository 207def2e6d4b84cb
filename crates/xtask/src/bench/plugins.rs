//! `cargo xtask bench plugins`: every scorer of the library as a plugin and as native Rust, and three of them in Python too, in one run.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::failure::{Failure, Result};
use crate::scratch::Scratch;
use crate::workspace::{Profile, Workspace, line_of, must_succeed};
use crate::{plugins, python};

const PACKAGE: &str = "tunesmith-plugin-bench";
/// The scorer that is only here and does next to nothing.
const VARIETY: &str = "variety-scorer";
/// Scorers that exist in Python too, and where.
const IN_PYTHON: [(&str, &str); 3] = [
    ("code-scorer", "benches/plugins/code.py"),
    ("readability-scorer", "benches/plugins/readability.py"),
    (VARIETY, "benches/plugins/variety.py"),
];

/// Builds, measures and prints the table.
///
/// # Errors
/// When a build fails, or a program does not say what it should.
pub(super) fn run(workspace: &Workspace) -> Result<()> {
    let tunesmith = workspace.build_program("tunesmith-cli", "tunesmith", Profile::Release)?;
    let native = workspace.build_program(PACKAGE, PACKAGE, Profile::Release)?;
    plugins::run(workspace)?;
    let scratch = Scratch::new(workspace, "bench-plugins")?;
    let variety = scratch.folder.join(format!("{VARIETY}.wasm"));
    build_variety(workspace, &variety)?;
    let examples = scratch.folder.join("examples.jsonl");
    let text = said(Command::new(&native).arg("examples"))?;
    std::fs::write(&examples, text).map_err(|cause| Failure::file("write", &examples, &cause))?;
    println!(
        "\n| scorer | as plugin, examples per CPU-second | native Rust | plugin / native | Python | host, µs per example | start cold, ms | \
         start warm, ms |\n|---|---|---|---|---|---|---|---|"
    );
    for name in said(Command::new(&native).arg("list"))?.lines() {
        let file = match name {
            VARIETY => variety.clone(),
            _ => workspace
                .target
                .join("plugins")
                .join(format!("{name}.wasm")),
        };
        let plugin = said(
            Command::new(&tunesmith)
                .args(["plugin", "bench", "--format", "json", "--threads", "1"])
                .args([&file, &examples]),
        );
        let plugin = match plugin.and_then(|text| parsed(&text)) {
            Ok(plugin) => plugin,
            Err(failure) => {
                println!("| {name} | {failure} |");
                continue;
            }
        };
        let rust = parsed(&said(
            Command::new(&native).args(["measure", name]).arg(&examples),
        )?)?;
        let snake = match IN_PYTHON.iter().find(|(known, _)| *known == name) {
            Some((_, script)) => in_python(workspace, script, &examples, &rust)?,
            None => String::new(),
        };
        println!("{}", row(name, &plugin, &rust, &snake));
    }
    println!(
        "\nbatches of 64, one thread, medians of five runs; the host's part is measured with a scorer that does nothing"
    );
    Ok(())
}

fn row(name: &str, plugin: &Value, rust: &Value, snake: &str) -> String {
    let speeds = plugin["speeds"].as_array().into_iter().flatten();
    let by_64 = speeds
        .filter(|speed| speed["batch"] == 64)
        .find_map(|speed| speed["per_cpu_second"].as_f64())
        .unwrap_or_default();
    let number = |value: &Value| value.as_f64().unwrap_or_default();
    let native = number(&rust["per_cpu_second"]);
    format!(
        "| {name} | {by_64:.0} | {native:.0} | {:.2} | {snake} | {:.2} | {:.0} | {:.1} |",
        by_64 / native,
        number(&plugin["host_us_per_example"]),
        number(&plugin["start_cold_ms"]),
        number(&plugin["start_warm_ms"]),
    )
}

/// The same scorer in Python: its speed, if it says the same.
fn in_python(workspace: &Workspace, script: &str, examples: &Path, rust: &Value) -> Result<String> {
    let Some(python) = python::find() else {
        return Ok("no Python here".to_owned());
    };
    let script = workspace.root.join(script);
    let snake = parsed(&said(Command::new(python).arg(script).arg(examples))?)?;
    let sum = |value: &Value| value["sum"].as_f64().unwrap_or(f64::NAN);
    let apart = (sum(&snake) - sum(rust)).abs();
    if apart > 1e-6 {
        return Err(Failure::new(format!(
            "the scorer in Python scores otherwise: {} and {}",
            snake["sum"], rust["sum"]
        )));
    }
    Ok(format!(
        "{:.0}",
        snake["per_cpu_second"].as_f64().unwrap_or_default()
    ))
}

fn build_variety(workspace: &Workspace, to: &Path) -> Result<()> {
    let mut command = workspace.cargo([
        "build",
        "--quiet",
        "--package",
        PACKAGE,
        "--lib",
        "--target",
        plugins::TARGET,
        "--profile",
        "plugin",
    ]);
    must_succeed(&mut command)?;
    let file = workspace
        .target
        .join(plugins::TARGET)
        .join("plugin/tunesmith_plugin_bench.wasm");
    std::fs::copy(&file, to).map_err(|cause| Failure::file("copy", &file, &cause))?;
    Ok(())
}

fn said(command: &mut Command) -> Result<String> {
    let output = command
        .output()
        .map_err(|cause| Failure::new(format!("cannot start `{}`: {cause}", line_of(command))))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let words = String::from_utf8_lossy(&output.stderr);
    let words = if words.trim().is_empty() {
        String::from_utf8_lossy(&output.stdout)
    } else {
        words
    };
    Err(Failure::new(words.trim().replace('\n', " ")))
}

fn parsed(text: &str) -> Result<Value> {
    serde_json::from_str(text).map_err(|cause| Failure::new(format!("no JSON: {cause}: {text}")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::row;

    #[test]
    fn a_row_compares_batches_of_64() {
        let speed = |batch: u32, speed: f64| json!({"batch": batch, "per_cpu_second": speed});
        let plugin = json!({"speeds": [speed(1, 10.0), speed(64, 80.0)], "host_us_per_example": 0.5,
            "start_cold_ms": 100.0, "start_warm_ms": 1.25});
        assert_eq!(
            row("a", &plugin, &json!({"per_cpu_second": 100.0}), ""),
            "| a | 80 | 100 | 0.80 |  | 0.50 | 100 | 1.2 |"
        );
    }
}
