//! The grammar of the command line.

use clap::{Parser, Subcommand};

use crate::commands;

/// Make and check training data for small language models
///
/// Results go to stdout, everything else to stderr. Exit codes: 0 fine, 1 findings, 2 could not do the work, 130 interrupted (the run can be continued).
#[derive(Debug, Parser)]
#[command(name = "tunesmith", version, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Convert(commands::convert::ConvertArgs),
    Doctor(commands::doctor::DoctorArgs),
    Estimate(commands::estimate::EstimateArgs),
    Explain(commands::explain::ExplainArgs),
    #[command(hide = true)]
    GenerateDocs(commands::generate_docs::GenerateDocsArgs),
    Page(commands::page::PageArgs),
    Plugin(commands::plugin::PluginArgs),
    Rules(commands::rules::RulesArgs),
    Run(commands::run::RunArgs),
    Score(commands::score::ScoreArgs),
    Validate(commands::validate::ValidateArgs),
    Why(commands::why::WhyArgs),
}
