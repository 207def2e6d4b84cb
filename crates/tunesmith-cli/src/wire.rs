//! Makes stages of names: the only place where plugins, models and the pipeline meet.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tunesmith_core::{JsonText, Model};
use tunesmith_llm::{AnswerModeSetting, Client, ClientSettings, Secret};
use tunesmith_pipeline::{
    AnswerModeRecipe, GeneratorStage, ModelRecipe, Plan, PluginIdentity, ScorerStage, Scoring,
    Stages,
};
use tunesmith_plugin_host::{Host, HostSettings, Limits, LoadError, LogSink, Plugin, PluginKind};

use crate::error::CliError;
use crate::plugin_files::find_plugin;

/// A host with the user's compiled-code cache.
pub(crate) fn host(limits: Limits, log: LogSink) -> Result<Host, CliError> {
    Ok(Host::new(HostSettings {
        cache_dir: compiled_folder(),
        limits,
        log,
    })?)
}

/// Where compiled plugins are kept between runs; none where the system names no cache folder.
pub(crate) fn compiled_folder() -> Option<PathBuf> {
    use etcetera::BaseStrategy as _;
    Some(
        etcetera::choose_base_strategy()
            .ok()?
            .cache_dir()
            .join("tunesmith/compiled-plugins"),
    )
}

/// Reads and loads one plugin file.
pub(crate) fn load_plugin(host: &Host, path: &Path) -> Result<Plugin, CliError> {
    Ok(host.load_file(path)?)
}

/// Everything `plan` needs. `with_keys` is false for a replay, which asks nobody.
pub(crate) fn stages(plan: &Plan, with_keys: bool, log: LogSink) -> Result<Stages, CliError> {
    let limits = &plan.recipe.limits;
    let limits = Limits {
        time: Duration::from_millis(limits.time_ms),
        memory_mib: limits.memory_mib,
        output_bytes: limits.output_mib << 20,
    };
    let host = host(limits, log)?;
    let mut generators = Vec::new();
    for recipe in &plan.recipe.generators {
        let path = find_plugin(recipe.plugin.get_ref(), &plan.folder)?;
        let plugin = load_plugin(&host, &path)?;
        must_be(
            &plugin,
            &[PluginKind::Generator],
            "generator",
            recipe.name.get_ref(),
        )?;
        let generator = plugin
            .generator(&settings(&recipe.settings))
            .map_err(|error| refused("generator", recipe.name.get_ref(), &path, &error))?;
        generators.push(GeneratorStage {
            generator,
            plugin: identity(&plugin),
        });
    }
    let mut scorers = Vec::new();
    for recipe in &plan.recipe.scorers {
        let path = find_plugin(recipe.plugin.get_ref(), &plan.folder)?;
        let plugin = load_plugin(&host, &path)?;
        must_be(
            &plugin,
            &[PluginKind::Scorer, PluginKind::Judge],
            "scorer",
            recipe.name.get_ref(),
        )?;
        let settings = settings(&recipe.settings);
        let refused = |error: LoadError| refused("scorer", recipe.name.get_ref(), &path, &error);
        let scoring = match plugin.kind() {
            PluginKind::Judge if recipe.model.is_none() => {
                let error = CliError::new(format!(
                    "scorer `{}` is a judge and asks a model, but the recipe gives it none",
                    recipe.name.get_ref()
                ));
                return Err(error.help("add `model = \"…\"` to it"));
            }
            PluginKind::Judge => Scoring::Judge(plugin.judge(&settings).map_err(refused)?),
            PluginKind::Scorer | PluginKind::Generator => {
                Scoring::Scorer(plugin.scorer(&settings).map_err(refused)?)
            }
        };
        scorers.push(ScorerStage {
            scoring,
            plugin: identity(&plugin),
        });
    }
    Ok(Stages {
        generators,
        scorers,
        models: models(plan, with_keys)?,
    })
}

/// A plugin does not start with the settings of a recipe.
fn refused(place: &str, name: &str, path: &Path, error: &LoadError) -> CliError {
    CliError::new(format!("{place} `{name}`: {error}")).help(format!(
        "change its `settings` in the recipe; `tunesmith plugin show {}` lists them",
        path.display()
    ))
}

fn must_be(plugin: &Plugin, kinds: &[PluginKind], place: &str, name: &str) -> Result<(), CliError> {
    if kinds.contains(&plugin.kind()) {
        return Ok(());
    }
    let found = plugin.kind().name();
    let error = CliError::new(format!(
        "{place} `{name}`: plugin `{}` is a {found}, not a {place}",
        plugin.description().name
    ));
    Err(error.help(format!(
        "move it to [[{}s]], or name another plugin; `tunesmith plugin list` shows the kinds",
        if found == "judge" { "scorer" } else { found }
    )))
}

fn settings(settings: &serde_json::Map<String, serde_json::Value>) -> JsonText {
    JsonText::from_value(&serde_json::Value::from(settings.clone()))
}

fn identity(plugin: &Plugin) -> PluginIdentity {
    let description = plugin.description();
    PluginIdentity {
        name: description.name.clone(),
        version: description.version.clone(),
        digest: plugin.digest().to_owned(),
    }
}

fn models(plan: &Plan, with_keys: bool) -> Result<BTreeMap<String, Arc<dyn Model>>, CliError> {
    let mut models: BTreeMap<String, Arc<dyn Model>> = BTreeMap::new();
    for alias in plan.used_models() {
        let recipe = &plan.recipe.models[alias];
        models.insert(
            alias.to_owned(),
            Arc::new(client(alias, recipe, with_keys)?),
        );
    }
    Ok(models)
}

/// The client of one model of a recipe.
pub(crate) fn client(
    alias: &str,
    recipe: &ModelRecipe,
    with_key: bool,
) -> Result<Client, CliError> {
    let key = match &recipe.key_env {
        Some(variable) if with_key => {
            let key = Secret::from_env(variable)
                .map_err(|error| CliError::new(format!("models.{alias}: {error}")))?;
            Some(key)
        }
        _ => None,
    };
    let settings = ClientSettings {
        key,
        answer_mode: match recipe.answer_mode {
            AnswerModeRecipe::Auto => AnswerModeSetting::Auto,
            AnswerModeRecipe::Native => AnswerModeSetting::Native,
            AnswerModeRecipe::Prompt => AnswerModeSetting::Prompt,
        },
        concurrency: recipe.concurrency as usize,
        request_timeout: Duration::from_secs(recipe.timeout_s),
        max_attempts: recipe.max_attempts,
        ..ClientSettings::new(recipe.base_url.clone(), recipe.model.clone())
    };
    Client::new(&settings).map_err(|error| CliError::new(format!("models.{alias}: {error}")))
}
