//! What a schema knows: the members it names, the texts it lists, and where an example carries it.

use std::collections::BTreeSet;

use serde_json::Value;
use tunesmith_plugin_sdk::Example;

use crate::extraction::fences;
use crate::settings::Settings;
use crate::strict::object;
use tunesmith_structured::schema::resolve;

/// Deepest schema that is looked into.
const MOST_DEPTH: u32 = 48;

/// The schema of an example's answer: of the settings, the metadata, `response_format`, or the last fenced one that was given.
pub(crate) fn schema_of(example: &Example, settings: &Settings) -> Result<Option<Value>, String> {
    if settings.schema.is_object() {
        return Ok(Some(settings.schema.clone()));
    }
    if let Some(value) = example
        .metadata(&settings.schema_key)
        .filter(|value| !value.is_null())
    {
        let schema = object(value).ok_or_else(|| {
            format!(
                "the metadata's `{}` is no JSON Schema, which is an object",
                settings.schema_key
            )
        })?;
        return Ok(Some(schema));
    }
    let format = example
        .extra
        .get("response_format")
        .and_then(|it| it.get("json_schema"))
        .and_then(|it| it.get("schema"));
    if let Some(schema) = format.and_then(object) {
        return Ok(Some(schema));
    }
    let given = example
        .messages
        .iter()
        .filter(|message| matches!(message.role.as_str(), "system" | "developer" | "user"));
    let mut schemas = given
        .flat_map(|message| fences(&message.content))
        .filter_map(|block| shown_schema(block.inside));
    Ok(schemas.next_back())
}

/// A fenced object that says what others must look like.
pub(crate) fn shown_schema(text: &str) -> Option<Value> {
    let text = text.trim();
    let value: Value = text
        .starts_with('{')
        .then(|| serde_json::from_str(text).ok())
        .flatten()?;
    let names_type = value
        .get("type")
        .is_some_and(|it| it == "object" || it == "array");
    let says_more = ["properties", "items", "$ref", "$defs", "required"]
        .iter()
        .any(|it| value.get(it).is_some());
    (value.get("$schema").is_some() || (names_type && says_more)).then_some(value)
}

/// The members no part of the schema knows, where it does not say that others may come.
pub(crate) fn unknown_members(schema: &Value, value: &Value) -> Vec<String> {
    let mut unknown = Vec::new();
    look(
        schema,
        &[schema],
        value,
        &mut String::new(),
        &mut unknown,
        0,
    );
    unknown
}

fn look(
    root: &Value,
    schemas: &[&Value],
    value: &Value,
    pointer: &mut String,
    unknown: &mut Vec<String>,
    depth: u32,
) {
    if depth > MOST_DEPTH || unknown.len() >= 32 {
        return;
    }
    let mut parts = Vec::new();
    for schema in schemas {
        open(root, schema, &mut parts, 0);
    }
    let length = pointer.len();
    match value {
        Value::Object(members) => {
            let open_ended = [
                "additionalProperties",
                "patternProperties",
                "unevaluatedProperties",
                "propertyNames",
            ];
            let names_any = parts
                .iter()
                .any(|part| part.get("properties").is_some_and(Value::is_object));
            let closed = names_any
                && !parts
                    .iter()
                    .any(|part| open_ended.iter().any(|name| part.get(name).is_some()));
            for (name, member) in members {
                let inner: Vec<&Value> = parts
                    .iter()
                    .filter_map(|part| part.get("properties")?.get(name))
                    .collect();
                pointer.push('/');
                pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
                if inner.is_empty() && closed {
                    unknown.push(pointer.clone());
                } else if !inner.is_empty() {
                    look(root, &inner, member, pointer, unknown, depth + 1);
                }
                pointer.truncate(length);
            }
        }
        Value::Array(items) => {
            let inner: Vec<&Value> = parts
                .iter()
                .filter_map(|part| part.get("items"))
                .filter(|it| it.is_object())
                .collect();
            for (index, item) in items.iter().enumerate().filter(|_| !inner.is_empty()) {
                pointer.push_str(&format!("/{index}"));
                look(root, &inner, item, pointer, unknown, depth + 1);
                pointer.truncate(length);
            }
        }
        _ => {}
    }
}

/// A schema with what it refers to and combines.
fn open<'a>(root: &'a Value, schema: &'a Value, parts: &mut Vec<&'a Value>, depth: u32) {
    if depth > 8 || parts.len() > 64 {
        return;
    }
    parts.push(schema);
    if let Some(target) = schema
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|it| resolve(root, it))
    {
        open(root, target, parts, depth + 1);
    }
    for keyword in ["allOf", "anyOf", "oneOf"] {
        for part in schema
            .get(keyword)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            open(root, part, parts, depth + 1);
        }
    }
    for keyword in ["if", "then", "else"] {
        if let Some(part) = schema.get(keyword) {
            open(root, part, parts, depth + 1);
        }
    }
}

/// Every text a schema lists under `enum`, `const` and `default`: chosen, not taken from anywhere.
pub(crate) fn listed_texts(schema: &Value) -> BTreeSet<String> {
    let mut texts = BTreeSet::new();
    listed(schema, false, &mut texts);
    texts
}

fn listed(value: &Value, inside: bool, texts: &mut BTreeSet<String>) {
    match value {
        Value::String(text) if inside => {
            texts.insert(text.clone());
        }
        Value::Array(items) => items.iter().for_each(|item| listed(item, inside, texts)),
        Value::Object(members) => {
            for (name, member) in members {
                listed(
                    member,
                    inside || matches!(name.as_str(), "enum" | "const" | "default"),
                    texts,
                );
            }
        }
        _ => {}
    }
}
