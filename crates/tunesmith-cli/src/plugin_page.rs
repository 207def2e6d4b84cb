//! What a plugin says of itself, as a page of Markdown: for `plugin show --markdown` and the generated documents.

use serde_json::Value;
use tunesmith_plugin_host::{Plugin, PluginKind};

use crate::text::harmless;

/// The whole page. Nothing in it depends on where or when the plugin was built.
pub(crate) fn page(plugin: &Plugin) -> String {
    let description = plugin.description();
    let kind = plugin.kind();
    let authors = match description.authors.as_slice() {
        [] => "unnamed".to_owned(),
        authors => authors.join(", "),
    };
    let wants = match description.abilities.as_slice() {
        [] => "nothing".to_owned(),
        abilities => format!("`{}`", abilities.join("`, `")),
    };
    let mut page = format!(
        "# {}\n\n{}\n\n| kind | version | licence | authors | asks for |\n|---|---|---|---|---|\n| {kind} | {} | {} | {} | {wants} |\n",
        description.name,
        description.summary,
        description.version,
        description.licence,
        cell(&authors)
    );
    let documentation = description.documentation.trim();
    if !documentation.is_empty() {
        page.push_str(&format!("\n{documentation}\n"));
    }
    page.push_str("\n## Settings\n\n");
    page.push_str(&settings_table(&description.settings_schema.to_value()));
    page.push_str(&format!(
        "\n## In a recipe\n\n```toml\n{}\n```\n",
        usage(&description.name, kind)
    ));
    harmless(&page)
}

fn usage(name: &str, kind: PluginKind) -> String {
    // A scorer's name is a variable in conditions: no hyphens.
    let short = name.rsplit_once('-').map_or(name, |(domain, _)| domain);
    let own = short.replace('-', "_");
    match kind {
        PluginKind::Generator => {
            format!(
                "[[generators]]\nname = \"{short}\"\nplugin = \"{name}\"\ncount = 20\nmodel = \"local\"        # where it asks one\nsettings = {{}}"
            )
        }
        PluginKind::Scorer => format!(
            "[[scorers]]\nname = \"{own}\"\nplugin = \"{name}\"\n\n[[filters]]\nname = \"{short}\"\nkeep = \"{own}.value >= 0.5\""
        ),
        PluginKind::Judge => format!(
            "[[scorers]]\nname = \"{own}\"\nplugin = \"{name}\"\nmodel = \"local\"\n\n[[filters]]\nname = \"{short}\"\nkeep = \"{own}.value >= 0.5\""
        ),
        PluginKind::Filter => format!("[[filters]]\nname = \"{short}\"\nplugin = \"{name}\""),
    }
}

fn settings_table(schema: &Value) -> String {
    let properties = schema["properties"].as_object();
    let Some(properties) = properties.filter(|properties| !properties.is_empty()) else {
        return "None.\n".to_owned();
    };
    let required = schema["required"].as_array();
    let is_required =
        |name: &str| required.is_some_and(|all| all.iter().any(|one| one.as_str() == Some(name)));
    let mut table = "| setting | type | default | what it does |\n|---|---|---|---|\n".to_owned();
    for (name, property) in properties {
        let default = match property.get("default") {
            Some(default) => format!("`{}`", cell(&default.to_string())),
            None if is_required(name) => "required".to_owned(),
            None => String::new(),
        };
        let description = property["description"].as_str().unwrap_or_default();
        table.push_str(&format!(
            "| `{name}` | {} | {default} | {} |\n",
            cell(&type_of(property)),
            cell(description)
        ));
    }
    table
}

/// A property's type: `number`, `list of string`, `a | b`.
pub(crate) fn type_of(property: &Value) -> String {
    if let Some(values) = property["enum"].as_array() {
        let plain = |value: &Value| {
            let text = value.as_str().filter(|text| !text.is_empty());
            text.map_or_else(|| value.to_string(), str::to_owned)
        };
        return values.iter().map(plain).collect::<Vec<_>>().join(" | ");
    }
    match &property["type"] {
        Value::String(kind) if kind == "array" => match &property["items"] {
            Value::Object(items) if items.get("enum").is_some() || items.get("type").is_some() => {
                format!("list of {}", type_of(&property["items"]))
            }
            _ => "list".to_owned(),
        },
        Value::String(kind) => kind.clone(),
        Value::Array(kinds) => {
            let kinds = kinds.iter().filter_map(Value::as_str);
            kinds.collect::<Vec<_>>().join(" | ")
        }
        _ => "any".to_owned(),
    }
}

/// Text for a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace(['\n', '\r'], " ")
}
