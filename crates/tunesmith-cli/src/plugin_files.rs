//! Finds plugin files: the standard ones by name, others by path. A missing plugin lists every place that was looked at.

use std::path::{Path, PathBuf};

use crate::error::CliError;

/// Folders where plugins are looked for by name, in order. The last three need no configuration: they lie beside the binary.
pub(crate) fn plugin_folders(recipe_folder: Option<&Path>) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = recipe_folder
        .map(|folder| folder.join("plugins"))
        .into_iter()
        .collect();
    // Why canonicalize: an installed command is often a link.
    let binary = std::env::current_exe().and_then(|path| path.canonicalize());
    if let Some(beside) = binary.ok().as_deref().and_then(Path::parent) {
        folders.push(beside.join("plugins"));
        if let Some(above) = beside.parent() {
            folders.push(above.join("plugins"));
            folders.push(above.join("lib/tunesmith/plugins"));
        }
    }
    folders
}

/// The file of the plugin a recipe names: `math-scorer`, or a path beside the recipe such as `my/scorer.wasm`.
pub(crate) fn find_plugin(plugin: &str, recipe_folder: &Path) -> Result<PathBuf, CliError> {
    if plugin.contains(['/', '\\'])
        || Path::new(plugin)
            .extension()
            .is_some_and(|extension| extension == "wasm")
    {
        let path = recipe_folder.join(plugin);
        return if path.is_file() {
            Ok(path)
        } else {
            Err(missing(plugin, &[path]))
        };
    }
    let tried: Vec<PathBuf> = plugin_folders(Some(recipe_folder))
        .into_iter()
        .map(|folder| folder.join(format!("{plugin}.wasm")))
        .collect();
    tried
        .iter()
        .find(|path| path.is_file())
        .cloned()
        .ok_or_else(|| missing(plugin, &tried))
}

fn missing(plugin: &str, tried: &[PathBuf]) -> CliError {
    let list: Vec<String> = tried
        .iter()
        .map(|path| format!("\n  {}", path.display()))
        .collect();
    let error = CliError::new(format!(
        "plugin `{plugin}` is not there; looked for:{}",
        list.concat()
    ));
    error.help("`tunesmith plugin list` shows what is there; `cargo xtask plugins` builds the standard plugins")
}

/// All plugin files in the folders, by name; the first folder wins.
pub(crate) fn all_plugins(recipe_folder: Option<&Path>) -> Vec<(String, PathBuf)> {
    let mut found: Vec<(String, PathBuf)> = Vec::new();
    for folder in plugin_folders(recipe_folder) {
        let Ok(entries) = std::fs::read_dir(&folder) else {
            continue;
        };
        for path in entries.flatten().map(|entry| entry.path()).filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "wasm")
        }) {
            let name = path
                .file_stem()
                .map(|stem| stem.to_string_lossy().into_owned())
                .unwrap_or_default();
            if !found.iter().any(|(known, _)| *known == name) {
                found.push((name, path));
            }
        }
    }
    found.sort();
    found
}
