//! `tunesmith plugin`: one file for each of its commands.

mod add;
mod bench;
mod build;
mod check;
mod list;
mod lock;
mod new;
mod publish;
mod show;
mod test;

use std::path::{Path, PathBuf};

use crate::env::{Env, Outcome};
use crate::error::CliError;

/// Write, test, share and look at plugins
#[derive(Debug, clap::Args)]
pub(crate) struct PluginArgs {
    #[command(subcommand)]
    command: PluginCommand,
}

#[derive(Debug, clap::Subcommand)]
enum PluginCommand {
    /// List the plugins that recipes can name
    List {
        /// Also look in the plugins folder beside this recipe
        #[arg(long, value_name = "RECIPE")]
        recipe: Option<PathBuf>,
    },
    /// Show what a plugin is, what it imports and which settings it takes
    Show {
        /// A name from `plugin list`, or a path to a .wasm file
        plugin: String,
        /// As a page of Markdown
        #[arg(long)]
        markdown: bool,
    },
    Bench(bench::BenchArgs),
    New(new::NewArgs),
    Build(build::BuildArgs),
    Check(check::CheckArgs),
    Test(test::TestArgs),
    Add(add::AddArgs),
    Remove(add::RemoveArgs),
    Lock(lock::LockArgs),
    Publish(publish::PublishArgs),
}

pub(crate) fn run(args: PluginArgs, env: &mut Env) -> Result<Outcome, CliError> {
    match args.command {
        PluginCommand::List { recipe } => list::run(recipe.as_deref().and_then(Path::parent), env),
        PluginCommand::Show { plugin, markdown } => show::run(&plugin, markdown, env),
        PluginCommand::Bench(args) => bench::run(&args, env),
        PluginCommand::New(args) => new::run(&args, env),
        PluginCommand::Build(args) => build::run(&args, env),
        PluginCommand::Check(args) => check::run(&args, env),
        PluginCommand::Test(args) => test::run(&args, env),
        PluginCommand::Add(args) => add::run(&args, env),
        PluginCommand::Remove(args) => add::remove(&args, env),
        PluginCommand::Lock(args) => lock::run(&args, env),
        PluginCommand::Publish(args) => publish::run(&args, env),
    }
}
