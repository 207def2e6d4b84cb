//! `tunesmith plugin show`: what a plugin is, what it imports, which settings it takes.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use tunesmith_plugin_host::{Limits, Plugin};

use crate::env::{Env, Outcome};
use crate::error::CliError;
use crate::plugin_files::find_plugin;
use crate::plugin_page::{page, type_of};
use crate::text::{cut, harmless, table};
use crate::wire;

pub(super) fn run(name: &str, markdown: bool, env: &mut Env) -> Result<Outcome, CliError> {
    let path = find_plugin(name, Path::new(""))?;
    let host = wire::host(Limits::default(), Arc::new(|_| {}))?;
    let plugin = wire::load_plugin(&host, &path)?;
    let text = if markdown {
        page(&plugin)
    } else {
        harmless(&plugin_text(&plugin, &path, env.width))
    };
    env.out.write_all(text.as_bytes())?;
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
        vec!["authors".to_owned(), told(&description.authors, "unnamed")],
        vec!["imports".to_owned(), imports],
        vec![
            "asks for".to_owned(),
            told(&description.abilities, "nothing"),
        ],
    ];
    text.push_str(&table(&facts, &[], ""));
    let documentation = description.documentation.trim();
    if !documentation.is_empty() {
        let _ = writeln!(text, "\n{documentation}");
    }
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
            cut(&type_of(property), 24),
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

fn told(names: &[String], none: &str) -> String {
    if names.is_empty() {
        none.to_owned()
    } else {
        names.join(", ")
    }
}
