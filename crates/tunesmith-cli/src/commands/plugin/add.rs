//! `tunesmith plugin add` and `plugin remove`: brings a stranger's plugin beside a recipe, looked at before anything of it runs.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tunesmith_plugin_host::{LARGEST_FILE, Limits};
use tunesmith_plugin_registry::{Checked, Source, check, fetch};

use super::lock;
use crate::env::{Env, Outcome};
use crate::error::CliError;
use crate::lock_file::LockFile;
use crate::registry;
use crate::text::{harmless, table};
use crate::whole_file::WholeFile;
use crate::wire;

/// Add a plugin from a file, an address or a registry
///
/// Fetches it, looks at what it wants before anything of it runs, puts it into the folder `plugins` beside the recipe and pins it in tunesmith.lock. Recipes then call it by name.
#[derive(Debug, clap::Args)]
pub(super) struct AddArgs {
    /// A path, https://… or oci://registry/repository:tag
    source: String,
    /// The recipe beside which it is put [default: this folder]
    #[arg(long, value_name = "RECIPE")]
    recipe: Option<PathBuf>,
    /// What recipes call it [default: its own name]
    #[arg(long = "as", value_name = "NAME", value_parser = file_name)]
    name: Option<String>,
    /// A minisign public key (or a file with one) whose signature it must bear
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
}

/// Take a plugin away that was added
#[derive(Debug, clap::Args)]
pub(super) struct RemoveArgs {
    /// What recipes call it
    #[arg(value_parser = file_name)]
    name: String,
    /// The recipe beside which it lies [default: this folder]
    #[arg(long, value_name = "RECIPE")]
    recipe: Option<PathBuf>,
}

/// A name that is a file's name on every system, and nothing more.
fn file_name(text: &str) -> Result<String, String> {
    let good = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    if text.is_empty() || !text.chars().all(good) {
        return Err("use letters, digits, `-` and `_`".to_owned());
    }
    Ok(text.to_owned())
}

pub(super) fn run(args: &AddArgs, env: &mut Env) -> Result<Outcome, CliError> {
    let folder = folder_of(args.recipe.as_deref());
    let key = args.key.as_deref().map(key_text).transpose()?;
    let source = Source::parse(&args.source)?;
    let credentials = registry::credentials();
    let fetched =
        registry::runtime()?.block_on(fetch(&source, LARGEST_FILE as usize, &credentials))?;
    let checked = check(&fetched, key.as_deref())?;
    // Refuses what wants too much, before anything of it runs.
    let host = wire::host(Limits::default(), Arc::new(|_| {}))?;
    let plugin = host.load(&fetched.bytes, &fetched.source)?;
    let description = plugin.description();
    let name = match &args.name {
        Some(name) => name.clone(),
        None => file_name(&description.name).map_err(|why| {
            CliError::new(format!(
                "it calls itself {:?}, which can not be a file's name: {why}",
                description.name
            ))
            .help("give it another with --as NAME")
        })?,
    };
    let mut lock_file = LockFile::read(&folder)?.unwrap_or_default();
    let mut entry = lock::entry(&name, &plugin, fetched.source.clone());
    let signature = match checked {
        Checked::Absent => "none".to_owned(),
        Checked::Unchecked => "there is one; --key KEY checks it".to_owned(),
        Checked::By(key) => {
            entry.key = Some(key.clone());
            format!("by {key}")
        }
    };
    if let Some(pinned) = lock_file.entry(&name).and_then(|known| known.key.as_ref())
        && entry.key.as_ref() != Some(pinned)
    {
        return Err(CliError::new(format!(
            "{name} was signed by {pinned} when it was added, and this file was not checked against that key"
        ))
        .help(format!("add `--key {pinned}`; or `tunesmith plugin remove {name}` first, if the key has changed and you know why")));
    }
    let path = folder.join("plugins").join(format!("{name}.wasm"));
    put(&path, &fetched.bytes, env)?;
    let wants = if description.abilities.is_empty() {
        "nothing".to_owned()
    } else {
        format!(
            "{}; a recipe grants it with `grants`",
            description.abilities.join(", ")
        )
    };
    let told = |texts: &[String]| {
        if texts.is_empty() {
            "unnamed".to_owned()
        } else {
            texts.join(", ")
        }
    };
    let rows = [
        (
            "is",
            format!(
                "{} {} ({})",
                description.name,
                description.version,
                plugin.kind()
            ),
        ),
        ("says", description.summary.clone()),
        ("asks for", wants),
        ("licence", description.licence.clone()),
        ("authors", told(&description.authors)),
        ("sha256", plugin.digest().to_owned()),
        ("from", fetched.source.clone()),
        ("signature", signature),
        ("lies in", path.display().to_string()),
    ];
    let rows: Vec<Vec<String>> = rows
        .map(|(name, value)| vec![name.to_owned(), value])
        .to_vec();
    let replaced = lock_file.set(entry.clone());
    lock_file.write(&folder, env)?;
    let verb = match replaced {
        Some(old) if old.sha256 != entry.sha256 => "replaced",
        _ => "added",
    };
    let text = format!("{verb} {name}\n{}", table(&rows, &[], "  "));
    env.out.write_all(harmless(&text).as_bytes())?;
    Ok(Outcome::Fine)
}

pub(super) fn remove(args: &RemoveArgs, env: &mut Env) -> Result<Outcome, CliError> {
    let folder = folder_of(args.recipe.as_deref());
    let path = folder.join("plugins").join(format!("{}.wasm", args.name));
    let mut lock_file = LockFile::read(&folder)?.unwrap_or_default();
    let entry = lock_file.remove(&args.name);
    let deleted = match std::fs::remove_file(&path) {
        Ok(()) => true,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => false,
        Err(error) => {
            return Err(CliError::new(format!(
                "{} can not be deleted: {error}",
                path.display()
            )));
        }
    };
    if !deleted && entry.is_none() {
        return Err(CliError::new(format!(
            "there is no {} and no entry for it in the lock",
            path.display()
        ))
        .help("`tunesmith plugin list --recipe RECIPE` shows what is there"));
    }
    if entry.is_some() {
        lock_file.write(&folder, env)?;
    }
    writeln!(env.out, "removed {}", args.name)?;
    Ok(Outcome::Fine)
}

fn folder_of(recipe: Option<&Path>) -> PathBuf {
    recipe
        .and_then(Path::parent)
        .map(Path::to_owned)
        .unwrap_or_default()
}

fn put(path: &Path, bytes: &[u8], env: &mut Env) -> Result<(), CliError> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|error| {
            CliError::new(format!("{} can not be made: {error}", folder.display()))
        })?;
    }
    let mut file = WholeFile::create(path)?;
    file.write_all(bytes)?;
    file.keep(env)
}

/// A key as it is, or what a file holds.
fn key_text(key: &str) -> Result<String, CliError> {
    if !Path::new(key).is_file() {
        return Ok(key.to_owned());
    }
    std::fs::read_to_string(key)
        .map_err(|error| CliError::new(format!("the key {key} can not be read: {error}")))
}
