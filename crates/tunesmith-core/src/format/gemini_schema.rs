//! Tool definitions of Gemini: function declarations whose parameters are written in its own dialect of JSON Schema.
//!
//! The dialect has types in capitals and `nullable` where JSON Schema lists `"null"` (Vertex AI REST reference, Schema, 2026). A keyword it
//! does not have is lost. Schemas are walked 32 levels deep, so the time stays linear; what lies deeper is kept as written.

use crate::format::calls::{bare_function, wrap_function};
use crate::format::losses::{Losses, drop_null, tools_at};
use crate::format::openai_chat::{Parsed, array, object, take_required, take_text, wrong};
use crate::json_text::{ObjectWriter, array_text};
use crate::{Example, Extra, JsonText, Tool};

/// How deep schemas are translated.
const DEPTH: usize = 32;

/// Keywords both dialects have, and `propertyOrdering`, which is Gemini's own.
const KEYWORDS: [&str; 22] = [
    "type",
    "format",
    "title",
    "description",
    "nullable",
    "default",
    "items",
    "minItems",
    "maxItems",
    "enum",
    "properties",
    "required",
    "minProperties",
    "maxProperties",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "pattern",
    "example",
    "anyOf",
    "propertyOrdering",
];

/// Reads `tools`.
pub(super) fn read_tools(list: &JsonText) -> Parsed<Vec<Tool>> {
    let mut tools = Vec::new();
    for (index, tool) in array("/tools", list)?.iter().enumerate() {
        let at = format!("/tools/{index}");
        let mut members = object(&at, tool.as_str())?;
        let key = if members.get("function_declarations").is_some() {
            "function_declarations"
        } else {
            "functionDeclarations"
        };
        let declarations = take_required(&at, &mut members, key)?;
        if let Some((name, _)) = members.iter().next() {
            let hint = format!("only functions can be read as tools; remove `{name}`");
            return Err(wrong(&format!("{at}/{name}"), hint));
        }
        let at = format!("{at}/{key}");
        for (index, declaration) in array(&at, &declarations)?.iter().enumerate() {
            let at = format!("{at}/{index}");
            let mut function = object(&at, declaration.as_str())?;
            let name = take_text(&at, &mut function.clone(), "name")?;
            drop_null(&mut function, "parameters");
            if let Some(parameters) = function.get("parameters").cloned() {
                function.set(
                    "parameters",
                    schema(&parameters, &mut read_keywords, DEPTH, ""),
                );
            }
            let text = JsonText::parse(&function.to_text());
            let text = text.map_err(|error| wrong(&at, error.to_string()))?;
            tools.push(wrap_function(name, &text));
        }
    }
    Ok(tools)
}

/// Writes `tools`.
pub(super) fn write_tools(writer: &mut ObjectWriter, example: &Example, losses: &mut Losses) {
    let Some(tools) = &example.tools else { return };
    let at = tools_at(example);
    if tools.is_empty() {
        writer.member("tools", "[]");
        return;
    }
    let declarations = tools.iter().enumerate().filter_map(|(index, tool)| {
        let at = format!("{at}/{index}");
        let function =
            bare_function(tool).and_then(|function| Extra::parse(function.as_str()).ok());
        let Some(function) = function else {
            losses.add(
                at,
                "only a function and nothing beside it can be a tool here",
            );
            return None;
        };
        let at = format!("{at}/function");
        let mut declaration = ObjectWriter::new();
        for (name, value) in function.iter() {
            match name {
                // The last two are Gemini's own and come back as they were read.
                "name" | "description" | "parametersJsonSchema" | "response" => {
                    declaration.member(name, value.as_str());
                }
                "parameters" if value.as_str() != "null" => {
                    let mut keywords =
                        |at: &str, members: Extra| write_keywords(at, &members, losses);
                    let value = schema(value, &mut keywords, DEPTH, &format!("{at}/parameters"));
                    declaration.member(name, value.as_str());
                }
                _ if value.as_str() == "null" => {}
                _ => losses.member(&at, name),
            }
        }
        Some(declaration.finish())
    });
    let declarations = array_text(declarations.collect::<Vec<_>>());
    let mut group = ObjectWriter::new();
    group.member("functionDeclarations", &declarations);
    writer.member("tools", &array_text([group.finish()]));
}

