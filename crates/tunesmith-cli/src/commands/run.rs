//! `tunesmith run`: a recipe in, a dataset out.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::sync::watch;
use tunesmith_pipeline::{
    JournalError, Plan, Progress, REPORT, RunError, RunSettings, Selection, Stages, Summary,
    did_you_mean,
};
use tunesmith_plugin_host::LogLevel;

use crate::commands::why;
use crate::env::{Env, Outcome};
use crate::error::CliError;
use crate::{progress_line, run_report_of, summary_text, wire};

/// Make a dataset from a recipe
///
/// Every reply is on disk before it is used: after Ctrl-C, a crash or a power cut, the same command continues where it stopped and asks for nothing twice.
#[derive(Debug, clap::Args)]
pub(crate) struct RunArgs {
    /// The recipe
    recipe: PathBuf,
    /// The run's folder [default: runs/NAME]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Make N tasks of each generator, print the rows and write no data files
    ///
    /// Their replies are kept, so a full run later does not ask for them again.
    #[arg(long, value_name = "N")]
    preview: Option<u64>,
    /// Run at most N tasks of each generator
    #[arg(long, value_name = "N", conflicts_with = "preview")]
    limit: Option<u64>,
    /// Spend at most this much over all runs in the folder
    #[arg(long, value_name = "USD", value_parser = parse_usd)]
    budget: Option<f64>,
    /// Take all replies from the journal and ask nobody
    #[arg(long)]
    replay: bool,
    /// Refuse plugins that tunesmith.lock does not pin
    #[arg(long)]
    locked: bool,
    /// Ask scorers again, also about examples they have scored before with the same settings
    #[arg(long)]
    no_cache: bool,
    /// Run only this generator (can be repeated)
    #[arg(long, value_name = "GENERATOR")]
    only: Vec<String>,
    /// Ask a model at another address than the recipe says (can be repeated)
    #[arg(long, value_name = "MODEL=URL", value_parser = parse_base_url)]
    base_url: Vec<(String, String)>,
}

fn parse_usd(text: &str) -> Result<f64, String> {
    let usd: f64 = text
        .trim_start_matches('$')
        .parse()
        .map_err(|_| "give US dollars, for example 2.50".to_owned())?;
    if usd.is_finite() && usd >= 0.0 {
        Ok(usd)
    } else {
        Err("give US dollars from 0 up".to_owned())
    }
}

pub(crate) fn parse_base_url(text: &str) -> Result<(String, String), String> {
    let (alias, url) = text
        .split_once('=')
        .ok_or_else(|| "give MODEL=URL, for example local=http://127.0.0.1:8082/v1".to_owned())?;
    Ok((alias.to_owned(), url.to_owned()))
}

pub(crate) fn run(args: RunArgs, env: &mut Env) -> Result<Outcome, CliError> {
    let selection = Selection {
        only: args.only,
        limit: args.preview.or(args.limit),
    };
    let mut plan = Plan::load(&args.recipe, &selection)?;
    for (alias, url) in args.base_url {
        let known: Vec<String> = plan.recipe.models.keys().cloned().collect();
        let Some(model) = plan.recipe.models.get_mut(&alias) else {
            let error = CliError::new(format!(
                "--base-url {alias}=…: the recipe has no model `{alias}`"
            ));
            let names = known.iter().map(String::as_str);
            let none = match known.join(", ") {
                names if names.is_empty() => "it names no model at all".to_owned(),
                names => format!("it has: {names}"),
            };
            return Err(error.help(did_you_mean(&alias, names).unwrap_or(none)));
        };
        model.base_url = url;
    }
    if args.budget.is_some() {
        plan.check_prices(&args.recipe)?;
    }
    let name = plan.recipe.name.clone();
    let settings = RunSettings {
        out: args
            .out
            .unwrap_or_else(|| PathBuf::from("runs").join(&name)),
        replay: args.replay,
        preview: args.preview.is_some(),
        budget_usd: args.budget,
        make_report: run_report_of::make_report(),
        at_crash_point: |_| {},
    };
    let cache = (!args.no_cache).then(wire::score_cache).flatten();
    let log = wire::plugin_log(LogLevel::Info);
    let stages = wire::stages(&plan, !args.replay, log, cache.as_ref(), args.locked)?;
    match drive(plan, stages, &settings, env) {
        Ok(summary) => {
            let outcome = tell(&name, &summary, env)?;
            old_report(&settings, env)?;
            Ok(outcome)
        }
        Err(RunError::Interrupted) => {
            writeln!(env.err, "interrupted: {}", safe(&settings.out))?;
            Ok(Outcome::Interrupted)
        }
        Err(error) => {
            let help = help(&error, &settings.out);
            let error = CliError::from(error);
            Err(match help {
                Some(help) => error.help(help),
                None => error,
            })
        }
    }
}

