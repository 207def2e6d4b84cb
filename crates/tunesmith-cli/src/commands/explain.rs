//! `tunesmith explain`: a rule's page.

use tunesmith_pipeline::did_you_mean;
use tunesmith_validate::{explain, rule_table};

use crate::env::{Env, Outcome};
use crate::error::CliError;

/// Show the page of a rule: what it finds, why it matters, good and bad examples, who says so
#[derive(Debug, clap::Args)]
pub(crate) struct ExplainArgs {
    /// The rule's name, as it stands in a finding: error[NAME]
    rule: String,
}

pub(crate) fn run(args: &ExplainArgs, env: &mut Env) -> Result<Outcome, CliError> {
    let page = explain(&args.rule).ok_or_else(|| {
        let help = did_you_mean(&args.rule, rule_table().iter().map(|row| row.name));
        CliError::new(format!("no rule is called `{}`", args.rule))
            .help(help.unwrap_or_else(|| "`tunesmith rules` lists them".to_owned()))
    })?;
    env.out.write_all(page.as_bytes())?;
    Ok(Outcome::Fine)
}
