//! `tunesmith plugin build`: the plugin of a folder as one file, and what it is.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use tunesmith_plugin_host::{Limits, Plugin};

use crate::authoring::language::{Language, shown};
use crate::authoring::make::{Made, make};
use crate::env::{Env, Outcome};
use crate::error::CliError;
use crate::text::{harmless, table};
use crate::watch::watch;
use crate::whole_file::WholeFile;
use crate::wire;

/// Build a plugin from its source and say what it is
///
/// Finds the language by what lies in the folder: Cargo.toml, pyproject.toml or package.json. The file is written whole or not at all, and only if it can be loaded and imports nothing but `tunesmith:plugin/log`.
#[derive(Debug, clap::Args)]
pub(crate) struct BuildArgs {
    /// The folder of the plugin [default: this one]
    folder: Option<PathBuf>,
    /// Write to this file [default: NAME.wasm in the plugin's folder]
    #[arg(short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Build again whenever a file of the folder changes, until Ctrl-C
    #[arg(long)]
    watch: bool,
}

pub(super) fn run(args: &BuildArgs, env: &mut Env) -> Result<Outcome, CliError> {
    let folder = args.folder.as_deref().unwrap_or(Path::new("."));
    let output = args.output.as_deref();
    if !args.watch {
        build(folder, output, env)?;
        return Ok(Outcome::Fine);
    }
    again_and_again(folder, env, |env| build(folder, output, env))
}

/// Does the work now and after every change of a plugin's source, until Ctrl-C. What goes wrong is told and waits for the next change.
pub(super) fn again_and_again(
    folder: &Path,
    env: &mut Env,
    work: impl Fn(&mut Env) -> Result<(), CliError>,
) -> Result<Outcome, CliError> {
    // What can not be right after any change of a file is told at once.
    let language = Language::of_folder(folder)?;
    watch(
        folder,
        move |path| is_made(path, language),
        || {
            if let Err(error) = work(env) {
                env.complain(&error);
            }
            // Nobody is left to tell when stdout or stderr itself is gone.
            let _ = env.out.flush();
            let _ = writeln!(
                env.err,
                "\nwaiting for changes in {}; Ctrl-C ends it\n",
                shown(folder)
            );
        },
    )
}

/// Whether a path of the plugin's folder, relative to it, is made by building and no reason to build again.
pub(crate) fn is_made(path: &Path, language: Language) -> bool {
    let made = [
        ".git",
        ".venv",
        "__pycache__",
        "build",
        "node_modules",
        "target",
        "wit",
    ];
    let is_sdk = language
        .sdk_files()
        .iter()
        .any(|name| path == Path::new(name));
    let in_made = path
        .components()
        .any(|part| made.iter().any(|name| part.as_os_str() == *name));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    is_sdk
        || in_made
        || name.is_empty()
        || name == "Cargo.lock"
        || name.ends_with(".wasm")
        || name.contains(".wasm.part-")
}

/// Builds once, writes the file and tells what it is.
pub(super) fn build(folder: &Path, output: Option<&Path>, env: &mut Env) -> Result<(), CliError> {
    let language = Language::of_folder(folder)?;
    let started = Instant::now();
    let Made { component, name } = make(folder, language)?;
    let built = started.elapsed();
    let path = match output {
        Some(path) => path.to_owned(),
        None => plain(folder).join(format!("{name}.wasm")),
    };
    let started = Instant::now();
    let host = wire::host(Limits::default(), Arc::new(|_| {}))?;
    let plugin = host.load(&component, &path.display().to_string())?;
    let loaded = started.elapsed();
    let mut file = WholeFile::create(&path)?;
    file.write_all(&component)?;
    file.keep(env)?;
    let text = told(&plugin, &path, component.len(), language);
    env.out.write_all(harmless(&text).as_bytes())?;
    writeln!(
        env.err,
        "built in {:.1} s, loaded in {:.1} s",
        built.as_secs_f64(),
        loaded.as_secs_f64()
    )?;
    Ok(())
}

/// `.` is nothing to write before a file's name.
fn plain(folder: &Path) -> &Path {
    if folder == Path::new(".") {
        Path::new("")
    } else {
        folder
    }
}

fn told(plugin: &Plugin, path: &Path, bytes: usize, language: Language) -> String {
    let description = plugin.description();
    let imports = if plugin.imports().is_empty() {
        "nothing".to_owned()
    } else {
        plugin.imports().join(", ")
    };
    let facts = [
        (
            "file",
            format!("{}, {:.1} kB", path.display(), bytes as f64 / 1000.0),
        ),
        ("imports", imports),
        ("sha256", plugin.digest().to_owned()),
    ];
    let rows: Vec<Vec<String>> = facts
        .into_iter()
        .map(|(name, fact)| vec![name.to_owned(), fact])
        .collect();
    format!(
        "{} {}, a {} in {}\n{}",
        description.name,
        description.version,
        plugin.kind().name(),
        language.title(),
        table(&rows, &[], "")
    )
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::is_made;
    use crate::authoring::language::Language;

    #[test]
    fn what_building_writes_is_no_reason_to_build() {
        for (path, made) in [
            ("plugin.py", false),
            ("golden.jsonl", false),
            ("words/list.py", false),
            ("tunesmith.py", true),
            ("build/tunesmith_entry.py", true),
            ("__pycache__/plugin.cpython-311.pyc", true),
            ("a-b.wasm", true),
            (".a-b.wasm.part-17", true),
            ("wit/plugin.wit", true),
        ] {
            assert_eq!(is_made(Path::new(path), Language::Python), made, "{path}");
        }
    }
}
