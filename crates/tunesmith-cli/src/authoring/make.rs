//! Makes a component of a plugin's source by calling the tool of its language.
//!
//! Invariant: nothing outside the plugin's folder is written, and inside only `build/`, `target/` and missing files of the SDK.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tunesmith_component::component_of;

use crate::authoring::carried;
use crate::authoring::language::Language;
use crate::authoring::project::{self, Project};
use crate::authoring::tools::{self, TARGET};
use crate::error::CliError;
use crate::whole_file::unwritable;

/// A component and the name of the package it was made of.
#[derive(Debug)]
pub(crate) struct Made {
    pub(crate) component: Vec<u8>,
    pub(crate) name: String,
}

/// Builds the plugin of a folder. What the tool says goes to stderr as it comes.
pub(crate) fn make(folder: &Path, language: Language) -> Result<Made, CliError> {
    match language {
        Language::Rust => rust(folder),
        Language::Python => {
            let tool = tools::componentize_py(folder)?;
            scripted(folder, language, &tool, |stage| {
                let mut arguments: Vec<String> =
                    vec!["--quiet".into(), "-d".into(), text(&stage.wit)];
                arguments.extend(["-w".into(), stage.world.clone(), "componentize".into()]);
                arguments.extend(["--stub-wasi".into(), "tunesmith_entry".into()]);
                arguments.extend(["-p".into(), text(&stage.folder)]);
                arguments.extend(["-p".into(), text(&stage.build)]);
                arguments.extend(["-o".into(), text(&stage.result)]);
                arguments
            })
        }
        Language::JavaScript => {
            let tool = tools::componentize_qjs(folder)?;
            scripted(folder, language, &tool, |stage| {
                let entry = stage.build.join("tunesmith_entry.js");
                let mut arguments: Vec<String> = vec!["--stub-wasi".into(), "--sync".into()];
                arguments.extend(["--wit".into(), text(&stage.wit)]);
                arguments.extend(["--world".into(), stage.world.clone()]);
                arguments.extend(["--js".into(), text(&entry)]);
                arguments.extend(["--module-root".into(), text(&stage.folder)]);
                arguments.extend(["-o".into(), text(&stage.result)]);
                arguments
            })
        }
    }
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// Where the tool finds what it needs, as absolute paths.
struct Stage {
    folder: PathBuf,
    build: PathBuf,
    wit: PathBuf,
    world: String,
    result: PathBuf,
}

/// Python and JavaScript: writes the entry, completes the SDK and calls the tool.
fn scripted(
    folder: &Path,
    language: Language,
    tool: &Path,
    arguments: impl FnOnce(&Stage) -> Vec<String>,
) -> Result<Made, CliError> {
    let Project {
        kind,
        name,
        description,
    } = project::read(folder, language)?;
    let source = folder.join(language.source());
    if !source.is_file() {
        return Err(CliError::new(format!(
            "the plugin's source is not there: {}",
            source.display()
        ))
        .help("the class of the plugin stands in this file; it may import others beside it"));
    }
    complete(folder, language)?;
    let folder = folder.canonicalize().map_err(|error| {
        CliError::new(format!("{} can not be found: {error}", folder.display()))
    })?;
    let build = folder.join("build");
    let extension = language.source().rsplit('.').next().unwrap_or_default();
    let entry = carried::filled(
        carried::text(&format!("{}/entry.{extension}", language.folder())),
        &[
            ("kind", &kind),
            // JSON in a string: a literal of both languages.
            ("project", &Value::from(description.to_string()).to_string()),
        ],
    );
    write(&build.join(format!("tunesmith_entry.{extension}")), &entry)?;
    let stage = Stage {
        wit: folder.join("wit"),
        world: format!("{kind}-plugin"),
        result: build.join("component.wasm"),
        build,
        folder,
    };
    // What an earlier build left must not pass for this one's.
    let _ = std::fs::remove_file(&stage.result);
    let mut command = Command::new(tool);
    command
        .args(arguments(&stage))
        .current_dir(&stage.folder)
        // Why: of the tool's own insides no author learns anything.
        .env("RUST_BACKTRACE", "0")
        .env("RUST_LIB_BACKTRACE", "0")
        .stdin(Stdio::null())
        .stdout(Stdio::null());
    let status = command.status().map_err(|error| {
        CliError::new(format!("{} can not be started: {error}", tool.display()))
    })?;
    let component = std::fs::read(&stage.result);
    match component {
        Ok(component) if status.success() => Ok(Made { component, name }),
        _ => Err(CliError::new(format!(
            "{} could not make a component of {}: {status}",
            tool.file_name().unwrap_or_default().to_string_lossy(),
            source.display()
        ))
        .help("what it said stands above")),
    }
}

/// Writes the files of the SDK and the contract that are not there; those that are stay.
fn complete(folder: &Path, language: Language) -> Result<(), CliError> {
    for name in language.sdk_files() {
        let path = folder.join(name);
        if !path.exists() {
            write(
                &path,
                carried::text(&format!("{}/{name}", language.folder())),
            )?;
        }
    }
    if !folder.join("wit").exists() {
        for (name, text) in carried::under("sdk/wit/") {
            write(&folder.join("wit").join(name), text)?;
        }
    }
    Ok(())
}

/// Writes a file and makes the folders it lies in.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), CliError> {
    let folder = path.parent().unwrap_or(Path::new(""));
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(path, text))
        .map_err(|error| unwritable(path, &error))
}

