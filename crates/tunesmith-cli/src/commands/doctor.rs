//! `tunesmith doctor`: what works on this machine, and what to do about what does not.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tunesmith_core::{AnswerMode, Model as _};
use tunesmith_llm::Client;
use tunesmith_pipeline::{AnswerModeRecipe, Plan, Selection};
use tunesmith_plugin_host::Limits;

use crate::env::{Env, Outcome};
use crate::error::CliError;
use crate::plugin_files::{all_plugins, plugin_folders};
use crate::wire;

/// Check what works here: plugins, cache, and the models of a recipe
///
/// Asks each model's server for its list of models and probes whether it enforces JSON Schemas; the probe costs a few tokens.
#[derive(Debug, clap::Args)]
pub(crate) struct DoctorArgs {
    /// A recipe whose models, plugins and seeds to check
    recipe: Option<PathBuf>,
    /// Ask a model at another address than the recipe says (can be repeated)
    #[arg(long, value_name = "MODEL=URL", value_parser = super::run::parse_base_url)]
    base_url: Vec<(String, String)>,
}

struct Report<'a> {
    env: &'a mut Env,
    outcome: Outcome,
}

impl Report<'_> {
    fn good(&mut self, text: &str) -> Result<(), CliError> {
        Ok(writeln!(self.env.out, "  ok    {text}")?)
    }

    fn bad_error(&mut self, error: &CliError) -> Result<(), CliError> {
        match &error.help {
            Some(help) => self.bad(&format!("{error}\nhelp: {help}")),
            None => self.bad(&error.to_string()),
        }
    }

    fn bad(&mut self, text: &str) -> Result<(), CliError> {
        self.outcome = Outcome::Findings;
        Ok(writeln!(
            self.env.out,
            "  BAD   {}",
            text.replace('\n', "\n        ")
        )?)
    }
}

pub(crate) fn run(args: DoctorArgs, env: &mut Env) -> Result<Outcome, CliError> {
    let mut report = Report {
        env,
        outcome: Outcome::Fine,
    };
    writeln!(report.env.out, "tunesmith {}", env!("CARGO_PKG_VERSION"))?;
    check_cache(&mut report)?;
    let folder = args.recipe.as_deref().and_then(Path::parent);
    check_plugins(folder, &mut report)?;
    match args.recipe {
        None => writeln!(
            report.env.out,
            "  --    no recipe given: models were not checked (`tunesmith doctor RECIPE`)"
        )?,
        Some(recipe) => check_recipe(&recipe, args.base_url, &mut report)?,
    }
    Ok(report.outcome)
}

fn check_cache(report: &mut Report<'_>) -> Result<(), CliError> {
    let Some(folder) = wire::compiled_folder() else {
        return report.bad("the system names no cache folder: plugins are compiled at every start (set HOME or XDG_CACHE_HOME)");
    };
    match std::fs::create_dir_all(&folder) {
        Ok(()) => report.good(&format!(
            "compiled plugins are cached in {}",
            folder.display()
        )),
        Err(error) => report.bad(&format!(
            "{} can not be created: {error}; plugins are compiled at every start",
            folder.display()
        )),
    }
}

fn check_plugins(recipe_folder: Option<&Path>, report: &mut Report<'_>) -> Result<(), CliError> {
    let plugins = all_plugins(recipe_folder);
    if plugins.is_empty() {
        let folders: Vec<String> = plugin_folders(recipe_folder)
            .iter()
            .map(|folder| folder.display().to_string())
            .collect();
        return report.bad(&format!(
            "no plugin in {}; `cargo xtask plugins` builds the standard ones",
            folders.join(", ")
        ));
    }
    let host = wire::host(Limits::default(), Arc::new(|_| {}))?;
    for (name, path) in plugins {
        match wire::load_plugin(&host, &path) {
            Ok(plugin) => report.good(&format!(
                "plugin {name} {} ({})",
                plugin.description().version,
                plugin.kind().name()
            ))?,
            Err(error) => report.bad_error(&error)?,
        }
    }
    Ok(())
}

fn check_recipe(
    path: &Path,
    base_urls: Vec<(String, String)>,
    report: &mut Report<'_>,
) -> Result<(), CliError> {
    let mut plan = match Plan::load(path, &Selection::default()) {
        Ok(plan) => plan,
        Err(error) => return report.bad(&error.to_string()),
    };
    report.good(&format!(
        "recipe {}: {} tasks",
        path.display(),
        plan.all_tasks()
    ))?;
    match wire::stages(&plan, false, Arc::new(|_| {}), None) {
        Ok(_) => report.good("its plugins are there and take their settings")?,
        Err(error) => report.bad_error(&error)?,
    }
    for (alias, url) in base_urls {
        if let Some(model) = plan.recipe.models.get_mut(&alias) {
            model.base_url = url;
        }
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    for alias in plan.used_models() {
        let mut recipe = plan.recipe.models[alias].clone();
        recipe.max_attempts = 1;
        let client = match wire::client(alias, &recipe, true) {
            Ok(client) => client,
            Err(error) => {
                report.bad_error(&error)?;
                continue;
            }
        };
        runtime.block_on(check_model(
            alias,
            &recipe.model,
            recipe.answer_mode,
            &client,
            report,
        ))?;
    }
    Ok(())
}

async fn check_model(
    alias: &str,
    id: &str,
    mode: AnswerModeRecipe,
    client: &Client,
    report: &mut Report<'_>,
) -> Result<(), CliError> {
    match client.list_models().await {
        Err(error) => return report.bad(&format!("model {alias}: {error}")),
        Ok(models) if models.is_empty() || models.iter().any(|model| model == id) => {
            report.good(&format!(
                "model {alias}: {} answers and has {id}",
                client.base_url()
            ))?;
        }
        Ok(models) => {
            let some = models
                .iter()
                .take(8)
                .cloned()
                .collect::<Vec<_>>()
                .join(", ");
            return report.bad(&format!(
                "model {alias}: {} has no model {id}; it has: {some}",
                client.base_url()
            ));
        }
    }
    let Some(probe) = client.probe() else {
        return report.good(
            &format!("model {alias}: answer mode {mode:?}, as the recipe says").to_lowercase(),
        );
    };
    match client.send(&probe).await {
        Err(error) => report.bad(&format!(
            "model {alias}: the probe for JSON Schemas was not answered: {error}"
        )),
        Ok(reply) => {
            client.learn(&reply);
            let found = match client.answer_mode() {
                AnswerMode::Native => "the server enforces JSON Schemas (native mode)",
                AnswerMode::Prompt | AnswerMode::Plain => {
                    "the server does not enforce JSON Schemas (prompt mode)"
                }
            };
            report.good(&format!("model {alias}: {found}"))
        }
    }
}
