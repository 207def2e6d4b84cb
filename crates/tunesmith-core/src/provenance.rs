//! Where an example comes from: seed, generator, models, requests.

/// The seed record an example was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeedSource {
    /// The file as the recipe names it.
    pub path: String,
    /// Its line, from 1.
    pub line: u64,
}

/// How an example came to be. Together with the content it gives the example its id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// The generator's alias in the recipe.
    pub generator: String,
    /// The plugin as `name version`.
    pub plugin: String,
    /// sha256 of the plugin file, hex.
    pub plugin_digest: String,
    /// The task's index within its generator.
    pub task: u64,
    /// Position among the examples of that task.
    pub position: u64,
    /// The task's rng seed.
    pub rng_seed: u64,
    /// The seed record, if there was one.
    pub seed: Option<SeedSource>,
    /// Keys of the requests whose replies it was made from, in order.
    pub requests: Vec<String>,
}
