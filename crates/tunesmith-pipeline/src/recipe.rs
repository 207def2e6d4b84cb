//! The recipe: one TOML file that says what to make. Types only, plus reading them; `recipe_check` looks for what types can not say.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use crate::recipe_check;
use crate::recipe_error::RecipeError;

/// A recipe: where examples come from, how they are scored, which are kept and how they are split.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// The recipe format; always 1.
    pub version: u32,
    /// The run's name; its folder is `runs/<name>` unless `--out` says otherwise.
    pub name: String,
    /// Fixes everything that is random in the pipeline and its plugins.
    #[serde(default)]
    pub rng_seed: u64,
    /// Language models by alias.
    #[serde(default)]
    pub models: BTreeMap<String, ModelRecipe>,
    /// What makes examples, in the order they are exported.
    pub generators: Vec<GeneratorRecipe>,
    /// What gives numbers to examples.
    #[serde(default)]
    pub scorers: Vec<ScorerRecipe>,
    /// Which examples are kept: all conditions must hold.
    #[serde(default)]
    pub filters: Vec<FilterRecipe>,
    /// How repeated examples are dropped.
    #[serde(default)]
    pub dedup: DedupRecipe,
    /// How examples are divided into files.
    #[serde(default)]
    pub split: SplitRecipe,
    /// Which provider's rules every kept example must satisfy.
    #[serde(default)]
    pub validate: ValidateRecipe,
    /// The most that may be spent.
    #[serde(default)]
    pub budget: BudgetRecipe,
    /// What plugins may use.
    #[serde(default)]
    pub limits: LimitsRecipe,
}

/// How a schema is asked of the model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum AnswerModeRecipe {
    /// Probe the server once and remember.
    #[default]
    Auto,
    /// `response_format: json_schema`.
    Native,
    /// The schema stands in the system message.
    Prompt,
}

/// A language model behind an OpenAI-compatible server.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ModelRecipe {
    /// `http://127.0.0.1:8082/v1`
    pub base_url: String,
    /// The model's id at that server.
    pub model: String,
    /// Name of the environment variable that holds the key; never the key itself.
    pub key_env: Option<String>,
    /// Requests at the same time.
    #[serde(default = "default_concurrency")]
    #[schemars(range(min = 1, max = 1024))]
    pub concurrency: u32,
    /// How a schema is asked for.
    #[serde(default)]
    pub answer_mode: AnswerModeRecipe,
    /// Seconds until an unanswered request is given up and tried again.
    #[serde(default = "default_timeout")]
    #[schemars(range(min = 1, max = 3600))]
    pub timeout_s: u64,
    /// How often a request is tried.
    #[serde(default = "default_attempts")]
    #[schemars(range(min = 1, max = 20))]
    pub max_attempts: u32,
    /// Most tokens of an answer where the plugin does not say.
    #[serde(default = "default_max_tokens")]
    #[schemars(range(min = 1))]
    pub max_tokens: u32,
    /// What the provider charges; needed for a budget.
    pub price: Option<PriceRecipe>,
}

fn default_concurrency() -> u32 {
    8
}
fn default_timeout() -> u64 {
    120
}
fn default_attempts() -> u32 {
    5
}
fn default_max_tokens() -> u32 {
    1024
}

/// US dollars per million tokens.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PriceRecipe {
    /// Of the request.
    #[schemars(range(min = 0.0))]
    pub input: f64,
    /// Of the answer.
    #[schemars(range(min = 0.0))]
    pub output: f64,
}

