//! `cargo xtask demo`: the whole way on a fresh machine, with a model that runs here: generate, score, filter, validate.
//!
//! The model server lives for the time of the command. Without Python, or with `--no-model`, the part that needs no model runs.

mod examples;
mod library;
mod model_server;

use std::path::Path;
use std::process::Command;

use crate::failure::{Failure, Result};
use crate::server::Server;
use crate::workspace::{Profile, Workspace, line_of, make_empty_folder, make_folder};
use crate::{plugins, python};

#[derive(Debug, clap::Args)]
pub(crate) struct DemoArgs {
    /// Start over; without it, an earlier demo is continued and nothing is asked of the model twice
    #[arg(long)]
    fresh: bool,
    /// Run only the part that needs no model
    #[arg(long)]
    no_model: bool,
    /// Only start the model server, for recipes of your own, and keep it until Enter is pressed
    #[arg(long, conflicts_with_all = ["fresh", "no_model"])]
    serve: bool,
    /// Run every recipe against the local model instead, and print what each generator asked, kept and left out
    #[arg(long, conflicts_with_all = ["no_model", "serve"])]
    library: bool,
    /// With --library: tasks of each generator
    #[arg(long, value_name = "N", default_value_t = 20)]
    tasks: u32,
    /// Threads of the model server; by default two, or one on a single-core machine
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
}

/// The recipe, its generator that asks no model, and its alias for the local one.
const RECIPE: &str = "recipes/quickstart.toml";
const MODEL_FREE_GENERATOR: &str = "math";
const MODEL: &str = "local";

const NO_PYTHON: &str =
    "no Python 3.9 or later was found (`python3`, `python`); the model server runs in it";

/// Builds, starts the model, runs the recipe, shows what came out and stops the model.
///
/// # Errors
/// When a build, a download, the server or the run fails; each says what to do.
pub(crate) fn run(workspace: &Workspace, args: &DemoArgs) -> Result<()> {
    if args.serve {
        return serve(args);
    }
    println!("Building tunesmith and its plugins");
    let tunesmith = workspace.build_program("tunesmith-cli", "tunesmith", Profile::Release)?;
    if args.library {
        plugins::run(workspace)?;
    } else {
        plugins::of_recipe(workspace, RECIPE)?;
    }
    println!();
    if args.library {
        let python = python::find().ok_or_else(|| Failure::new(NO_PYTHON))?;
        let server = start_model(python, args)?;
        return library::run(workspace, &tunesmith, &server.url, args.tasks, args.fresh);
    }
    let python = match args.no_model {
        true => None,
        false => python::find(),
    };
    // The server stops where this goes out of scope, on every way out of this function.
    let server = match python {
        Some(python) => Some(start_model(python, args)?),
        None => {
            if !args.no_model {
                println!(
                    "No Python 3.9 or later was found (`python3`, `python`): it is what the model server runs in."
                );
            }
            println!("Running the part of the recipe that needs no model.");
            None
        }
    };

    let folder = workspace.target.join("demo").join(match server {
        Some(_) => "quickstart",
        None => "quickstart-without-model",
    });
    if args.fresh {
        make_empty_folder(&folder)?;
    } else if folder.join("run.db").exists() {
        println!(
            "Continuing the earlier demo in {} (`--fresh` starts over)",
            folder.display()
        );
    }
    make_folder(&folder)?;
    let mut command = Command::new(&tunesmith);
    command
        .current_dir(&workspace.root)
        .args(["run", RECIPE, "--out"])
        .arg(&folder);
    match &server {
        Some(server) => command.args(["--base-url", &format!("{MODEL}={}/v1", server.url)]),
        None => command.args(["--only", MODEL_FREE_GENERATOR]),
    };
    run_recipe(&mut command)?;
    drop(server);

    let train = folder.join("train.jsonl");
    examples::print_kept(&train, 3)?;
    let row = examples::print_excluded(&folder.join("exclusions.jsonl"), 3)?;
    print_verdict(&tunesmith, workspace, &train)?;
    print_way_on(workspace, &tunesmith, &folder, row.as_deref());
    Ok(())
}

/// Keeps the model server until a line or the end of our input comes.
fn serve(args: &DemoArgs) -> Result<()> {
    let python = python::find().ok_or_else(|| Failure::new(NO_PYTHON))?;
    let server = start_model(python, args)?;
    println!(
        "Use it with: tunesmith run RECIPE --base-url {MODEL}={}/v1\nEnter stops it.",
        server.url
    );
    std::io::stdin()
        .read_line(&mut String::new())
        .map_err(|cause| Failure::new(format!("cannot read from the terminal: {cause}")))?;
    Ok(())
}

fn start_model(python: &str, args: &DemoArgs) -> Result<Server> {
    let threads = args.threads.unwrap_or_else(default_threads);
    model_server::start(python, &model_server::cache_folder()?, threads)
}

fn default_threads() -> usize {
    std::thread::available_parallelism().map_or(1, |cores| cores.get().min(2))
}

fn run_recipe(command: &mut Command) -> Result<()> {
    let line = line_of(command);
    println!("\n$ {line}");
    let status = command
        .status()
        .map_err(|cause| Failure::new(format!("cannot start `{line}`: {cause}")))?;
    // 1 means that validation found something: the verdict below says what.
    match status.code() {
        Some(0 | 1) => Ok(()),
        Some(130) => Err(Failure::new("interrupted")
            .help("`cargo xtask demo` continues it; no finished reply is asked for again")),
        _ => Err(Failure::new(format!("`{line}` ended with {status}"))),
    }
}

fn print_verdict(tunesmith: &Path, workspace: &Workspace, train: &Path) -> Result<()> {
    let mut command = Command::new(tunesmith);
    command
        .current_dir(&workspace.root)
        .arg("validate")
        .arg(train)
        .args(["--profile", "openai"]);
    let line = line_of(&command);
    println!("\n$ {line}");
    let status = command
        .status()
        .map_err(|cause| Failure::new(format!("cannot start `{line}`: {cause}")))?;
    match status.code() {
        Some(0) => println!("Verdict: fit for upload, as far as the profile `openai` can tell."),
        Some(1) => println!("Verdict: not fit for upload yet; the findings are above."),
        _ => return Err(Failure::new(format!("`{line}` ended with {status}"))),
    }
    Ok(())
}

fn print_way_on(workspace: &Workspace, tunesmith: &Path, folder: &Path, row: Option<&str>) {
    let (tunesmith, folder) = (workspace.shown(tunesmith), workspace.shown(folder));
    println!(
        "
A model of 135 million parameters writes demo quality: it shows that every part works, and gives the filters work to do.
For data worth training on, name a larger model in the recipe.

The files are in {folder}"
    );
    let mut ways = Vec::new();
    if let Some(row) = row {
        ways.push((
            format!("{tunesmith} why {folder} {row}"),
            "the story of one row",
        ));
    }
    ways.push((
        "cargo xtask demo".to_owned(),
        "once more: asks the model nothing twice",
    ));
    ways.push(("cargo xtask demo --fresh".to_owned(), "from the beginning"));
    ways.push((
        "cargo xtask demo --serve".to_owned(),
        "the model alone, for recipes of your own",
    ));
    for (command, what) in ways {
        println!("  {command}\n      {what}");
    }
}
