//! `cargo xtask plugins`: each package under plugins/ becomes one component, `target/plugins/<name>.wasm`.
//!
//! A plugin is built for wasm32-unknown-unknown and wrapped here, so its import list is its ability list: there is no WASI
//! to hide behind. Each is built with a `-p` of its own, so the features of one never reach another.
//!
//! Invariant: the bytes do not depend on where the workspace or cargo's registry lie on this machine.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use wit_component::ComponentEncoder;

use crate::failure::{Failure, Result};
use crate::workspace::{Workspace, make_folder, must_succeed};

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Builds all of them and prints a line for each.
///
/// # Errors
/// Stops at the first plugin that does not build, exports no plugin API or does not validate as a component.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    if workspace.plugins.is_empty() {
        return Err(Failure::new(format!(
            "there is no package under `{}`",
            workspace.root.join("plugins").display()
        )));
    }
    build(workspace, &workspace.plugins)
}

/// Builds the plugins that a recipe names, and no others.
///
/// # Errors
/// As [`run`], and when the recipe can not be read.
pub(crate) fn of_recipe(workspace: &Workspace, recipe: &str) -> Result<()> {
    let path = workspace.root.join(recipe);
    let text =
        std::fs::read_to_string(&path).map_err(|cause| Failure::file("read", &path, &cause))?;
    let is_named = |name: &&String| text.contains(&format!("plugin = \"{name}\""));
    let named: Vec<String> = workspace.plugins.iter().filter(is_named).cloned().collect();
    build(workspace, &named)
}

fn build(workspace: &Workspace, names: &[String]) -> Result<()> {
    make_sure_of_target()?;
    let folder = workspace.target.join("plugins");
    make_folder(&folder)?;
    for name in names {
        let started = Instant::now();
        let module = build_module(workspace, name)?;
        let component = wrap(name, &module)?;
        let path = folder.join(format!("{name}.wasm"));
        write_whole(&path, &component)?;
        println!(
            "{name:<24} {:>8.1} kB {:>6.1} s  {}",
            component.len() as f64 / 1000.0,
            started.elapsed().as_secs_f64(),
            workspace.shown(&path)
        );
    }
    Ok(())
}

/// Adds the wasm target where rustup can; says what to install where it can not.
pub(crate) fn make_sure_of_target() -> Result<()> {
    if target_is_installed() {
        return Ok(());
    }
    let advice = format!(
        "install Rust's standard library for {TARGET}: with rustup (https://rustup.rs) \
         `rustup target add {TARGET}`, or from your system's packages (Debian: libstd-rust-dev-wasm32)"
    );
    println!("The target {TARGET} is missing: running `rustup target add {TARGET}`");
    match Command::new("rustup")
        .args(["target", "add", TARGET])
        .status()
    {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Failure::new(format!(
            "`rustup target add {TARGET}` ended with {status}"
        ))
        .help(advice)),
        Err(cause) => Err(Failure::new(format!(
            "the target {TARGET} is missing and rustup can not be started: {cause}"
        ))
        .help(advice)),
    }
}

fn target_is_installed() -> bool {
    let output = Command::new("rustc")
        .args(["--print", "target-libdir", "--target", TARGET])
        .output();
    output.is_ok_and(|output| {
        let folder = String::from_utf8_lossy(&output.stdout);
        output.status.success() && Path::new(folder.trim()).is_dir()
    })
}

fn build_module(workspace: &Workspace, name: &str) -> Result<Vec<u8>> {
    let mut command = workspace.cargo([
        "build",
        "--quiet",
        "--package",
        name,
        "--lib",
        "--target",
        TARGET,
        "--profile",
        "plugin",
    ]);
    command.env(
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
        remapped_paths(workspace),
    );
    must_succeed(&mut command)?;
    let file = format!("{}.wasm", name.replace('-', "_"));
    let path = workspace.target.join(TARGET).join("plugin").join(file);
    std::fs::read(&path).map_err(|cause| {
        Failure::file("read", &path, &cause).help(format!(
            "plugins/{name}/Cargo.toml needs `crate-type = [\"cdylib\", \"rlib\"]` under [lib]"
        ))
    })
}

/// Flags that keep this machine's folders out of panic messages, and so out of the component.
pub(crate) fn remapped_paths(workspace: &Workspace) -> String {
    // The variable takes the place of what .cargo/config.toml says, so that stands here too.
    let mut flags = format!(
        "--cfg getrandom_backend=\"custom\" --remap-path-prefix={}=.",
        workspace.root.display()
    );
    if let Some(home) = cargo_home() {
        flags.push_str(&format!(" --remap-path-prefix={}=cargo", home.display()));
    }
    flags
}

fn cargo_home() -> Option<PathBuf> {
    match std::env::var_os("CARGO_HOME") {
        Some(home) => Some(home.into()),
        None => etcetera::home_dir().ok().map(|home| home.join(".cargo")),
    }
}

/// Makes a component of a core module that wit-bindgen has left its description in.
fn wrap(name: &str, module: &[u8]) -> Result<Vec<u8>> {
    let cannot = |cause: &dyn std::fmt::Display| {
        Failure::new(format!(
            "cannot make a component of plugin `{name}`: {cause}"
        ))
    };
    let (described, _) =
        wit_component::metadata::decode(module).map_err(|cause| cannot(&format!("{cause:#}")))?;
    if described.is_none() {
        return Err(cannot(&"the module exports no plugin API")
            .help("end its lib.rs with the export macro of tunesmith-plugin-sdk"));
    }
    ComponentEncoder::default()
        .module(module)
        .and_then(|encoder| encoder.validate(true).encode())
        .map_err(|cause| cannot(&format!("{cause:#}")))
}

/// Writes beside the file and renames: a run that loads the plugin at this moment sees the old one or the new one.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let partial = path.with_extension("wasm.partial");
    std::fs::write(&partial, bytes).map_err(|cause| Failure::file("write", &partial, &cause))?;
    std::fs::rename(&partial, path).map_err(|cause| Failure::file("write", path, &cause))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_without_a_plugin_api_is_refused_by_name() {
        let empty_module = b"\0asm\x01\0\0\0";
        let message = wrap("math-scorer", empty_module).unwrap_err().to_string();
        assert_eq!(
            message,
            "error: cannot make a component of plugin `math-scorer`: the module exports no plugin API\n  \
             help: end its lib.rs with the export macro of tunesmith-plugin-sdk"
        );
    }

    #[test]
    fn bytes_that_are_no_module_are_refused_by_name() {
        let message = wrap("math-scorer", b"<html>").unwrap_err().to_string();
        assert!(
            message.starts_with("error: cannot make a component of plugin `math-scorer`: decoding"),
            "{message}"
        );
    }
}
