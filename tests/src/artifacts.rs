//! WebAssembly files that tests need, built on first use: the guests and the standard plugins.
//!
//! They are built by a cargo of their own with its own target folder, so it never waits for the cargo that runs the tests.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, OnceLock, PoisonError};

/// The file of one guest, such as `scorer_loops`. The first call builds all guests.
pub fn guest(name: &str) -> PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    let folder = FOLDER
        .get_or_init(|| build(&["--package", "tunesmith-guests", "--examples"]).join("examples"));
    existing(folder.join(format!("{name}.wasm")))
}

/// The file of one plugin of `plugins/`, such as `math-scorer`. Where TUNESMITH_PLUGINS names a folder of built ones, it is theirs:
/// `cargo xtask test` has just built them.
pub fn plugin(name: &str) -> PathBuf {
    if let Some(folder) = std::env::var_os("TUNESMITH_PLUGINS") {
        return existing(Path::new(&folder).join(format!("{name}.wasm")));
    }
    static BUILT: Mutex<BTreeMap<String, PathBuf>> = Mutex::new(BTreeMap::new());
    let mut built = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
    let file = built.entry(name.to_owned()).or_insert_with(|| {
        existing(build(&["--package", name]).join(format!("{}.wasm", name.replace('-', "_"))))
    });
    file.clone()
}

fn existing(file: PathBuf) -> PathBuf {
    assert!(file.is_file(), "no such artifact: {}", file.display());
    file
}

/// Builds for WebAssembly and returns the folder of the results.
fn build(what: &[&str]) -> PathBuf {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("tests/ lies in the workspace");
    let target = match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => workspace.join(folder),
        None => workspace.join("target"),
    };
    let target = target.join("guests");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .current_dir(workspace)
        .args([
            "build",
            "--locked",
            "--target",
            "wasm32-unknown-unknown",
            "--profile",
            "plugin",
        ])
        .args(what)
        .env("CARGO_TARGET_DIR", &target)
        // Flags of the outer build (coverage, clippy) are not for WebAssembly.
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env_remove("RUSTC_WORKSPACE_WRAPPER")
        .output()
        .expect("cargo starts");
    assert!(
        output.status.success(),
        "cargo build {what:?}:\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    target.join("wasm32-unknown-unknown").join("plugin")
}
