//! `cargo xtask COMMAND`: our build and check commands, one file each.
//!
//! It depends on nothing of ours and runs what cargo builds, so it keeps working while the rest does not compile. There is
//! no other place for such commands: no Makefile, no folder of shell scripts.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a tool for the terminal: what it prints is what it is for"
)]

mod bench;
mod browser;
mod conform;
mod demo;
mod failure;
mod fault_server;
mod fuzz;
mod generate;
mod hostile;
mod kill;
mod plugin_tools;
mod plugins;
mod python;
mod scratch;
mod server;
mod test;
mod web;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Build and check tunesmith
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build every plugin under plugins/ into target/plugins/<name>.wasm
    Plugins,
    /// Fetch what tests need to make plugins of Python and JavaScript into target/plugin-tools
    PluginTools,
    /// Build the page into web/dist/tunesmith.html
    Web,
    /// Run everything that continuous integration runs, in its order
    Test,
    /// Write the generated files that are committed (rule index, command line reference, recipe schema)
    Gen(generate::GenerateArgs),
    /// Show the whole way once, with a small local model: generate, score, filter, validate
    Demo(demo::DemoArgs),
    /// Measure; without a name, list what can be measured
    Bench(bench::BenchArgs),
    /// Ask outside programs what they say about the corpus of dataset files
    Conform(conform::ConformArgs),
    /// Look for inputs that break what must hold for any input
    Fuzz(fuzz::FuzzArgs),
    /// Run plugins that misbehave and print what became of each, as a Markdown table
    Hostile,
    /// Kill a run at random moments and compare what it leaves with a run that was left alone
    Kill(kill::KillArgs),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = workspace::load().and_then(|workspace| match cli.command {
        Command::Plugins => plugins::run(&workspace).map(|()| ExitCode::SUCCESS),
        Command::PluginTools => plugin_tools::run(&workspace).map(|()| ExitCode::SUCCESS),
        Command::Web => web::run(&workspace).map(|()| ExitCode::SUCCESS),
        Command::Test => Ok(test::run(&workspace)),
        Command::Gen(args) => generate::run(&workspace, &args).map(|()| ExitCode::SUCCESS),
        Command::Demo(args) => demo::run(&workspace, &args).map(|()| ExitCode::SUCCESS),
        Command::Bench(args) => bench::run(&workspace, &args).map(|()| ExitCode::SUCCESS),
        Command::Conform(args) => conform::run(&workspace, &args).map(|()| ExitCode::SUCCESS),
        Command::Fuzz(args) => fuzz::run(&workspace, &args).map(|()| ExitCode::SUCCESS),
        Command::Hostile => hostile::run(&workspace).map(|()| ExitCode::SUCCESS),
        Command::Kill(args) => kill::run(&workspace, &args).map(|()| ExitCode::SUCCESS),
    });
    done.unwrap_or_else(|failure| {
        eprintln!("{failure}");
        ExitCode::FAILURE
    })
}
