//! The `tunesmith` command: reads arguments, runs one command, turns its outcome into an exit code.

mod cli;
mod commands;
mod dataset_paths;
mod env;
mod error;
mod fix_file;
mod matrix;
mod patch_file;
mod plugin_files;
mod progress_line;
mod summary_text;
mod text;
mod token_settings;
mod whole_file;
mod wire;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    let mut env = env::Env::real();
    let outcome = commands::run(cli.command, &mut env);
    match outcome {
        Ok(outcome) => ExitCode::from(outcome.exit_code()),
        Err(error) if error.is_broken_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            env.complain(&error);
            ExitCode::from(2)
        }
    }
}