/// Rust: cargo says where the module is; it is wrapped here.
fn rust(folder: &Path) -> Result<Made, CliError> {
    let cargo = tools::cargo(folder)?;
    let mut command = Command::new(&cargo);
    command
        .args(["build", "--quiet", "--lib", "--release", "--target", TARGET])
        .arg("--message-format=json-render-diagnostics")
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped());
    let flags = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";
    if std::env::var_os(flags).is_none() {
        command.env(flags, remapped_paths(folder));
    }
    let cannot =
        |error: std::io::Error| CliError::new(format!("cargo can not be started: {error}"));
    let mut child = command.spawn().map_err(cannot)?;
    let mut made = None;
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).lines() {
            made = module_of(&line.map_err(cannot)?, folder).or(made);
        }
    }
    let status = child.wait().map_err(cannot)?;
    if !status.success() {
        let at = folder.join("Cargo.toml");
        let error = CliError::new(format!("cargo could not build {}: {status}", at.display()));
        return Err(error.help("what it said stands above"));
    }
    let no_module = || {
        CliError::new(format!(
            "{} builds no plugin",
            folder.join("Cargo.toml").display()
        ))
        .help("it needs `crate-type = [\"cdylib\", \"rlib\"]` under [lib]")
    };
    let (name, module) = made.ok_or_else(no_module)?;
    let bytes = std::fs::read(&module)
        .map_err(|error| CliError::new(format!("{} can not be read: {error}", module.display())))?;
    let component = component_of(&bytes).map_err(|error| {
        CliError::new(format!("{} {error}", module.display()))
            .help("end src/lib.rs with `tunesmith_plugin_sdk::export!(scorer: MyScorer);`")
    })?;
    Ok(Made {
        component: component.into_owned(),
        name,
    })
}

/// Of a line of cargo's JSON: the package's name and the module, if it is that of the plugin in this folder.
fn module_of(line: &str, folder: &Path) -> Option<(String, PathBuf)> {
    let told: Value = serde_json::from_str(line).ok()?;
    let manifest = Path::new(told["manifest_path"].as_str()?)
        .canonicalize()
        .ok()?;
    if manifest != folder.join("Cargo.toml").canonicalize().ok()? {
        return None;
    }
    let files = told["filenames"].as_array()?;
    let module = files
        .iter()
        .filter_map(Value::as_str)
        .find(|name| name.ends_with(".wasm"))?;
    let name = told["target"]["name"].as_str()?;
    Some((name.replace('_', "-"), PathBuf::from(module)))
}

/// Flags that keep this machine's folders out of panic messages, and so out of the component.
fn remapped_paths(folder: &Path) -> String {
    let mut flags = Vec::new();
    if let Ok(folder) = folder.canonicalize() {
        flags.push(format!("--remap-path-prefix={}=.", folder.display()));
    }
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(etcetera::home_dir().ok()?.join(".cargo")));
    if let Some(home) = home {
        flags.push(format!("--remap-path-prefix={}=cargo", home.display()));
    }
    // Cargo splits these flags at white space.
    flags.retain(|flag| !flag.contains(char::is_whitespace));
    flags.join(" ")
}
