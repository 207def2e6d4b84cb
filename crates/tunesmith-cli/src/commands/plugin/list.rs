//! `tunesmith plugin list`: the plugins that recipes can name.

use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use tunesmith_plugin_host::Limits;

use crate::env::{Env, Outcome};
use crate::error::CliError;
use crate::plugin_files::{all_plugins, plugin_folders};
use crate::text::{harmless, table};
use crate::wire;

pub(super) fn run(recipe_folder: Option<&Path>, env: &mut Env) -> Result<Outcome, CliError> {
    let plugins = all_plugins(recipe_folder);
    if plugins.is_empty() {
        let folders: Vec<String> = plugin_folders(recipe_folder)
            .iter()
            .map(|folder| format!("\n  {}", folder.display()))
            .collect();
        let error = CliError::new(format!(
            "there is no plugin; looked in:{}",
            folders.concat()
        ));
        return Err(error.help("`cargo xtask plugins` builds the standard plugins"));
    }
    let host = wire::host(Limits::default(), Arc::new(|_| {}))?;
    let mut outcome = Outcome::Fine;
    let mut rows = Vec::new();
    for (name, path) in plugins {
        match wire::load_plugin(&host, &path) {
            Ok(plugin) => {
                let description = plugin.description();
                // The file's name: it is what a recipe says, whatever the plugin calls itself.
                rows.push(vec![
                    name,
                    description.version.clone(),
                    plugin.kind().name().to_owned(),
                    description.summary.clone(),
                ]);
            }
            Err(error) => {
                writeln!(env.err, "warning: {}", harmless(&error.to_string()))?;
                rows.push(vec![
                    name,
                    "?".to_owned(),
                    "broken".to_owned(),
                    path.display().to_string(),
                ]);
                outcome = Outcome::Findings;
            }
        }
    }
    env.out
        .write_all(harmless(&table(&rows, &[], "")).as_bytes())?;
    Ok(outcome)
}
