//! A plugin's settings: whether their schema is one, whether its defaults fit it, and whether the plugin takes them.

use jsonschema::Validator;
use serde_json::{Map, Value};
use tunesmith_core::JsonText;
use tunesmith_plugin_host::{LoadError, Plugin, PluginKind};

use super::Line;
use crate::text::cut;

const SCHEMA: &str = "settings schema";

/// The lines, and the settings to call it with, if there are any that it takes.
pub(super) fn lines(
    plugin: &Plugin,
    given: Option<&Map<String, Value>>,
) -> (Vec<Line>, Option<JsonText>) {
    let schema = plugin.description().settings_schema.to_value();
    let mut lines = schema_lines(&schema);
    let defaults = defaults(&schema);
    lines.push(takes(plugin, "defaults", &defaults, &schema));
    let chosen = given.cloned().unwrap_or_default();
    let line = takes(plugin, "settings", &chosen, &schema);
    let settings = (line.level == super::Level::Ok).then(|| text(&chosen));
    if given.is_some() || settings.is_none() {
        lines.push(line);
    }
    // What it does not take empty, it may take with its own defaults.
    let settings = settings.or_else(|| start(plugin, &defaults).is_ok().then(|| text(&defaults)));
    (lines, settings)
}

fn text(settings: &Map<String, Value>) -> JsonText {
    JsonText::from_value(&Value::from(settings.clone()))
}

fn schema_lines(schema: &Value) -> Vec<Line> {
    let built = jsonschema::options()
        .with_draft(jsonschema::Draft::Draft202012)
        .offline()
        .build(schema);
    let validator = match built {
        Ok(validator) => validator,
        Err(error) => {
            let found = cut(&error.to_string(), 300);
            let help = "correct it: https://json-schema.org/draft/2020-12";
            return vec![Line::error(SCHEMA, found, help)];
        }
    };
    let mut lines = vec![shape(schema)];
    lines.extend(misfits(&validator, schema));
    let undescribed: Vec<&str> = properties(schema)
        .filter(|(_, property)| property["description"].as_str().is_none_or(str::is_empty))
        .map(|(name, _)| name.as_str())
        .collect();
    if !undescribed.is_empty() {
        lines.push(Line::warning(
            SCHEMA,
            format!("without a description: {}", undescribed.join(", ")),
            "say of each setting what it does: `plugin show` prints it",
        ));
    }
    lines
}

fn properties(schema: &Value) -> impl Iterator<Item = (&String, &Value)> {
    schema["properties"].as_object().into_iter().flatten()
}

fn shape(schema: &Value) -> Line {
    let count = properties(schema).count();
    let found = format!("JSON Schema 2020-12, {count} settings");
    if schema["type"] != "object" {
        return Line::error(
            SCHEMA,
            "it does not say \"type\": \"object\"",
            "settings are an object",
        );
    }
    if schema["additionalProperties"] != false {
        let help =
            "add \"additionalProperties\": false, so that a misspelt setting is found before a run";
        return Line::warning(SCHEMA, format!("{found}; it takes any others too"), help);
    }
    Line::ok(SCHEMA, found)
}

/// Defaults that the schema itself refuses.
fn misfits(validator: &Validator, schema: &Value) -> Vec<Line> {
    let defaults = Value::from(defaults(schema));
    let misfits = validator.iter_errors(&defaults).filter(|error| {
        // A setting without a default may well be required.
        !error.instance_path().as_str().is_empty()
    });
    misfits
        .map(|error| {
            let found = format!(
                "the default of {}: {}",
                error.instance_path(),
                cut(&error.to_string(), 300)
            );
            Line::error(SCHEMA, found, "correct the default or the schema")
        })
        .collect()
}

fn defaults(schema: &Value) -> Map<String, Value> {
    properties(schema)
        .filter_map(|(name, property)| Some((name.clone(), property.get("default")?.clone())))
        .collect()
}

fn takes(
    plugin: &Plugin,
    name: &'static str,
    settings: &Map<String, Value>,
    schema: &Value,
) -> Line {
    let Err(error) = start(plugin, settings) else {
        return Line::ok(name, format!("{} settings, taken", settings.len()));
    };
    let missing: Vec<&str> = schema["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .filter(|name| !settings.contains_key(*name))
        .collect();
    let found = match error {
        LoadError::BadSettings { why, .. } => why,
        other => other.to_string(),
    };
    if missing.is_empty() {
        let help = "the schema allows what the plugin refuses: make them agree, or list it under \"required\"";
        return Line::error(name, found, help);
    }
    let help = format!(
        "it requires {}; give them as --settings '{{…}}' to have it called",
        missing.join(", ")
    );
    Line::warning(name, found, help)
}

fn start(plugin: &Plugin, settings: &Map<String, Value>) -> Result<(), LoadError> {
    let settings = text(settings);
    match plugin.kind() {
        PluginKind::Scorer => plugin.scorer(&settings).map(drop),
        PluginKind::Generator => plugin.generator(&settings).map(drop),
        PluginKind::Judge => plugin.judge(&settings).map(drop),
        PluginKind::Filter => plugin.filter(&settings).map(drop),
    }
}
