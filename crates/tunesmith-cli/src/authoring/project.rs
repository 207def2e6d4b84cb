//! What the manifest of a plugin in Python or JavaScript says of it. Cargo reads that of a plugin in Rust.

use std::path::Path;

use serde_json::{Map, Value, json};

use crate::authoring::language::Language;
use crate::error::CliError;

/// The plugin of a folder, as its manifest and `documentation.md` say.
#[derive(Debug)]
pub(crate) struct Project {
    /// `scorer`, `generator`, `judge` or `filter`.
    pub(crate) kind: String,
    pub(crate) name: String,
    /// The members of a description, for the component: what the plugin's own `describe` leaves out.
    pub(crate) description: Value,
}

/// Reads the manifest and the documentation.
pub(crate) fn read(folder: &Path, language: Language) -> Result<Project, CliError> {
    let path = folder.join(language.manifest());
    let at = path.display();
    let text = std::fs::read_to_string(&path)
        .map_err(|error| CliError::new(format!("{at} can not be read: {error}")))?;
    let broken = |error: &dyn std::fmt::Display| {
        CliError::new(format!("{at} can not be understood: {error}"))
    };
    let (members, kind) = if language == Language::Python {
        let value: toml::Value = toml::from_str(&text).map_err(|error| broken(&error))?;
        let value = serde_json::to_value(value).map_err(|error| broken(&error))?;
        (
            value["project"].clone(),
            value["tool"]["tunesmith"]["kind"].clone(),
        )
    } else {
        let value: Value = serde_json::from_str(&text).map_err(|error| broken(&error))?;
        (value.clone(), value["tunesmith"]["kind"].clone())
    };
    let needed = |name: &str| {
        let text = members[name]
            .as_str()
            .filter(|text| !text.trim().is_empty());
        text.map(str::to_owned).ok_or_else(|| {
            CliError::new(format!("{at} has no `{name}`")).help(
                "every plugin has a name, a version, a description of one sentence and a license",
            )
        })
    };
    const KINDS: [&str; 4] = ["filter", "generator", "judge", "scorer"];
    let Some(kind) = kind.as_str().filter(|kind| KINDS.contains(kind)) else {
        return Err(
            CliError::new(format!("{at} does not say of which kind the plugin is")).help(
                if language == Language::Python {
                    "write `[tool.tunesmith]` and `kind = \"scorer\"` (or generator, judge, filter)"
                } else {
                    "write `\"tunesmith\": {\"kind\": \"scorer\"}` (or generator, judge, filter)"
                },
            ),
        );
    };
    let name = needed("name")?;
    let documentation = folder.join("documentation.md");
    let documentation = match std::fs::read_to_string(&documentation) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => {
            let at = documentation.display();
            return Err(CliError::new(format!("{at} can not be read: {error}")));
        }
    };
    let description = json!({
        "name": &name,
        "version": needed("version")?,
        "summary": needed("description")?,
        "licence": needed("license")?,
        "authors": authors(&members),
        "documentation": documentation,
    });
    Ok(Project {
        kind: kind.to_owned(),
        name,
        description,
    })
}

/// `authors` of pyproject.toml; `author` and `contributors` of package.json. Each is a text, or has a name and an address.
fn authors(members: &Value) -> Vec<String> {
    let listed = ["authors", "contributors"].map(|name| members[name].as_array());
    let all = members
        .get("author")
        .into_iter()
        .chain(listed.into_iter().flatten().flatten());
    let named = |person: &Map<String, Value>| {
        let name = person.get("name").and_then(Value::as_str);
        let email = person.get("email").and_then(Value::as_str);
        match (name, email) {
            (Some(name), Some(email)) => Some(format!("{name} <{email}>")),
            (name, email) => name.or(email).map(str::to_owned),
        }
    };
    all.filter_map(|person| match person {
        Value::String(text) => Some(text.clone()),
        Value::Object(person) => named(person),
        _ => None,
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::authors;

    #[test]
    fn authors_are_found_in_every_form() {
        let python = json!({"authors": [{"name": "A", "email": "a@example.org"}, {"email": "b@example.org"}]});
        assert_eq!(authors(&python), ["A <a@example.org>", "b@example.org"]);
        let javascript = json!({"author": "A <a@example.org>", "contributors": [{"name": "B"}, 3]});
        assert_eq!(authors(&javascript), ["A <a@example.org>", "B"]);
    }
}
