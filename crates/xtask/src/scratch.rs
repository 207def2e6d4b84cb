//! Scratch recipes for `bench` and `kill`, in the target folder.

use std::path::{Path, PathBuf};

use crate::failure::{Failure, Result};
use crate::workspace::{Workspace, make_empty_folder};

/// The seeds that the committed recipes use.
const SEEDS: &str = "recipes/seeds/support.jsonl";

/// A folder of its own, empty when made, left behind for whoever wants to look.
#[derive(Debug)]
pub(crate) struct Scratch {
    pub(crate) folder: PathBuf,
}

impl Scratch {
    /// Makes `target/scratch/<name>` empty and copies the seeds into it.
    ///
    /// # Errors
    /// When the folder or the seeds can not be written.
    pub(crate) fn new(workspace: &Workspace, name: &str) -> Result<Self> {
        let folder = workspace.target.join("scratch").join(name);
        make_empty_folder(&folder)?;
        let seeds = workspace.root.join(SEEDS);
        std::fs::copy(&seeds, folder.join("support.jsonl"))
            .map_err(|cause| Failure::file("copy", &seeds, &cause))?;
        Ok(Self { folder })
    }

    /// Writes a recipe with one generator that asks the server at `url`, a scorer, a filter and a split.
    ///
    /// # Errors
    /// When the file can not be written.
    pub(crate) fn write_recipe(
        &self,
        name: &str,
        url: &str,
        tasks: usize,
        concurrency: usize,
    ) -> Result<PathBuf> {
        let path = self.folder.join(format!("{name}.toml"));
        write(&path, &recipe(name, url, tasks, concurrency))?;
        Ok(path)
    }
}

fn recipe(name: &str, url: &str, tasks: usize, concurrency: usize) -> String {
    format!(
        r#"version = 1
name = "{name}"
rng_seed = 7

[models.local]
base_url = "{url}/v1"
model = "smollm2-135m"
concurrency = {concurrency}
answer_mode = "native"

[[generators]]
name = "support"
plugin = "support-generator"
model = "local"
count = {tasks}
seeds = "support.jsonl"
settings = {{ turns = 1 }}

[[scorers]]
name = "quality"
plugin = "text-quality-scorer"

[[filters]]
name = "good-enough"
keep = "quality.value >= 0.5"

[split]
validation = 0.1
"#
    )
}

fn write(path: &Path, text: &str) -> Result<()> {
    std::fs::write(path, text).map_err(|cause| Failure::file("write", path, &cause))
}
