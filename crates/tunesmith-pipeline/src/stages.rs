//! What a run works with, made by the caller: the pipeline sees only core's traits, never plugins or HTTP.

use std::collections::BTreeMap;
use std::sync::Arc;

use tunesmith_core::{Filter, Generator, Judge, Model, Scorer};

/// Which plugin stands behind a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PluginIdentity {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// sha256 of its file, hex.
    pub digest: String,
}

/// A generator and the plugin behind it.
pub struct GeneratorStage {
    /// What makes examples.
    pub generator: Arc<dyn Generator>,
    /// The plugin.
    pub plugin: PluginIdentity,
}

/// What gives scores.
pub enum Scoring {
    /// By itself.
    Scorer(Arc<dyn Scorer>),
    /// By asking a model.
    Judge(Arc<dyn Judge>),
}

/// A scorer and the plugin behind it.
pub struct ScorerStage {
    /// What gives scores.
    pub scoring: Scoring,
    /// The plugin.
    pub plugin: PluginIdentity,
}

/// A filter that is a plugin, and the plugin behind it.
pub struct FilterStage {
    /// What decides.
    pub filter: Arc<dyn Filter>,
    /// The plugin.
    pub plugin: PluginIdentity,
}

/// Everything a plan needs to run.
pub struct Stages {
    /// One per generator of the plan, in its order.
    pub generators: Vec<GeneratorStage>,
    /// One per scorer of the recipe, in its order.
    pub scorers: Vec<ScorerStage>,
    /// One per filter of the recipe, in its order; none for a filter that is a condition.
    pub filters: Vec<Option<FilterStage>>,
    /// By alias; all that the plan uses.
    pub models: BTreeMap<String, Arc<dyn Model>>,
}
