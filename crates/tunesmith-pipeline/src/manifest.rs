//! `manifest.json`: what a run was made of and what came of it. No clock is read, so the same run gives the same manifest.

use std::collections::BTreeMap;

use serde::Serialize;
use tunesmith_core::{Digest, Usage};

use crate::finish::FinishedRow;
use crate::outputs::{DataFiles, EXCLUSIONS, TRAIN, VALIDATION, lines};
use crate::plan::Plan;
use crate::row::Outcome;
use crate::stages::PluginIdentity;
use crate::summary::Rows;

/// Version 1. Keys are promised; more may be added.
#[derive(Serialize)]
pub(crate) struct Manifest<'a> {
    version: u32,
    name: &'a str,
    tunesmith: &'static str,
    recipe_sha256: &'a str,
    rng_seed: u64,
    profile: &'a str,
    models: BTreeMap<&'a str, &'a str>,
    plugins: Vec<ManifestPlugin<'a>>,
    rows: Rows,
    excluded_by: BTreeMap<&'a str, u64>,
    failed_by: BTreeMap<&'a str, u64>,
    files: BTreeMap<&'static str, ManifestFile>,
    usage: ManifestUsage,
    cost_usd: f64,
}

/// Over all runs in the folder.
#[derive(Serialize)]
struct ManifestUsage {
    replies: u64,
    prompt_tokens: u64,
    completion_tokens: u64,
}

#[derive(Serialize)]
struct ManifestPlugin<'a> {
    stage: String,
    name: &'a str,
    version: &'a str,
    sha256: &'a str,
}

#[derive(Serialize)]
struct ManifestFile {
    records: u64,
    bytes: u64,
    sha256: String,
}

/// Writes it as indented JSON.
pub(crate) fn manifest(
    plan: &Plan,
    plugins: &[(String, PluginIdentity)],
    finished: &[FinishedRow],
    rows: Rows,
    files: &DataFiles,
    (replies, usage): (u64, Usage),
    cost_usd: f64,
) -> String {
    let file = |bytes: &[u8]| ManifestFile {
        records: lines(bytes),
        bytes: bytes.len() as u64,
        sha256: Digest::of_file(bytes),
    };
    let mut excluded_by: BTreeMap<&str, u64> = BTreeMap::new();
    let mut failed_by: BTreeMap<&str, u64> = BTreeMap::new();
    for row in finished {
        match &row.row.outcome {
            Outcome::Kept => {}
            Outcome::Excluded { stage, .. } => *excluded_by.entry(stage).or_default() += 1,
            Outcome::Failed { stage, .. } => *failed_by.entry(stage).or_default() += 1,
        }
    }
    let used = plan.used_models();
    let manifest = Manifest {
        version: 1,
        name: &plan.recipe.name,
        tunesmith: env!("CARGO_PKG_VERSION"),
        recipe_sha256: &plan.recipe_digest,
        rng_seed: plan.recipe.rng_seed,
        profile: plan.recipe.validate.profile.get_ref(),
        models: used
            .into_iter()
            .filter_map(|alias| Some((alias, plan.recipe.models.get(alias)?.model.as_str())))
            .collect(),
        plugins: plugins
            .iter()
            .map(|(stage, plugin)| ManifestPlugin {
                stage: stage.clone(),
                name: &plugin.name,
                version: &plugin.version,
                sha256: &plugin.digest,
            })
            .collect(),
        rows,
        excluded_by,
        failed_by,
        files: BTreeMap::from([
            (TRAIN, file(&files.train)),
            (VALIDATION, file(&files.validation)),
            (EXCLUSIONS, file(&files.exclusions)),
        ]),
        usage: ManifestUsage {
            replies,
            prompt_tokens: usage.prompt_tokens,
            completion_tokens: usage.completion_tokens,
        },
        cost_usd,
    };
    let mut text = serde_json::to_string_pretty(&manifest).unwrap_or_default();
    text.push('\n');
    text
}
