//! An object's schema as flat fields that a small model can fill in, one text each.
//!
//! Objects are opened two levels deep, lists of plain values are written with commas; whatever is left is written as JSON text.

use serde_json::{Map, Value, json};

/// Deepest object that is opened.
const DEEPEST: usize = 2;

/// Numbers people write as words, from 0.
pub const NUMBER_WORDS: [&str; 13] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
];

/// One field.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Names from the outside in.
    pub path: Vec<String>,
    /// Its own JSON Schema.
    pub schema: Value,
    /// Whether it and every object around it are required.
    pub required: bool,
    /// How its text is read.
    pub kind: Kind,
}

/// How its text is read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    Text,
    Integer,
    Number,
    /// An enum or a boolean: chosen by construction, not by the model.
    Choice,
    /// Values of one plain type, written with commas.
    List,
    Json,
}

/// The fields of an object's schema, in its order.
pub fn fields(schema: &Value) -> Vec<Field> {
    let mut fields = Vec::new();
    collect(schema, &[], true, &mut fields);
    fields
}

fn collect(schema: &Value, path: &[String], required: bool, fields: &mut Vec<Field>) {
    let names = schema.get("required").and_then(Value::as_array);
    for (name, part) in schema
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        let needed = required && names.is_some_and(|names| names.iter().any(|it| it == name));
        let mut path = path.to_vec();
        path.push(name.clone());
        let opened = part.get("properties").is_some_and(Value::is_object);
        if opened && path.len() < DEEPEST {
            collect(part, &path, needed, fields);
            continue;
        }
        fields.push(Field {
            kind: kind(part),
            path,
            schema: part.clone(),
            required: needed,
        });
    }
}

fn kind(schema: &Value) -> Kind {
    let of = |schema: &Value| match type_name(schema) {
        "string" => Kind::Text,
        "integer" => Kind::Integer,
        "number" => Kind::Number,
        _ => Kind::Json,
    };
    if !choices(schema).is_empty() {
        return Kind::Choice;
    }
    match type_name(schema) {
        "array"
            if schema
                .get("items")
                .is_some_and(|items| of(items) != Kind::Json || !choices(items).is_empty()) =>
        {
            Kind::List
        }
        _ => of(schema),
    }
}

/// The first type that is not null.
fn type_name(schema: &Value) -> &str {
    match schema.get("type") {
        Some(Value::String(name)) => name,
        Some(Value::Array(names)) => names
            .iter()
            .filter_map(Value::as_str)
            .find(|name| *name != "null")
            .unwrap_or_default(),
        _ => "",
    }
}

/// What an enum, a constant or a boolean may be.
pub fn choices(schema: &Value) -> Vec<Value> {
    let list = schema.get("enum").and_then(Value::as_array);
    match (list, schema.get("const")) {
        (Some(list), _) => list.iter().filter(|it| !it.is_null()).cloned().collect(),
        (None, Some(only)) => vec![only.clone()],
        _ if type_name(schema) == "boolean" => vec![json!(true), json!(false)],
        _ => Vec::new(),
    }
}

impl Field {
    /// The name people see: `address street`.
    pub fn name(&self) -> String {
        self.path.join("_")
    }

    /// What the field is for: its description, else its name in words.
    pub fn purpose(&self) -> String {
        let description = self
            .schema
            .get("description")
            .and_then(Value::as_str)
            .map(str::trim);
        let words = description
            .filter(|text| !text.is_empty())
            .map_or_else(|| self.name().replace(['_', '-'], " "), str::to_owned);
        let words = words.trim_end_matches('.');
        let kind = match self.kind {
            Kind::Integer => ", a whole number",
            Kind::Number => ", a number",
            Kind::List => ", with commas between",
            Kind::Json => ", as JSON",
            Kind::Text | Kind::Choice => "",
        };
        let format = match self.schema.get("format").and_then(Value::as_str) {
            Some("date") => " like 2026-05-14",
            Some("time") => " like 09:30",
            Some("date-time") => " like 2026-05-14T09:30:00Z",
            Some("email") => " like jo@mail.com",
            _ => "",
        };
        format!("{words}{kind}{format}")
    }

    /// The value a text means; the error is what the model is told.
    pub fn value(&self, text: &str) -> Result<Value, String> {
        let text = text.trim();
        if text.is_empty() {
            return Err(format!("`{}` is empty", self.name()));
        }
        let number = |text: &str| {
            number(text).ok_or_else(|| format!("`{}` must be a number, is \"{text}\"", self.name()))
        };
        match self.kind {
            Kind::Text | Kind::Choice => Ok(text.into()),
            Kind::Integer | Kind::Number => number(text),
            Kind::Json => serde_json::from_str(text)
                .map_err(|error| format!("`{}` must be JSON: {error}", self.name())),
            Kind::List => {
                let plain = self.schema.get("items").map_or(Kind::Text, kind);
                let parts = text
                    .trim_matches(['[', ']'])
                    .split(',')
                    .map(|part| part.trim().trim_matches('"'))
                    .filter(|part| !part.is_empty());
                parts
                    .map(|part| {
                        if matches!(plain, Kind::Integer | Kind::Number) {
                            number(part)
                        } else {
                            Ok(part.into())
                        }
                    })
                    .collect()
            }
        }
    }
}

/// `1,200`, `$5` and `20 km` are numbers people write; two numbers are not one.
fn number(text: &str) -> Option<Value> {
    if let Some(at) = NUMBER_WORDS
        .iter()
        .position(|word| text.trim().eq_ignore_ascii_case(word))
    {
        return Some(at.into());
    }
    let unit = |it: char| it.is_alphabetic() || it.is_whitespace() || "$€£%°".contains(it);
    let bare = text.trim_matches(unit).replace(',', "");
    if let Ok(whole) = bare.parse::<i64>() {
        return Some(whole.into());
    }
    let number = bare.parse::<f64>().ok().filter(|it| it.is_finite())?;
    Some(json!(number))
}

/// Puts a value where its path says.
pub fn insert(arguments: &mut Map<String, Value>, path: &[String], value: Value) {
    match path {
        [] => {}
        [name] => {
            arguments.insert(name.clone(), value);
        }
        [name, rest @ ..] => {
            let inner = arguments.entry(name.clone()).or_insert_with(|| json!({}));
            if let Value::Object(inner) = inner {
                insert(inner, rest, value);
            }
        }
    }
}
