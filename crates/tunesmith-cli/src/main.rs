//! The `tunesmith` command: reads arguments, runs one command, turns its outcome into an exit code.

mod authoring;
mod carried_page;
mod check_inputs;
mod chosen_profiles;
mod cli;
mod commands;
mod env;
mod error;
mod fixing;
mod inputs;
mod lock_file;
mod patch;
mod plugin_check;
mod plugin_files;
mod plugin_page;
mod plugin_samples;
mod plugin_settings;
mod plugin_test;
mod profile_matrix;
mod progress_line;
mod registry;
mod report_output;
mod results_element;
mod run_report;
mod run_report_of;
mod score_summary;
mod score_sums;
mod summary_text;
mod text;
mod token_counting;
mod watch;
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
