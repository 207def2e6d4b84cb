//! `tunesmith plugin lock`: pins the plugins of a recipe by what their files are.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tunesmith_pipeline::{Plan, Selection};
use tunesmith_plugin_host::{Limits, Plugin};

use crate::env::{Env, Outcome};
use crate::error::CliError;
use crate::lock_file::{LockFile, LockedPlugin};
use crate::plugin_files::find_plugin;
use crate::wire;

/// Pin the plugins of a recipe
///
/// Writes tunesmith.lock beside the recipe: for each plugin its name, version, source and the sha256 of its file. From then on a run refuses other files under these names. Entries of other recipes in the folder stay.
#[derive(Debug, clap::Args)]
pub(super) struct LockArgs {
    recipe: PathBuf,
    /// Write nothing; exit with 1 if the lock is not what would be written
    #[arg(long)]
    check: bool,
}

pub(super) fn run(args: &LockArgs, env: &mut Env) -> Result<Outcome, CliError> {
    let plan = Plan::load(&args.recipe, &Selection::default())?;
    let before = LockFile::read(&plan.folder)?.unwrap_or_default();
    let mut lock = before.clone();
    let host = wire::host(Limits::default(), Arc::new(|_| {}))?;
    let mut changes = Vec::new();
    for used in plan.recipe.plugin_uses() {
        let name = used.plugin.get_ref();
        let path = find_plugin(name, &plan.folder)?;
        let plugin = wire::load_plugin(&host, &path)?;
        let known = lock.entry(name);
        let entry = match known {
            // Where it came from is known from when it was added.
            Some(known) if known.sha256 == plugin.digest() => known.clone(),
            _ => entry(name, &plugin, source(&path, &plan.folder)),
        };
        if let Some(old) = lock.set(entry.clone()) {
            if old.sha256 != entry.sha256 {
                changes.push(format!("{name}: {} was {}", entry.sha256, old.sha256));
            }
        } else {
            changes.push(format!("{name}: {} {}", entry.sha256, entry.version));
        }
    }
    if lock == before {
        writeln!(
            env.out,
            "{} is up to date",
            LockFile::path(&plan.folder).display()
        )?;
        return Ok(Outcome::Fine);
    }
    for change in changes {
        writeln!(env.out, "{change}")?;
    }
    if args.check {
        writeln!(
            env.out,
            "{} would change",
            LockFile::path(&plan.folder).display()
        )?;
        return Ok(Outcome::Findings);
    }
    lock.write(&plan.folder, env)?;
    writeln!(env.out, "wrote {}", LockFile::path(&plan.folder).display())?;
    Ok(Outcome::Fine)
}

/// The entry of a plugin that was loaded from a file.
pub(super) fn entry(name: &str, plugin: &Plugin, source: String) -> LockedPlugin {
    let description = plugin.description();
    LockedPlugin {
        plugin: name.to_owned(),
        name: description.name.clone(),
        version: description.version.clone(),
        kind: plugin.kind().name().to_owned(),
        sha256: plugin.digest().to_owned(),
        source,
        licence: description.licence.clone(),
        authors: description.authors.clone(),
        key: None,
    }
}

/// A path beside the recipe, or a standard plugin.
fn source(path: &Path, folder: &Path) -> String {
    match path.strip_prefix(folder) {
        Ok(beside) if path.is_relative() || !folder.as_os_str().is_empty() => {
            beside.display().to_string().replace('\\', "/")
        }
        _ => "standard".to_owned(),
    }
}