/// A report that this run could not replace speaks of other files than those beside it.
fn old_report(settings: &RunSettings, env: &mut Env) -> Result<(), CliError> {
    let report = settings.out.join(REPORT);
    if settings.make_report.is_none() && !settings.preview && report.is_file() {
        writeln!(
            env.err,
            "{} is of an earlier run: this build of tunesmith carries no page, so it writes no reports",
            report.display()
        )?;
    }
    Ok(())
}

/// What to do about a run that has ended without its files, where the error does not say so itself.
fn help(error: &RunError, out: &Path) -> Option<String> {
    match error {
        RunError::Locked { .. }
        | RunError::SumsOff { .. }
        | RunError::Profile(_)
        | RunError::Journal(JournalError::Layout { .. }) => None,
        // The run has not begun.
        RunError::Io {
            action: "created" | "locked",
            ..
        }
        | RunError::Journal(JournalError::Sqlite {
            action: "opened", ..
        }) => Some("nothing was asked or changed; choose another folder with --out".to_owned()),
        // Nothing but a change of the recipe or the plugin helps.
        RunError::NoModel { .. }
        | RunError::PluginAlwaysFails { .. }
        | RunError::PluginTooSlow { .. } => Some(format!(
            "correct this and run the same command again; every reply so far is safe in {}",
            out.display()
        )),
        _ => Some(safe(out)),
    }
}

fn safe(out: &Path) -> String {
    format!(
        "every reply so far is safe in {}; run the same command again to continue",
        out.display()
    )
}

fn drive(
    plan: Plan,
    stages: Stages,
    settings: &RunSettings,
    env: &Env,
) -> Result<Summary, RunError> {
    let worker = |error: std::io::Error| RunError::Worker(error.to_string());
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(worker)?;
    let progress = Arc::new(Progress::default());
    let terminal = env.err_is_terminal;
    let safe = safe(&settings.out);
    let outcome = runtime.block_on(async {
        let (interrupt, interrupted) = watch::channel(false);
        let listener = tokio::spawn(listen_for_ctrl_c(interrupt, safe));
        let drawing = tokio::spawn(progress_line::show(Arc::clone(&progress), terminal));
        let outcome = tunesmith_pipeline::run(plan, stages, settings, progress, interrupted).await;
        listener.abort();
        drawing.abort();
        // Waits until the bar is gone; being aborted is what we asked for.
        let _ = drawing.await;
        outcome
    });
    // A plugin that is stuck on a blocking thread ends at its own time limit; the user need not wait for it.
    runtime.shutdown_background();
    outcome
}

async fn listen_for_ctrl_c(interrupt: watch::Sender<bool>, safe: String) {
    // Why one listener: a press between two of them would be heard by neither.
    #[cfg(unix)]
    let presses = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::interrupt());
    #[cfg(windows)]
    let presses = tokio::signal::windows::ctrl_c();
    let Ok(mut presses) = presses else {
        return;
    };
    presses.recv().await;
    interrupt.send_replace(true);
    anstream::eprintln!(
        "stopping: waiting up to 30 s for replies that are paid for (Ctrl-C again stops at once)"
    );
    presses.recv().await;
    anstream::eprintln!("interrupted: {safe}");
    #[expect(
        clippy::exit,
        reason = "the user asked twice; the journal is safe at every moment"
    )]
    std::process::exit(130);
}

fn tell(name: &str, summary: &Summary, env: &mut Env) -> Result<Outcome, CliError> {
    for row in &summary.preview {
        write!(env.out, "{}", why::row_text(row, env.width))?;
    }
    write!(
        env.out,
        "{}",
        summary_text::summary_text(name, summary, env.width)
    )?;
    env.out.flush()?;
    let errors = summary
        .file_findings
        .iter()
        .any(|finding| finding.starts_with("error"));
    Ok(if summary.rows.failed > 0 || errors {
        Outcome::Findings
    } else {
        Outcome::Fine
    })
}
