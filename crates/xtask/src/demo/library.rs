//! `cargo xtask demo --library`: every recipe, for real, against the local model; a table of what was asked, kept and why the rest was not.
//!
//! What a model of 135 million parameters writes is demo quality: the table shows that plugins ask well and check well, not that the
//! data is good.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use serde_json::Value;

use super::{MODEL, RECIPE, run_recipe};
use crate::failure::{Failure, Result};
use crate::workspace::{Workspace, make_empty_folder, make_folder};

/// Runs each recipe but the demo's own and prints the table.
///
/// # Errors
/// When a recipe can not be run, its sums are off, or a row left out has no reason.
pub(super) fn run(
    workspace: &Workspace,
    tunesmith: &Path,
    model_url: &str,
    tasks: u32,
    fresh: bool,
) -> Result<()> {
    let mut table =
        "| recipe | asked | kept | excluded | failed | left out by | seconds |\n|---|---|---|---|---|---|---|\n"
            .to_owned();
    for recipe in recipes(workspace)? {
        let name = recipe.trim_end_matches(".toml");
        let folder = workspace.target.join("demo/library").join(name);
        if fresh {
            make_empty_folder(&folder)?;
        }
        make_folder(&folder)?;
        let started = Instant::now();
        let mut command = Command::new(tunesmith);
        command
            .current_dir(&workspace.root)
            .arg("run")
            .arg(format!("recipes/{recipe}"))
            .args(["--limit", &tasks.to_string(), "--out"])
            .arg(&folder)
            .args(["--base-url", &format!("{MODEL}={model_url}/v1")]);
        run_recipe(&mut command)?;
        table.push_str(&row(name, &folder, started.elapsed().as_secs_f64())?);
    }
    println!("\n{table}");
    Ok(())
}

/// File names of the recipes, sorted.
fn recipes(workspace: &Workspace) -> Result<Vec<String>> {
    let folder = workspace.root.join("recipes");
    let entries =
        std::fs::read_dir(&folder).map_err(|cause| Failure::file("read", &folder, &cause))?;
    let mut names: Vec<String> = entries
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| name.ends_with(".toml") && format!("recipes/{name}") != RECIPE)
        .collect();
    names.sort();
    Ok(names)
}

/// One row of the table.
fn row(recipe: &str, folder: &Path, seconds: f64) -> Result<String> {
    let manifest = read(&folder.join("manifest.json"))?;
    let manifest: Value = serde_json::from_str(&manifest)
        .map_err(|cause| Failure::new(format!("{recipe}: manifest.json is no JSON: {cause}")))?;
    for line in read(&folder.join("exclusions.jsonl"))?.lines() {
        let row: Value = serde_json::from_str(line)
            .map_err(|cause| Failure::new(format!("{recipe}: exclusions.jsonl: {cause}")))?;
        if row["reason"].as_str().unwrap_or_default().trim().is_empty() {
            return Err(Failure::new(format!(
                "{recipe}: {} has no reason",
                row["row"]
            )));
        }
    }
    let number = |key: &str| manifest["rows"][key].as_u64().unwrap_or_default();
    let [asked, kept, excluded, failed] = ["asked", "kept", "excluded", "failed"].map(number);
    if asked != kept + excluded + failed {
        return Err(Failure::new(format!("{recipe}: its sums are off")));
    }
    let by = ["excluded_by", "failed_by"].map(|key| manifest[key].as_object());
    let by: Vec<String> = by
        .into_iter()
        .flatten()
        .flatten()
        .map(|(stage, count)| format!("{count} {stage}"))
        .collect();
    Ok(format!(
        "| {recipe} | {asked} | {kept} | {excluded} | {failed} | {} | {seconds:.0} |\n",
        by.join(", ")
    ))
}

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).map_err(|cause| Failure::file("read", path, &cause))
}