/// A plugin that makes examples.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GeneratorRecipe {
    /// How reports and rows call it: letters, digits, `-` and `_`.
    #[schemars(with = "String")]
    pub name: Spanned<String>,
    /// A standard plugin's name, or a path to a `.wasm` file beside the recipe.
    #[schemars(with = "String")]
    pub plugin: Spanned<String>,
    /// The alias of the model it asks; none for plugins that need none.
    #[schemars(with = "Option<String>")]
    pub model: Option<Spanned<String>>,
    /// How many tasks; one per seed where absent.
    pub count: Option<u64>,
    /// A JSONL file of seed records, relative to the recipe. Task N gets seed N, starting over after the last.
    #[schemars(with = "Option<String>")]
    pub seeds: Option<Spanned<String>>,
    /// The plugin's own settings: see `tunesmith plugin show NAME`.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, serde_json::Value>")]
    pub settings: serde_json::Map<String, serde_json::Value>,
    /// What the plugin may do beyond being called, if it asks for it: `log`.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub grants: Vec<Spanned<String>>,
    /// What one call may use, where it differs from the recipe's `limits`.
    #[serde(default)]
    pub limits: OwnLimitsRecipe,
}

/// A plugin that scores examples.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScorerRecipe {
    /// How conditions and reports call it: letters, digits and `_`.
    #[schemars(with = "String")]
    pub name: Spanned<String>,
    /// A standard plugin's name, or a path to a `.wasm` file beside the recipe.
    #[schemars(with = "String")]
    pub plugin: Spanned<String>,
    /// The alias of the model a judge asks.
    #[schemars(with = "Option<String>")]
    pub model: Option<Spanned<String>>,
    /// Only score examples of these generators; the others have no such score.
    #[schemars(with = "Option<Vec<String>>")]
    pub only: Option<Vec<Spanned<String>>>,
    /// The plugin's own settings.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, serde_json::Value>")]
    pub settings: serde_json::Map<String, serde_json::Value>,
    /// What the plugin may do beyond being called, if it asks for it: `log`.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub grants: Vec<Spanned<String>>,
    /// What one call may use, where it differs from the recipe's `limits`.
    #[serde(default)]
    pub limits: OwnLimitsRecipe,
}

/// A condition every kept example satisfies, or a plugin that decides. One of `keep` and `plugin`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FilterRecipe {
    /// How reports call it.
    #[schemars(with = "String")]
    pub name: Spanned<String>,
    /// A CEL expression over `<scorer>.value`, `.marks`, `.note`, `.extra`, and `metadata`, `messages`, `generator`.
    #[schemars(with = "Option<String>")]
    pub keep: Option<Spanned<String>>,
    /// A filter plugin: a standard plugin's name, or a path to a `.wasm` file beside the recipe.
    #[schemars(with = "Option<String>")]
    pub plugin: Option<Spanned<String>>,
    /// Only ask of examples of these generators.
    #[schemars(with = "Option<Vec<String>>")]
    pub only: Option<Vec<Spanned<String>>>,
    /// The plugin's own settings.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, serde_json::Value>")]
    pub settings: serde_json::Map<String, serde_json::Value>,
    /// What the plugin may do beyond being called, if it asks for it: `log`.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub grants: Vec<Spanned<String>>,
    /// What one call may use, where it differs from the recipe's `limits`.
    #[serde(default)]
    pub limits: OwnLimitsRecipe,
}

/// How repeated examples are dropped.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DedupRecipe {
    /// Drop an example that is exported exactly like an earlier one.
    #[serde(default = "yes")]
    pub exact: bool,
}

fn yes() -> bool {
    true
}

impl Default for DedupRecipe {
    fn default() -> Self {
        Self { exact: true }
    }
}

/// How examples are divided into files.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SplitRecipe {
    /// The share that goes to `validation.jsonl`, from 0 up to, not including, 1.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub validation: f64,
}

/// Which provider's rules every kept example must satisfy.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ValidateRecipe {
    /// The profile's name.
    #[serde(default = "default_profile")]
    #[schemars(with = "String")]
    pub profile: Spanned<String>,
}

fn default_profile() -> Spanned<String> {
    Spanned::new(0..0, String::from("openai"))
}

impl Default for ValidateRecipe {
    fn default() -> Self {
        Self {
            profile: default_profile(),
        }
    }
}

