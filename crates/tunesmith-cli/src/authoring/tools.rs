//! Finds the programs that make plugins: each is there, or the message says what to type.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::authoring::language::{COMPONENTIZE_PY, COMPONENTIZE_QJS};
use crate::error::CliError;

/// What plugins in Rust are compiled for: without an operating system, so a plugin's imports are all it can reach.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Cargo, once the target is known to be installed for the toolchain of this folder.
pub(crate) fn cargo(folder: &Path) -> Result<PathBuf, CliError> {
    let rustc = Command::new("rustc")
        .args(["--print", "target-libdir", "--target", TARGET])
        .current_dir(folder)
        .output();
    let output = rustc.map_err(|error| {
        CliError::new(format!(
            "a plugin in Rust needs rustc, which can not be started: {error}"
        ))
        .help(format!(
            "install Rust with rustup (https://rustup.rs), then `rustup target add {TARGET}`"
        ))
    })?;
    let libraries = String::from_utf8_lossy(&output.stdout);
    if output.status.success() && Path::new(libraries.trim()).is_dir() {
        return Ok(PathBuf::from("cargo"));
    }
    Err(CliError::new(format!("Rust's standard library for {TARGET} is not installed")).help(format!(
        "`rustup target add {TARGET}`, or from your system's packages (Debian: libstd-rust-dev-wasm32)"
    )))
}

/// The program that makes components of Python: of the folder's environment, of the active one, of the path.
pub(crate) fn componentize_py(folder: &Path) -> Result<PathBuf, CliError> {
    let mut places: Vec<PathBuf> = above(folder)
        .map(|folder| folder.join(".venv/bin/componentize-py"))
        .chain(above(folder).map(|folder| folder.join(".venv/Scripts/componentize-py.exe")))
        .collect();
    if let Some(environment) = std::env::var_os("VIRTUAL_ENV") {
        places.push(Path::new(&environment).join("bin/componentize-py"));
    }
    places.extend(on_path("componentize-py"));
    first(places).ok_or_else(|| {
        CliError::new("a plugin in Python needs componentize-py, which is not there").help(format!(
            "`python3 -m venv .venv && .venv/bin/pip install componentize-py=={COMPONENTIZE_PY}` in the plugin's folder"
        ))
    })
}

/// The program that makes components of JavaScript: of the folder or one above, of the path.
pub(crate) fn componentize_qjs(folder: &Path) -> Result<PathBuf, CliError> {
    let name = if cfg!(windows) {
        "componentize-qjs.cmd"
    } else {
        "componentize-qjs"
    };
    let mut places: Vec<PathBuf> = above(folder)
        .map(|folder| folder.join("node_modules/.bin").join(name))
        .collect();
    places.extend(on_path(name));
    first(places).ok_or_else(|| {
        let known = std::fs::read_to_string(folder.join("package.json"))
            .is_ok_and(|text| text.contains("\"componentize-qjs\""));
        let command = if known {
            "npm install".to_owned()
        } else {
            format!("npm install --save-dev componentize-qjs@{COMPONENTIZE_QJS}")
        };
        CliError::new("a plugin in JavaScript needs componentize-qjs, which is not there").help(
            format!(
                "`{command}` in the plugin's folder; npm comes with Node.js (https://nodejs.org)"
            ),
        )
    })
}

/// The folder and those it lies in.
fn above(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let folders: Vec<PathBuf> = folder.ancestors().map(Path::to_owned).collect();
    folders.into_iter()
}

fn on_path(name: &str) -> Vec<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .collect()
}

fn first(places: Vec<PathBuf>) -> Option<PathBuf> {
    places.into_iter().find(|place| place.is_file())
}
