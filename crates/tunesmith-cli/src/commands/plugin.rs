//! `tunesmith plugin list` and `plugin show`: what plugins are there and what they take.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;
use tunesmith_plugin_host::{Limits, Plugin};

use crate::env::{Env, Outcome};
use crate::error::CliError;
use crate::plugin_files::{all_plugins, find_plugin, plugin_folders};
use crate::text::{cut, harmless, table};
use crate::wire;

/// Look at plugins
#[derive(Debug, clap::Args)]
pub(crate) struct PluginArgs {
    #[command(subcommand)]
    command: PluginCommand,
}

#[derive(Debug, clap::Subcommand)]
enum PluginCommand {
    /// List the plugins that recipes can name
    List {
        /// Also look in the plugins folder beside this recipe
        #[arg(long, value_name = "RECIPE")]
        recipe: Option<PathBuf>,
    },
    /// Show what a plugin is, what it imports and which settings it takes
    Show {
        /// A name from `plugin list`, or a path to a .wasm file
        plugin: String,
    },
}

pub(crate) fn run(args: PluginArgs, env: &mut Env) -> Result<Outcome, CliError> {
    match args.command {
        PluginCommand::List { recipe } => list(recipe.as_deref().and_then(Path::parent), env),
        PluginCommand::Show { plugin } => show(&plugin, env),
    }
}

fn list(recipe_folder: Option<&Path>, env: &mut Env) -> Result<Outcome, CliError> {
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

fn show(name: &str, env: &mut Env) -> Result<Outcome, CliError> {
    let path = find_plugin(name, Path::new(""))?;
    let host = wire::host(Limits::default(), Arc::new(|_| {}))?;
    let plugin = wire::load_plugin(&host, &path)?;
    env.out
        .write_all(harmless(&plugin_text(&plugin, &path, env.width)).as_bytes())?;
    Ok(Outcome::Fine)
}

fn plugin_text(plugin: &Plugin, path: &Path, width: usize) -> String {
    let description = plugin.description();
    let mut text = String::new();
    // Writing to a string can not fail.
    let _ = writeln!(
        text,
        "{} {} ({})\n{}\n",
        description.name,
        description.version,
        plugin.kind().name(),
        description.summary
    );
    let imports = if plugin.imports().is_empty() {
        "nothing".to_owned()
    } else {
        plugin.imports().join(", ")
    };
    let facts = [
        vec!["file".to_owned(), path.display().to_string()],
        vec!["sha256".to_owned(), plugin.digest().to_owned()],
        vec!["licence".to_owned(), description.licence.clone()],
        vec!["imports".to_owned(), imports],
    ];
    text.push_str(&table(&facts, &[], ""));
    let schema = description.settings_schema.to_value();
    let properties = schema["properties"]
        .as_object()
        .filter(|properties| !properties.is_empty());
    let Some(properties) = properties else {
        text.push_str("\nno settings\n");
        return text;
    };
    text.push_str("\nsettings\n");
    let rows = properties.iter().map(|(name, property)| {
        let default = property.get("default").map_or_else(
            || "required".to_owned(),
            |default| cut(&default.to_string(), 24),
        );
        vec![
            name.clone(),
            kind_of(property),
            default,
            cut(
                property["description"].as_str().unwrap_or_default(),
                width.saturating_sub(60).max(40),
            ),
        ]
    });
    let header = ["name", "type", "default", "what it does"]
        .map(str::to_owned)
        .to_vec();
    text.push_str(&table(
        &std::iter::once(header).chain(rows).collect::<Vec<_>>(),
        &[],
        "  ",
    ));
    text
}

/// A property's type in one word or two: `number`, `list of string`, `a | b`.
fn kind_of(property: &Value) -> String {
    if let Some(values) = property["enum"].as_array() {
        return cut(
            &values
                .iter()
                .map(|value| {
                    value
                        .as_str()
                        .map_or_else(|| value.to_string(), str::to_owned)
                })
                .collect::<Vec<_>>()
                .join(" | "),
            24,
        );
    }
    match (&property["type"], property["items"]["type"].as_str()) {
        (Value::String(kind), Some(items)) if kind == "array" => format!("list of {items}"),
        (Value::String(kind), _) => kind.clone(),
        (Value::Array(kinds), _) => kinds
            .iter()
            .filter_map(Value::as_str)
            .collect::<Vec<_>>()
            .join(" | "),
        _ => "any".to_owned(),
    }
}