/// The most that may be spent.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BudgetRecipe {
    /// US dollars over all runs in this folder. Reserved before a request is sent, so it is never overshot.
    #[schemars(range(min = 0.0))]
    pub usd: Option<f64>,
}

/// What plugins may use, per call.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LimitsRecipe {
    /// Milliseconds.
    #[schemars(range(min = 1))]
    pub time_ms: u64,
    /// MiB of memory.
    #[schemars(range(min = 1, max = 4096))]
    pub memory_mib: u64,
    /// MiB of output.
    #[schemars(range(min = 1, max = 1024))]
    pub output_mib: u64,
}

impl Default for LimitsRecipe {
    fn default() -> Self {
        Self {
            time_ms: 2000,
            memory_mib: 256,
            output_mib: 16,
        }
    }
}

/// What one call of one plugin may use; the recipe's `limits` where nothing is said.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OwnLimitsRecipe {
    /// Milliseconds.
    #[schemars(range(min = 1))]
    pub time_ms: Option<u64>,
    /// MiB of memory.
    #[schemars(range(min = 1, max = 4096))]
    pub memory_mib: Option<u64>,
    /// MiB of output.
    #[schemars(range(min = 1, max = 1024))]
    pub output_mib: Option<u64>,
}

/// How a recipe uses one plugin, whatever its kind.
#[derive(Clone, Copy, Debug)]
pub struct PluginUse<'a> {
    /// The list it stands in: `generators`, `scorers`, `filters`.
    pub list: &'static str,
    /// The stage's name.
    pub name: &'a Spanned<String>,
    /// The plugin.
    pub plugin: &'a Spanned<String>,
    /// Its settings.
    pub settings: &'a serde_json::Map<String, serde_json::Value>,
    /// What it may do.
    pub grants: &'a [Spanned<String>],
    /// What one call may use.
    pub limits: &'a OwnLimitsRecipe,
}

impl GeneratorRecipe {
    /// How it uses its plugin.
    pub fn plugin_use(&self) -> PluginUse<'_> {
        PluginUse {
            list: "generators",
            name: &self.name,
            plugin: &self.plugin,
            settings: &self.settings,
            grants: &self.grants,
            limits: &self.limits,
        }
    }
}

impl ScorerRecipe {
    /// How it uses its plugin.
    pub fn plugin_use(&self) -> PluginUse<'_> {
        PluginUse {
            list: "scorers",
            name: &self.name,
            plugin: &self.plugin,
            settings: &self.settings,
            grants: &self.grants,
            limits: &self.limits,
        }
    }
}

impl FilterRecipe {
    /// How it uses its plugin, if it is one.
    pub fn plugin_use(&self) -> Option<PluginUse<'_>> {
        Some(PluginUse {
            list: "filters",
            name: &self.name,
            plugin: self.plugin.as_ref()?,
            settings: &self.settings,
            grants: &self.grants,
            limits: &self.limits,
        })
    }
}

impl Recipe {
    /// Every use of a plugin, in the order of the recipe.
    pub fn plugin_uses(&self) -> Vec<PluginUse<'_>> {
        let generators = self.generators.iter().map(GeneratorRecipe::plugin_use);
        let scorers = self.scorers.iter().map(ScorerRecipe::plugin_use);
        let filters = self.filters.iter().filter_map(FilterRecipe::plugin_use);
        generators.chain(scorers).chain(filters).collect()
    }

    /// Reads a recipe and checks everything that can be known without plugins, models and seed files. `path` is for error texts.
    pub fn parse(text: &str, path: &str) -> Result<Self, RecipeError> {
        let recipe: Self =
            toml::from_str(text).map_err(|error| RecipeError::from_toml(&error, text, path))?;
        recipe_check::check(&recipe).map_err(|fault| fault.at(text, path))?;
        Ok(recipe)
    }

    /// The JSON Schema of a recipe, for editors.
    pub fn json_schema() -> String {
        let schema = schemars::schema_for!(Self);
        let mut text = format!("{:#}", schema.as_value());
        text.push('\n');
        text
    }
}
