//! `cargo xtask plugin-tools`: what tests need to make plugins of Python and JavaScript, kept under target/plugin-tools.
//!
//! Nothing is installed: wheels and npm's cache are filled, and the tests install from them as an author would, without a network.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::failure::{Failure, Result};
use crate::workspace::{Workspace, make_empty_folder, make_folder, must_succeed};
use crate::{python, web};

/// Where the command says which versions it is tested with.
const VERSIONS: &str = "crates/tunesmith-cli/src/authoring/language.rs";

/// What could not be had, as one line each; those tests are skipped and say so.
///
/// # Errors
/// When a program is there and fails, or the versions can not be read.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let path = workspace.root.join(VERSIONS);
    let text =
        std::fs::read_to_string(&path).map_err(|cause| Failure::file("read", &path, &cause))?;
    let (python, qjs) = (
        version(&text, "COMPONENTIZE_PY")?,
        version(&text, "COMPONENTIZE_QJS")?,
    );
    let folder = workspace.target.join("plugin-tools");
    // One mark for both versions: with another one everything is fetched again.
    let mark = folder.join(format!("componentize-py-{python}-qjs-{qjs}"));
    if mark.exists() {
        println!("plugin tools: {} has them", workspace.shown(&folder));
        return Ok(());
    }
    make_empty_folder(&folder)?;
    match python::find() {
        Some(program) => wheels(program, python, &folder)?,
        None => {
            println!("plugin tools: no Python 3.9 or newer, so plugins in Python are not tested");
        }
    }
    if is_there("npm") {
        npm_cache(qjs, &folder)?;
    } else {
        println!("plugin tools: no npm, so plugins in JavaScript are not tested");
    }
    std::fs::write(&mark, "").map_err(|cause| Failure::file("write", &mark, &cause))
}

fn version<'a>(text: &'a str, name: &str) -> Result<&'a str> {
    let start = format!("const {name}: &str = \"");
    let found = text
        .split_once(&start)
        .and_then(|(_, rest)| rest.split_once('"'));
    found
        .map(|(version, _)| version)
        .ok_or_else(|| Failure::new(format!("{VERSIONS} has no `{name}`")))
}

fn is_there(program: &str) -> bool {
    let mut command = Command::new(program);
    command.arg("--version").stdin(Stdio::null());
    let command = command.stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

fn wheels(program: &str, version: &str, folder: &Path) -> Result<()> {
    let mut command = Command::new(program);
    command.args([
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--disable-pip-version-check",
    ]);
    command.arg("--dest").arg(folder.join("wheels"));
    must_succeed(command.arg(format!("componentize-py=={version}")))
}

fn npm_cache(version: &str, folder: &Path) -> Result<()> {
    let scratch = folder.join("scratch");
    make_folder(&scratch)?;
    let package =
        format!("{{\"private\":true,\"devDependencies\":{{\"componentize-qjs\":\"{version}\"}}}}");
    let manifest = scratch.join("package.json");
    std::fs::write(&manifest, package)
        .map_err(|cause| Failure::file("write", &manifest, &cause))?;
    let mut command = web::npm(&scratch);
    command.args(["install", "--silent", "--no-audit", "--no-fund"]);
    must_succeed(command.env("npm_config_cache", folder.join("npm-cache")))?;
    std::fs::remove_dir_all(&scratch).map_err(|cause| Failure::file("remove", &scratch, &cause))
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn versions_are_read_where_the_command_keeps_them() {
        let text = include_str!("../../tunesmith-cli/src/authoring/language.rs");
        for name in ["COMPONENTIZE_PY", "COMPONENTIZE_QJS"] {
            assert_eq!(version(text, name).unwrap().split('.').count(), 3);
        }
        version(text, "COMPONENTIZE_C").unwrap_err();
    }
}
