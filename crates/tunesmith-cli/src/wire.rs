//! Makes stages of names: the only place where plugins, models and the pipeline meet.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tunesmith_core::{JsonText, Model, Scorer};
use tunesmith_llm::{AnswerModeSetting, Client, ClientSettings, Secret};
use tunesmith_pipeline::{
    AnswerModeRecipe, FilterStage, GeneratorStage, LimitsRecipe, ModelRecipe, OwnLimitsRecipe,
    Plan, PluginIdentity, PluginUse, ScoreCache, ScorerStage, Scoring, Stages, did_you_mean,
};
use tunesmith_plugin_host::{
    Grants, Host, HostSettings, Limits, LoadError, LogLevel, LogSink, Plugin, PluginKind,
};

use crate::error::CliError;
use crate::plugin_files::find_plugin;
use crate::plugin_settings;
use crate::text::harmless;

/// Different remarks of plugins that are shown in one run; the reasons of rows tell the rest.
const MOST_REMARKS: usize = 50;

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
    Some(cache_folder()?.join("compiled-plugins"))
}

/// tunesmith's folder in the user's cache folder.
fn cache_folder() -> Option<PathBuf> {
    use etcetera::BaseStrategy as _;
    let folder = etcetera::choose_base_strategy().ok()?.cache_dir();
    Some(folder.join("tunesmith"))
}

/// Reads and loads one plugin file.
pub(crate) fn load_plugin(host: &Host, path: &Path) -> Result<Plugin, CliError> {
    Ok(host.load_file(path)?)
}

/// What scorers said in earlier runs of this user; none where it can not be kept.
pub(crate) fn score_cache() -> Option<Arc<ScoreCache>> {
    ScoreCache::open(&cache_folder()?.join("scores.db"))
}

/// A scorer that asks its plugin only about what is not known.
pub(crate) fn cached(
    cache: Option<&Arc<ScoreCache>>,
    plugin: &Plugin,
    settings: &JsonText,
    scorer: Arc<dyn Scorer>,
) -> Arc<dyn Scorer> {
    match cache {
        Some(cache) => cache.scorer(scorer, plugin.digest(), settings),
        None => scorer,
    }
}

/// Everything `plan` needs. `with_keys` is false for a replay, which asks nobody.
pub(crate) fn stages(
    plan: &Plan,
    with_keys: bool,
    log: LogSink,
    cache: Option<&Arc<ScoreCache>>,
) -> Result<Stages, CliError> {
    let host = host(Limits::default(), log)?;
    let generators = plan.recipe.generators.iter().map(|recipe| {
        let used = plugin_of(&host, plan, recipe.plugin_use(), "generator")?;
        let generator = used.plugin.generator(&used.settings);
        Ok(GeneratorStage {
            generator: generator.map_err(|error| used.refused(&error))?,
            plugin: identity(&used.plugin),
        })
    });
    let scorers = plan.recipe.scorers.iter().map(|recipe| {
        let used = plugin_of(&host, plan, recipe.plugin_use(), "scorer")?;
        let scoring = if used.plugin.kind() == PluginKind::Judge {
            if recipe.model.is_none() {
                let error = CliError::new(format!(
                    "scorer `{}` is a judge and asks a model, but the recipe gives it none",
                    used.name
                ));
                return Err(error.help("add `model = \"…\"` to it"));
            }
            used.plugin.judge(&used.settings).map(Scoring::Judge)
        } else {
            let scorer = used.plugin.scorer(&used.settings);
            scorer
                .map(|scorer| Scoring::Scorer(cached(cache, &used.plugin, &used.settings, scorer)))
        };
        Ok(ScorerStage {
            scoring: scoring.map_err(|error| used.refused(&error))?,
            plugin: identity(&used.plugin),
        })
    });
    let filters = plan.recipe.filters.iter().map(|recipe| {
        let Some(plugin) = recipe.plugin_use() else {
            return Ok(None);
        };
        let used = plugin_of(&host, plan, plugin, "filter")?;
        let filter = used.plugin.filter(&used.settings);
        Ok(Some(FilterStage {
            filter: filter.map_err(|error| used.refused(&error))?,
            plugin: identity(&used.plugin),
        }))
    });
    Ok(Stages {
        generators: generators.collect::<Result<_, CliError>>()?,
        scorers: scorers.collect::<Result<_, CliError>>()?,
        filters: filters.collect::<Result<_, CliError>>()?,
        models: models(plan, with_keys)?,
    })
}

