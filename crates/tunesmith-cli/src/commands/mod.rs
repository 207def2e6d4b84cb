//! One file per command.

pub(crate) mod convert;
pub(crate) mod doctor;
pub(crate) mod estimate;
pub(crate) mod explain;
pub(crate) mod generate_docs;
pub(crate) mod page;
pub(crate) mod plugin;
pub(crate) mod rules;
pub(crate) mod run;
pub(crate) mod score;
pub(crate) mod validate;
pub(crate) mod why;

use crate::cli::Command;
use crate::env::{Env, Outcome};
use crate::error::CliError;

pub(crate) fn run(command: Command, env: &mut Env) -> Result<Outcome, CliError> {
    match command {
        Command::Convert(args) => convert::run(&args, env),
        Command::Doctor(args) => doctor::run(args, env),
        Command::Estimate(args) => estimate::run(&args, env),
        Command::Explain(args) => explain::run(&args, env),
        Command::GenerateDocs(args) => generate_docs::run(&args),
        Command::Page(args) => page::run(&args, env),
        Command::Plugin(args) => plugin::run(args, env),
        Command::Rules(args) => rules::run(&args, env),
        Command::Run(args) => run::run(args, env),
        Command::Score(args) => score::run(&args, env),
        Command::Validate(args) => validate::run(&args, env),
        Command::Why(args) => why::run(&args, env),
    }
}
