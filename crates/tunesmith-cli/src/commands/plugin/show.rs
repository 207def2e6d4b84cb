//! `tunesmith plugin show`: what a plugin is, what it imports, which settings it takes.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use serde_json::Value;
use tunesmith_plugin_host::{Limits, Plugin};

use crate::env::{Env, Outcome};
use crate::error::CliError;
use crate::plugin_files::find_plugin;
use crate::text::{cut, harmless, table};
use crate::wire;

pub(super) fn run(name: &str, env: &mut Env) -> Result<Outcome, CliError> {
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
