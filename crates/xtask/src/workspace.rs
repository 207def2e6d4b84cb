//! Where things are, as cargo says: root, target folder, packages; and how cargo and our own programs are called.
//!
//! Invariant: nothing here guesses a path that `cargo metadata` knows, so `CARGO_TARGET_DIR` is honoured everywhere.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::failure::{Failure, Result};

/// The workspace on this machine.
#[derive(Debug)]
pub(crate) struct Workspace {
    pub(crate) root: PathBuf,
    pub(crate) target: PathBuf,
    /// Names of the packages under plugins/, sorted.
    pub(crate) plugins: Vec<String>,
}

/// Which of cargo's output folders a program comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Profile {
    Dev,
    Release,
}

/// Asks cargo where everything is.
///
/// # Errors
/// When cargo can not be started or does not answer with the JSON it documents.
pub(crate) fn load() -> Result<Workspace> {
    let mut command = Command::new(cargo_program());
    command
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stderr(Stdio::inherit());
    let output = command
        .output()
        .map_err(|cause| Failure::new(format!("cannot start `cargo metadata`: {cause}")))?;
    if !output.status.success() {
        return Err(Failure::new(format!(
            "`cargo metadata` ended with {}",
            output.status
        )));
    }
    let metadata: Value = serde_json::from_slice(&output.stdout)
        .map_err(|cause| Failure::new(format!("`cargo metadata` did not print JSON: {cause}")))?;
    read_metadata(&metadata).ok_or_else(|| {
        Failure::new("`cargo metadata` printed JSON of another shape than it documents")
    })
}

fn read_metadata(metadata: &Value) -> Option<Workspace> {
    let root = PathBuf::from(metadata["workspace_root"].as_str()?);
    let target = PathBuf::from(metadata["target_directory"].as_str()?);
    let folder = root.join("plugins");
    let mut plugins = Vec::new();
    for package in metadata["packages"].as_array()? {
        if Path::new(package["manifest_path"].as_str()?).starts_with(&folder) {
            plugins.push(package["name"].as_str()?.to_owned());
        }
    }
    plugins.sort();
    Some(Workspace {
        root,
        target,
        plugins,
    })
}

fn cargo_program() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

impl Workspace {
    /// `cargo ARGS…` in the workspace root, with the same cargo that runs us.
    pub(crate) fn cargo<const N: usize>(&self, args: [&str; N]) -> Command {
        let mut command = Command::new(cargo_program());
        command.args(args).current_dir(&self.root);
        command
    }

    /// Builds one program of ours and gives its path.
    ///
    /// # Errors
    /// When cargo fails; it has said why on stderr.
    pub(crate) fn build_program(
        &self,
        package: &str,
        program: &str,
        profile: Profile,
    ) -> Result<PathBuf> {
        let mut command = match profile {
            Profile::Release => self.cargo(["build", "--release", "--package", package]),
            // Why: the features of dependencies follow from what is selected. With the selection of the tests, nothing heavy is
            // compiled a second time.
            Profile::Dev => self.cargo(["build", "--workspace", "--test", "it"]),
        };
        command.args(["--bin", program]);
        must_succeed(&mut command)?;
        let folder = match profile {
            Profile::Dev => "debug",
            Profile::Release => "release",
        };
        let name = format!("{program}{}", std::env::consts::EXE_SUFFIX);
        Ok(self.target.join(folder).join(name))
    }

    /// A path as the reader of the terminal writes it: relative to the root where it lies inside.
    pub(crate) fn shown<'a>(&self, path: &'a Path) -> std::path::Display<'a> {
        path.strip_prefix(&self.root).unwrap_or(path).display()
    }
}

/// Runs a command whose output goes straight to the terminal.
///
/// # Errors
/// When it can not be started or does not end with success; the message is the command line.
pub(crate) fn must_succeed(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .map_err(|cause| Failure::new(format!("cannot start `{}`: {cause}", line_of(command))))?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::new(format!(
            "`{}` ended with {status}",
            line_of(command)
        )))
    }
}

/// The command as one would type it, with the program's file name alone.
pub(crate) fn line_of(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let mut line = program.file_name().map_or_else(
        || program.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    );
    for arg in command.get_args() {
        line.push(' ');
        line.push_str(&arg.to_string_lossy());
    }
    line
}

/// Makes a folder and its parents.
///
/// # Errors
/// Names the folder and the system's reason.
pub(crate) fn make_folder(path: &Path) -> Result<()> {
    std::fs::create_dir_all(path).map_err(|cause| Failure::file("make the folder", path, &cause))
}

/// Makes an empty folder: whatever was there is removed.
///
/// # Errors
/// Names the folder and the system's reason.
pub(crate) fn make_empty_folder(path: &Path) -> Result<()> {
    match std::fs::remove_dir_all(path) {
        Ok(()) => {}
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {}
        Err(cause) => return Err(Failure::file("empty the folder", path, &cause)),
    }
    make_folder(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn plugins_are_the_packages_under_their_folder_sorted() {
        let metadata = json!({
            "workspace_root": "/w", "target_directory": "/t",
            "packages": [
                {"name": "b-scorer", "manifest_path": "/w/plugins/b-scorer/Cargo.toml"},
                {"name": "core", "manifest_path": "/w/crates/core/Cargo.toml"},
                {"name": "a-generator", "manifest_path": "/w/plugins/a-generator/Cargo.toml"},
            ],
        });
        let workspace = read_metadata(&metadata).unwrap();
        assert_eq!(workspace.plugins, ["a-generator", "b-scorer"]);
        assert_eq!(workspace.target, Path::new("/t"));
        assert!(read_metadata(&json!({"packages": []})).is_none());
    }

    #[test]
    fn a_command_line_is_shown_without_the_program_s_folder() {
        let mut command = Command::new("/somewhere/bin/cargo");
        command.args(["fmt", "--check"]);
        assert_eq!(line_of(&command), "cargo fmt --check");
    }
}
