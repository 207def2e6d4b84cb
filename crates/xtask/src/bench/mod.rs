//! `cargo xtask bench [NAME]`: what can be measured, one file each. Each prints one row of a table, or a table.

mod overhead;
mod page;
mod plugins;
mod validate;

use crate::failure::{Failure, Result};
use crate::workspace::Workspace;

#[derive(Debug, clap::Args)]
pub(crate) struct BenchArgs {
    /// What to measure; without it, the list is printed
    name: Option<String>,
}

struct Bench {
    name: &'static str,
    summary: &'static str,
    run: fn(&Workspace) -> Result<()>,
}

static BENCHES: [Bench; 4] = [
    Bench {
        name: "overhead",
        summary: "time tunesmith adds to a model server that answers after a fixed time",
        run: overhead::run,
    },
    Bench {
        name: "page",
        summary: "speed and memory of the page in browsers, beside the command line",
        run: page::run,
    },
    Bench {
        name: "plugins",
        summary: "scorers as plugins, as native Rust and in Python; what calling and starting them costs",
        run: plugins::run,
    },
    Bench {
        name: "validate",
        summary: "speed and memory of the validator beside its peers",
        run: validate::run,
    },
];

/// Runs one bench or lists them.
///
/// # Errors
/// When there is no bench of that name, or it fails.
pub(crate) fn run(workspace: &Workspace, args: &BenchArgs) -> Result<()> {
    let Some(name) = &args.name else {
        for bench in &BENCHES {
            println!("{:<12} {}", bench.name, bench.summary);
        }
        return Ok(());
    };
    match BENCHES.iter().find(|bench| bench.name == name) {
        Some(bench) => (bench.run)(workspace),
        None => Err(Failure::new(format!("there is no bench `{name}`"))
            .help("`cargo xtask bench` lists what there is")),
    }
}