type Keywords<'a> = dyn FnMut(&str, Extra) -> Extra + 'a;

/// Translates a schema and the schemas inside it.
fn schema(text: &JsonText, keywords: &mut Keywords<'_>, depth: usize, at: &str) -> JsonText {
    let Ok(members) = Extra::parse(text.as_str()) else {
        return text.clone();
    };
    if depth == 0 {
        return text.clone();
    }
    let mut members = keywords(at, members);
    for name in ["items", "additionalProperties"] {
        if let Some(inner) = members.get(name).cloned() {
            members.set(
                name,
                schema(&inner, keywords, depth - 1, &format!("{at}/{name}")),
            );
        }
    }
    if let Some(Ok(properties)) = members
        .get("properties")
        .map(|text| Extra::parse(text.as_str()))
    {
        let properties: Extra = properties
            .iter()
            .map(|(name, inner)| {
                let place = format!(
                    "{at}/properties/{}",
                    name.replace('~', "~0").replace('/', "~1")
                );
                (name.to_owned(), schema(inner, keywords, depth - 1, &place))
            })
            .collect();
        set_text(&mut members, "properties", &properties.to_text());
    }
    if let Some(Ok(choices)) = members.get("anyOf").map(|list| array("", list)) {
        let choices = choices.iter().enumerate().map(|(index, inner)| {
            let place = format!("{at}/anyOf/{index}");
            schema(inner, keywords, depth - 1, &place)
                .as_str()
                .to_owned()
        });
        let choices = array_text(choices.collect::<Vec<_>>());
        set_text(&mut members, "anyOf", &choices);
    }
    JsonText::parse(&members.to_text()).unwrap_or_else(|_| text.clone())
}

fn set_text(members: &mut Extra, name: &str, text: &str) {
    if let Ok(text) = JsonText::parse(text) {
        members.set(name, text);
    }
}

/// From Gemini's dialect: types in small letters, `nullable` as a second type.
fn read_keywords(_at: &str, mut members: Extra) -> Extra {
    let Some(kind) = members.get("type").and_then(JsonText::as_text) else {
        return members;
    };
    let kind = JsonText::string(&kind.to_ascii_lowercase());
    if members
        .get("nullable")
        .is_some_and(|value| value.as_str() == "true")
    {
        members.take("nullable");
        set_text(
            &mut members,
            "type",
            &format!("[{},\"null\"]", kind.as_str()),
        );
    } else {
        members.set("type", kind);
    }
    members
}

/// To Gemini's dialect; what it does not have is lost.
fn write_keywords(at: &str, members: &Extra, losses: &mut Losses) -> Extra {
    let mut kept = Extra::default();
    for (name, value) in members.iter() {
        if name == "type" {
            write_type(at, value, &mut kept, losses);
        } else if KEYWORDS.contains(&name) {
            kept.set(name, value.clone());
        } else if value.as_str() != "null" {
            losses.member(at, name);
        }
    }
    kept
}

fn write_type(at: &str, value: &JsonText, kept: &mut Extra, losses: &mut Losses) {
    let one = |name: &str| JsonText::string(&name.to_ascii_uppercase());
    if let Some(name) = value.as_text() {
        kept.set("type", one(&name));
        return;
    }
    let names = array("", value).unwrap_or_default();
    let names: Vec<_> = names.iter().filter_map(JsonText::as_text).collect();
    match names.as_slice() {
        [name, null] if null == "null" && name != "null" => {
            kept.set("type", one(name));
            set_text(kept, "nullable", "true");
        }
        _ => losses.add(
            format!("{at}/type"),
            "a value has one type in this dialect, or one and null",
        ),
    }
}
