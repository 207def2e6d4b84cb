//! An estimate of what tool definitions cost: the provider does not publish how it writes them into the prompt.
//!
//! Source: OpenAI cookbook, "How to count tokens with tiktoken", for functions whose properties all have a type and a description. Beyond it, ours: what is
//! missing is left out together with its colon, several types are joined by `|`, nested objects and the items of arrays count like properties
//! of their own. Keywords other than type, description, enum, properties and items are not counted.

use serde_json::{Map, Value};

use crate::counter::TokenCounter;
use crate::encoding::Encoding;

const PER_PROPERTIES: u64 = 3;
const PER_PROPERTY: u64 = 3;
const PER_ENUM_ITEM: u64 = 3;
/// An enum as such takes away as much as its first item adds.
const OFF_ENUM: u64 = 3;
const END: u64 = 12;

/// Why tool definitions could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ToolsError {
    /// The text is no JSON, or nested more than 127 deep.
    #[error(
        "cannot estimate the tokens of `tools`: not readable as JSON ({0}); give the list as it stands in the record"
    )]
    NotJson(#[from] serde_json::Error),
    /// The text is JSON of another kind.
    #[error("cannot estimate the tokens of `tools`: wanted a list of definitions, found {0}")]
    NotAList(&'static str),
}

/// Estimates the tokens of tool definitions: the JSON text of the list `tools`, or of the older `functions`.
///
/// An empty list costs nothing. Definitions that are no objects cost only the fixed part.
///
/// # Errors
///
/// [`ToolsError`] where the text is no JSON list.
pub fn estimate_tools<C: TokenCounter + ?Sized>(
    encoding: Encoding,
    counter: &mut C,
    tools: &str,
) -> Result<u64, ToolsError> {
    let tools = match serde_json::from_str(tools)? {
        Value::Array(tools) => tools,
        Value::Null => return Ok(0),
        Value::Object(_) => return Err(ToolsError::NotAList("an object")),
        Value::String(_) => return Err(ToolsError::NotAList("a string")),
        Value::Bool(_) => return Err(ToolsError::NotAList("a boolean")),
        Value::Number(_) => return Err(ToolsError::NotAList("a number")),
    };
    if tools.is_empty() {
        return Ok(0);
    }
    let per_function = match encoding {
        Encoding::O200kBase | Encoding::O200kHarmony => 7,
        Encoding::Cl100kBase => 10,
    };
    let mut total = END;
    for tool in &tools {
        total += per_function;
        let function = tool.get("function").unwrap_or(tool);
        let name = text_of(function, "name").unwrap_or_default();
        let description = text_of(function, "description");
        total += line(counter, &[Some(name), description]);
        if let Some(parameters) = function.get("parameters") {
            total += properties(counter, parameters);
        }
    }
    Ok(total)
}

/// The properties of an object's schema, and what is nested in them. The parser bounds the depth.
fn properties<C: TokenCounter + ?Sized>(counter: &mut C, schema: &Value) -> u64 {
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
        return 0;
    };
    if properties.is_empty() {
        return 0;
    }
    PER_PROPERTIES + each_property(counter, properties)
}

fn each_property<C: TokenCounter + ?Sized>(
    counter: &mut C,
    properties_by_name: &Map<String, Value>,
) -> u64 {
    let mut total = 0;
    for (name, schema) in properties_by_name {
        let kind = kind_of(schema);
        total += PER_PROPERTY + choices(counter, schema);
        total += line(
            counter,
            &[Some(name), kind.as_deref(), text_of(schema, "description")],
        );
        total += properties(counter, schema);
        if let Some(items) = schema.get("items") {
            total += line(counter, &[kind_of(items).as_deref()])
                + choices(counter, items)
                + properties(counter, items);
        }
    }
    total
}

/// The items of an `enum`.
fn choices<C: TokenCounter + ?Sized>(counter: &mut C, schema: &Value) -> u64 {
    let Some(items) = schema.get("enum").and_then(Value::as_array) else {
        return 0;
    };
    let total: u64 = items
        .iter()
        .map(|item| {
            PER_ENUM_ITEM
                + match item {
                    Value::String(text) => counter.count(text),
                    other => counter.count(&other.to_string()),
                }
        })
        .sum();
    total.saturating_sub(OFF_ENUM)
}

fn text_of<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key)?.as_str()
}

fn kind_of(schema: &Value) -> Option<String> {
    match schema.get("type")? {
        Value::String(kind) => Some(kind.clone()),
        Value::Array(kinds) => {
            let kinds: Vec<&str> = kinds.iter().filter_map(Value::as_str).collect();
            Some(kinds.join("|"))
        }
        _ => None,
    }
}

/// The parts there are, joined by colons, without a final full stop.
fn line<C: TokenCounter + ?Sized>(counter: &mut C, parts: &[Option<&str>]) -> u64 {
    let parts: Vec<&str> = parts.iter().copied().flatten().collect();
    let line = parts.join(":");
    counter.count(line.strip_suffix('.').unwrap_or(&line))
}
