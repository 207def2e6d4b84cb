//! `tunesmith plugin test`: holds a compiled plugin to its golden vectors and to the contract.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tunesmith_plugin_host::{Grants, Limits, Plugin};

use super::build;
use crate::env::{Env, Outcome};
use crate::error::CliError;
use crate::plugin_files::find_plugin;
use crate::plugin_test::{Depth, Golden, Part, parts};
use crate::text::harmless;
use crate::whole_file::{WholeFile, unwritable};
use crate::wire;

/// Longer than any honest call, so that a machine that is busy with other things fails no test.
const TIME: Duration = Duration::from_secs(2);

/// Hold a plugin to its golden vectors and to the contract
///
/// Runs every line of golden.jsonl, then looks whether the plugin answers the same from every instance and every cut of a batch, keeps its limits, and survives odd input. Exits with 1 if something is wrong.
#[derive(Debug, clap::Args)]
pub(super) struct TestArgs {
    /// A plugin's folder, a .wasm file, or a name from `plugin list`
    #[arg(default_value = ".")]
    plugin: String,
    /// The golden vectors [default: golden.jsonl beside the plugin]
    #[arg(long, value_name = "FILE")]
    golden: Option<PathBuf>,
    /// Write what comes out into the golden vectors; read the difference before you keep it
    #[arg(long)]
    update: bool,
    /// Build and test again whenever a file of the plugin's folder changes, until Ctrl-C
    #[arg(long, conflicts_with_all = ["update", "golden"])]
    watch: bool,
    /// How many odd examples or tasks to try
    #[arg(long, value_name = "N", default_value_t = 300)]
    odd: u32,
    /// Other odd examples
    #[arg(long, value_name = "N", default_value_t = 0)]
    rng_seed: u64,
}

pub(super) fn run(args: &TestArgs, env: &mut Env) -> Result<Outcome, CliError> {
    if !args.watch {
        return test(args, env);
    }
    let folder = Path::new(&args.plugin);
    if !folder.is_dir() {
        return Err(CliError::new(format!(
            "{} is no folder; `--watch` builds and tests the plugin whose source lies in one",
            folder.display()
        )));
    }
    build::again_and_again(folder, env, |env| {
        build::build(folder, None, env)?;
        test(args, env).map(drop)
    })
}

fn test(args: &TestArgs, env: &mut Env) -> Result<Outcome, CliError> {
    let (file, beside) = files(&args.plugin)?;
    let limits = Limits {
        time: TIME,
        ..Limits::default()
    };
    let host = wire::host(limits, Arc::new(|_| {}))?;
    let plugin = wire::load_plugin(&host, &file)?;
    // A test gives what is asked for; a recipe decides for itself.
    let plugin = plugin.with_grants(Grants::of(Grants::KNOWN))?;
    let golden_path = args.golden.clone().unwrap_or(beside);
    let golden = read(&golden_path, args.golden.is_some())?;
    if args.update {
        return update(&plugin, &golden, &golden_path, env);
    }
    let depth = Depth {
        odd: args.odd,
        rng_seed: args.rng_seed,
        time: TIME,
    };
    let parts = parts(&plugin, &golden, depth);
    let title = format!(
        "{} ({})  {}\n",
        plugin.name(),
        plugin.kind(),
        file.display()
    );
    let text = title + &parts.iter().map(told).collect::<String>();
    env.out.write_all(harmless(&text).as_bytes())?;
    Ok(if parts.iter().all(|part| part.outcome.is_ok()) {
        Outcome::Fine
    } else {
        Outcome::Findings
    })
}

/// The plugin's file, and where its golden vectors are looked for.
fn files(plugin: &str) -> Result<(PathBuf, PathBuf), CliError> {
    let folder = Path::new(plugin);
    if !folder.is_dir() {
        let file = find_plugin(plugin, Path::new(""))?;
        let golden = file.with_file_name("golden.jsonl");
        return Ok((file, golden));
    }
    let entries = std::fs::read_dir(folder)
        .map_err(|error| CliError::new(format!("{} can not be read: {error}", folder.display())))?;
    let paths = entries.flatten().map(|entry| entry.path());
    let mut found: Vec<PathBuf> = paths
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "wasm")
        })
        .collect();
    found.sort();
    match found.as_slice() {
        [file] => Ok((file.clone(), folder.join("golden.jsonl"))),
        [] => Err(
            CliError::new(format!("{} has no .wasm file", folder.display()))
                .help("`tunesmith plugin build` makes it"),
        ),
        several => {
            let names: Vec<String> = several
                .iter()
                .map(|path| path.display().to_string())
                .collect();
            Err(CliError::new(format!(
                "{} has several .wasm files: {}",
                folder.display(),
                names.join(", ")
            ))
            .help("name the one to test"))
        }
    }
}

/// The vectors; none where the file beside the plugin is not there.
fn read(path: &Path, must_be: bool) -> Result<Golden, CliError> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && !must_be => String::new(),
        Err(error) => {
            return Err(CliError::new(format!(
                "the golden vectors {} can not be read: {error}",
                path.display()
            )));
        }
    };
    Golden::parse(&text).map_err(|why| CliError::new(format!("{}, {why}", path.display())))
}

fn update(
    plugin: &Plugin,
    golden: &Golden,
    path: &Path,
    env: &mut Env,
) -> Result<Outcome, CliError> {
    let mut file = WholeFile::create(path)?;
    let mut changed = 0_usize;
    for line in &golden.lines {
        let got = line.run(plugin).map_err(|why| {
            CliError::new(format!("{}, line {}: {why}", path.display(), line.number))
        })?;
        changed += usize::from(!line.is(&got));
        writeln!(file, "{got}").map_err(|error| unwritable(path, &error))?;
    }
    file.keep(env)?;
    writeln!(
        env.out,
        "{changed} of {} lines changed in {}; read the difference before you keep it",
        golden.lines.len(),
        path.display()
    )?;
    Ok(Outcome::Fine)
}

fn told(part: &Part) -> String {
    match &part.outcome {
        Ok(seen) => format!("  ok    {}: {seen}\n", part.name),
        Err(faults) => {
            let mut text = format!("  BAD   {}\n", part.name);
            for fault in faults {
                text.push_str(&format!("          {fault}\n"));
            }
            text
        }
    }
}
