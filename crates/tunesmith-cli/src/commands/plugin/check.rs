//! `tunesmith plugin check`: whether a plugin is fit to be shared, line by line.

use std::io::Write as _;
use std::path::Path;

use serde_json::{Map, Value, json};

use crate::env::{Env, Outcome};
use crate::error::CliError;
use crate::plugin_check::{Level, Line, check};
use crate::plugin_files::find_plugin;
use crate::text::{count, harmless};
use crate::wire;

/// Look whether a plugin is fit to be shared
///
/// Says what it imports and exports, which line of the API it was built for, whether its description is complete and its settings agree with their schema, how quickly it starts, and what a call takes. Exits with 1 if there is an error. Whether its answers are right is for `plugin test`.
#[derive(Debug, clap::Args)]
pub(super) struct CheckArgs {
    /// A name from `plugin list`, or a path to a .wasm file
    plugin: String,
    /// Settings to call it with, a JSON object
    #[arg(long, value_name = "JSON")]
    settings: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    /// For people
    Human,
    /// One JSON object
    Json,
}

pub(super) fn run(args: &CheckArgs, env: &mut Env) -> Result<Outcome, CliError> {
    let path = find_plugin(&args.plugin, Path::new(""))?;
    let settings = args.settings.as_deref().map(parse).transpose()?;
    let scratch = tempfile::tempdir()?;
    let cache = wire::compiled_folder().unwrap_or_else(|| scratch.path().to_owned());
    let (plugin, lines) = check(&path, settings.as_ref(), &cache)?;
    let title = plugin.as_ref().map_or_else(
        || path.display().to_string(),
        |plugin| format!("{} ({})  {}", plugin.name(), plugin.kind(), path.display()),
    );
    let number = |level| lines.iter().filter(|line| line.level == level).count() as u64;
    let (errors, warnings) = (number(Level::Error), number(Level::Warning));
    let text = match args.format {
        Format::Human => {
            let told: String = lines.iter().map(told).collect();
            let (errors, warnings) = (
                count(errors, "error", "errors"),
                count(warnings, "warning", "warnings"),
            );
            format!("{title}\n{told}{errors}, {warnings}\n")
        }
        Format::Json => {
            let checks: Vec<Value> = lines.iter().map(Line::to_value).collect();
            let value = json!({
                "version": 1,
                "file": path.display().to_string(),
                "plugin": plugin.as_ref().map(|plugin| plugin.name().to_owned()),
                "kind": plugin.as_ref().map(|plugin| plugin.kind().name()),
                "api": plugin.as_ref().map(|plugin| plugin.api()),
                "sha256": plugin.as_ref().map(|plugin| plugin.digest().to_owned()),
                "checks": checks,
                "summary": {"errors": errors, "warnings": warnings},
            });
            format!("{value:#}\n")
        }
    };
    env.out.write_all(harmless(&text).as_bytes())?;
    Ok(if errors > 0 {
        Outcome::Findings
    } else {
        Outcome::Fine
    })
}

fn parse(text: &str) -> Result<Map<String, Value>, CliError> {
    serde_json::from_str(text).map_err(|error| {
        CliError::new(format!("--settings is no JSON object: {error}"))
            .help("write it as --settings '{\"key\":1}'")
    })
}

fn told(line: &Line) -> String {
    let mut text = format!(
        "  {:<8} {:<16} {}\n",
        line.level.name(),
        line.name,
        line.found
    );
    if let Some(help) = &line.help {
        text.push_str(&format!("           help: {help}\n"));
    }
    text
}