/// A plugin as a recipe uses it: loaded, limited, granted, its settings held to its schema.
struct UsedPlugin<'a> {
    plugin: Plugin,
    settings: JsonText,
    path: PathBuf,
    place: &'static str,
    name: &'a str,
}

impl UsedPlugin<'_> {
    /// It does not start with its settings.
    fn refused(&self, error: &LoadError) -> CliError {
        CliError::new(format!("{} `{}`: {error}", self.place, self.name)).help(format!(
            "change its `settings` in the recipe; `tunesmith plugin show {}` lists them",
            self.path.display()
        ))
    }
}

fn plugin_of<'a>(
    host: &Host,
    plan: &Plan,
    used: PluginUse<'a>,
    place: &'static str,
) -> Result<UsedPlugin<'a>, CliError> {
    let name = used.name.get_ref().as_str();
    let path = find_plugin(used.plugin.get_ref(), &plan.folder)?;
    let plugin = load_plugin(host, &path)?;
    must_be(&plugin, place, name)?;
    for grant in used.grants {
        if !Grants::KNOWN.contains(&grant.get_ref().as_str()) {
            let message = format!("there is no ability `{}` to grant", grant.get_ref());
            let known = format!("known here: {}", Grants::KNOWN.join(", "));
            let help = did_you_mean(grant.get_ref(), Grants::KNOWN).unwrap_or(known);
            return Err(plan
                .fault(&[used.list, name, "grants"], message, Some(help))
                .into());
        }
    }
    let grants = used.grants.iter().map(|grant| grant.get_ref().as_str());
    let plugin = plugin
        .with_limits(limits(&plan.recipe.limits, used.limits))
        .with_grants(Grants::of(grants))
        .map_err(|error| plan.fault(&[used.list, name, "plugin"], error.to_string(), None))?;
    if let Some(fault) = plugin_settings::fault(&plugin, used.settings) {
        let keys = fault.keys.iter().map(String::as_str);
        let keys: Vec<&str> = [used.list, name, "settings"]
            .into_iter()
            .chain(keys)
            .collect();
        return Err(plan.fault(&keys, fault.message, fault.help).into());
    }
    Ok(UsedPlugin {
        plugin,
        settings: JsonText::from_value(&serde_json::Value::from(used.settings.clone())),
        path,
        place,
        name,
    })
}

/// What one call may use: the plugin's own limits, the recipe's where it has none.
fn limits(every: &LimitsRecipe, own: &OwnLimitsRecipe) -> Limits {
    Limits {
        time: Duration::from_millis(own.time_ms.unwrap_or(every.time_ms)),
        memory_mib: own.memory_mib.unwrap_or(every.memory_mib),
        output_bytes: own.output_mib.unwrap_or(every.output_mib) << 20,
    }
}

fn must_be(plugin: &Plugin, place: &str, name: &str) -> Result<(), CliError> {
    let fits = match plugin.kind() {
        PluginKind::Judge => place == "scorer",
        kind => place == kind.name(),
    };
    if fits {
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

/// What plugins write to their log, if they may, from this level on: remarks on stderr. The same words are shown once: a batch that fails is tried in halves.
pub(crate) fn plugin_log(least: LogLevel) -> LogSink {
    let shown = Mutex::new(BTreeSet::new());
    Arc::new(move |line| {
        if line.level < least {
            return;
        }
        let remark = format!("plugin {}: {}", line.plugin, harmless(line.text));
        let mut shown = shown.lock().unwrap_or_else(PoisonError::into_inner);
        if shown.len() < MOST_REMARKS && shown.insert(remark.clone()) {
            anstream::eprintln!("{remark}");
        }
    })
}
