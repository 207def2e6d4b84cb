//! Holds settings to the JSON Schema a plugin publishes, before anything of the run begins. A plugin's own words come later and say
//! what a schema can not.

use jsonschema::error::ValidationErrorKind;
use serde_json::{Map, Value};
use tunesmith_pipeline::did_you_mean;
use tunesmith_plugin_host::Plugin;

use crate::text::cut;

/// The longest sentence of a schema that is shown.
const LONGEST: usize = 300;

/// Settings that do not fit.
#[derive(Debug, PartialEq)]
pub(crate) struct SettingsFault {
    /// The keys down to the faulty one.
    pub(crate) keys: Vec<String>,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

/// The first fault, if there is one. A schema that is broken or wants the network finds none: `plugin check` complains about it.
pub(crate) fn fault(plugin: &Plugin, settings: &Map<String, Value>) -> Option<SettingsFault> {
    let schema = plugin.description().settings_schema.to_value();
    fault_under(&plugin.description().name, &schema, settings)
}

fn fault_under(
    plugin: &str,
    schema: &Value,
    settings: &Map<String, Value>,
) -> Option<SettingsFault> {
    let validator = jsonschema::options().offline().build(schema).ok()?;
    let settings = Value::from(settings.clone());
    let error = validator.iter_errors(&settings).next()?;
    let mut keys: Vec<String> = error
        .instance_path()
        .as_str()
        .split('/')
        .skip(1)
        .map(|key| key.replace("~1", "/").replace("~0", "~"))
        .collect();
    if let ValidationErrorKind::AdditionalProperties { unexpected } = error.kind() {
        let wrong = unexpected.first().map_or("", String::as_str);
        let known = properties(schema, &keys);
        let message = if keys.is_empty() {
            format!("`{plugin}` has no setting `{wrong}`")
        } else {
            format!("`{plugin}`: `{}` has no member `{wrong}`", keys.join("."))
        };
        let all = (!known.is_empty()).then(|| format!("it has: {}", known.join(", ")));
        let help = did_you_mean(wrong, known.iter().map(String::as_str)).or(all);
        keys.push(wrong.to_owned());
        return Some(SettingsFault {
            keys,
            message,
            help,
        });
    }
    let at = if keys.is_empty() {
        "the settings".to_owned()
    } else {
        format!("`{}`", keys.join("."))
    };
    Some(SettingsFault {
        message: format!("{at} of `{plugin}`: {}", cut(&error.to_string(), LONGEST)),
        keys,
        help: Some(format!(
            "`tunesmith plugin show {plugin}` lists its settings"
        )),
    })
}

/// What an object at these keys may have, as far as the schema says it plainly.
fn properties(schema: &Value, keys: &[String]) -> Vec<String> {
    let mut place = schema;
    for key in keys {
        place = if key.parse::<usize>().is_ok() {
            &place["items"]
        } else {
            &place["properties"][key]
        };
    }
    let properties = place["properties"].as_object();
    properties.map_or_else(Vec::new, |all| all.keys().cloned().collect())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::fault_under;

    fn check(settings: &Value) -> Option<(Vec<String>, String, Option<String>)> {
        let schema = json!({
            "type": "object",
            "additionalProperties": false,
            "properties": {
                "share": {"type": "number", "minimum": 0, "maximum": 1},
                "labels": {"type": "array", "items": {
                    "type": "object", "properties": {"name": {"type": "string"}}, "additionalProperties": false
                }},
            },
        });
        let settings = settings.as_object().unwrap();
        let fault = fault_under("x-scorer", &schema, settings)?;
        Some((fault.keys, fault.message, fault.help))
    }

    #[test]
    fn says_which_setting_and_why() {
        assert_eq!(check(&json!({"share": 0.5})), None);
        let (keys, message, help) = check(&json!({"share": 3})).unwrap();
        assert_eq!(keys, ["share"]);
        assert_eq!(
            message,
            "`share` of `x-scorer`: 3 is greater than the maximum of 1"
        );
        assert_eq!(
            help.unwrap(),
            "`tunesmith plugin show x-scorer` lists its settings"
        );
        let (keys, message, help) = check(&json!({"shard": 1})).unwrap();
        assert_eq!(keys, ["shard"]);
        assert_eq!(message, "`x-scorer` has no setting `shard`");
        assert_eq!(help.unwrap(), "did you mean `share`?");
        let (keys, message, help) =
            check(&json!({"labels": [{"name": "a"}, {"nmae": "b"}]})).unwrap();
        assert_eq!(keys, ["labels", "1", "nmae"]);
        assert_eq!(message, "`x-scorer`: `labels.1` has no member `nmae`");
        assert_eq!(help.unwrap(), "did you mean `name`?");
    }

    #[test]
    fn a_broken_schema_finds_nothing() {
        let settings = json!({"a": 1});
        let schema = json!({"$ref": "https://example.com/schema"});
        assert_eq!(
            fault_under("x", &schema, settings.as_object().unwrap()),
            None
        );
    }
}
