//! What JSON Schema Draft 7 says of a schema: which values its keywords have, and where schemas stand inside it.
//!
//! Patterns are not compiled and references not followed. Invariant: linear in the size of the value, without recursion.

use crate::json::{Kind, Value};
use crate::quote::quote;

/// The names of types.
pub(crate) const TYPES: [&str; 7] = [
    "string", "number", "integer", "boolean", "object", "array", "null",
];

/// Something that is no schema.
pub(crate) struct Defect<'a> {
    /// The value that is wrong.
    pub(crate) value: Value<'a>,
    /// What is wrong with it.
    pub(crate) message: String,
    /// What to do.
    pub(crate) help: String,
    /// What to write instead, where only one thing can be meant.
    pub(crate) meant: Option<&'static str>,
    /// Whether Draft 7 looks there: not under keywords of later drafts.
    pub(crate) certain: bool,
}

/// What a keyword has for a value.
#[derive(Clone, Copy)]
enum Wanted {
    Text,
    Number,
    AboveZero,
    Count,
    Flag,
    List,
    Names,
    Types,
    Schema,
    SchemaOrList,
    SchemaList,
    SchemaMap,
    Dependencies,
}

/// What the values of a keyword are; nothing where any value is, or the keyword is not known.
fn wanted(keyword: &str) -> Option<Wanted> {
    Some(match keyword {
        "$id" | "$schema" | "$ref" | "$comment" | "title" | "description" | "pattern"
        | "format" | "contentMediaType" | "contentEncoding" => Wanted::Text,
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" => Wanted::Number,
        "multipleOf" => Wanted::AboveZero,
        "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties" | "maxProperties" => {
            Wanted::Count
        }
        "readOnly" | "uniqueItems" => Wanted::Flag,
        "enum" | "examples" => Wanted::List,
        "required" => Wanted::Names,
        "type" => Wanted::Types,
        "additionalItems"
        | "additionalProperties"
        | "contains"
        | "propertyNames"
        | "not"
        | "if"
        | "then"
        | "else" => Wanted::Schema,
        "items" => Wanted::SchemaOrList,
        "allOf" | "anyOf" | "oneOf" | "prefixItems" => Wanted::SchemaList,
        "properties" | "patternProperties" | "definitions" | "$defs" => Wanted::SchemaMap,
        "dependencies" => Wanted::Dependencies,
        _ => return None,
    })
}

/// Hands out everything that is wrong with a schema and those inside it.
pub(crate) fn defects<'a>(root: Value<'a>, mut found: impl FnMut(Defect<'a>)) {
    let mut open = vec![(root, true)];
    while let Some((schema, certain)) = open.pop() {
        let mut wrong = |value: Value<'a>, message: String, help: String, meant| {
            found(Defect {
                value,
                message,
                help,
                meant,
                certain,
            });
        };
        match schema.kind() {
            Kind::Bool => {}
            Kind::Object => {
                for member in schema.children() {
                    if let Some(wanted) = wanted(&member.key()) {
                        check(member, wanted, &mut wrong);
                        let later = matches!(&*member.key(), "$defs" | "prefixItems");
                        open_inner(member, wanted, certain && !later, &mut open);
                    }
                }
            }
            other => {
                let help = r#"write an object, as in `{"type":"string"}`"#.to_owned();
                let message = format!("this schema is {}, not an object", other.noun());
                wrong(schema, message, help, None);
            }
        }
    }
}

fn open_inner<'a>(
    member: Value<'a>,
    wanted: Wanted,
    certain: bool,
    open: &mut Vec<(Value<'a>, bool)>,
) {
    let inside = member.children().map(|value| (value, certain));
    match (wanted, member.kind()) {
        (Wanted::SchemaOrList | Wanted::SchemaList, Kind::Array)
        | (Wanted::SchemaMap, Kind::Object) => open.extend(inside),
        (Wanted::Dependencies, Kind::Object) => {
            open.extend(inside.filter(|(value, _)| value.kind() != Kind::Array));
        }
        (Wanted::Schema | Wanted::SchemaOrList, _) => open.push((member, certain)),
        _ => {}
    }
}

type Wrong<'f, 'a> = &'f mut dyn FnMut(Value<'a>, String, String, Option<&'static str>);

fn check<'a>(member: Value<'a>, wanted: Wanted, wrong: Wrong<'_, 'a>) {
    let (key, kind) = (member.key(), member.kind());
    let noun = kind.noun();
    let is_not = |what: &str| format!("`{key}` is {noun}, not {what}");
    match wanted {
        Wanted::Text if kind != Kind::String => {
            wrong(
                member,
                is_not("a string"),
                "write a string".to_owned(),
                None,
            );
        }
        Wanted::Number if kind != Kind::Number => {
            wrong(
                member,
                is_not("a number"),
                "write a number".to_owned(),
                None,
            );
        }
        Wanted::AboveZero if !number(member).is_some_and(|number| number > 0.0) => {
            let message = format!("`{key}` is not a number above 0");
            wrong(member, message, "write a number above 0".to_owned(), None);
        }
        Wanted::Count if !number(member).is_some_and(|n| n >= 0.0 && n.fract() == 0.0) => {
            let message = format!("`{key}` is not a whole number from 0 on");
            wrong(member, message, "write a whole number".to_owned(), None);
        }
        Wanted::Flag if kind != Kind::Bool => {
            let help = "write `true` or `false`".to_owned();
            wrong(member, is_not("a boolean"), help, None);
        }
        Wanted::List if kind != Kind::Array => {
            wrong(member, is_not("a list"), "write a list".to_owned(), None);
        }
        Wanted::Names => check_names(member, wrong),
        Wanted::Types => check_types(member, wrong),
        Wanted::SchemaList if kind != Kind::Array => {
            let help = "write a list of schemas".to_owned();
            wrong(member, is_not("a list"), help, None);
        }
        Wanted::SchemaList | Wanted::SchemaOrList if kind == Kind::Array && member.is_empty() => {
            let message = format!("`{key}` is an empty list");
            wrong(member, message, format!("remove `{key}`"), None);
        }
        Wanted::SchemaMap | Wanted::Dependencies if kind != Kind::Object => {
            let help = "write an object with a schema for each property".to_owned();
            wrong(member, is_not("an object"), help, None);
        }
        Wanted::Dependencies => {
            let lists = member
                .children()
                .filter(|value| value.kind() == Kind::Array);
            lists.for_each(|list| check_names(list, wrong));
        }
        _ => {}
    }
}

fn check_names<'a>(list: Value<'a>, wrong: Wrong<'_, 'a>) {
    const HELP: &str = "name the required properties in a list beside `properties`";
    let message = if list.kind() != Kind::Array || !list.children().all(is_text) {
        format!("{} is not a list of strings", quote(&list.key()))
    } else if repeats(list) {
        format!("{} has a name twice", quote(&list.key()))
    } else {
        return;
    };
    wrong(list, message, HELP.to_owned(), None);
}

fn check_types<'a>(kind: Value<'a>, wrong: Wrong<'_, 'a>) {
    let known = |value: Value<'_>| value.text().is_some_and(|name| TYPES.contains(&&*name));
    let types = || format!("types are `{}`", TYPES.join("`, `"));
    let sound = match kind.kind() {
        Kind::Array => !kind.is_empty() && kind.children().all(known),
        _ => known(kind),
    };
    if !sound {
        let text = kind.text();
        let found = match &text {
            Some(name) => quote(name),
            None => "this".to_owned(),
        };
        let meant = text.as_deref().and_then(meant);
        let help = meant.map_or_else(types, |near| format!("write `{near}`"));
        let message = format!("{found} is not a type of JSON Schema");
        wrong(kind, message, help, meant);
    } else if repeats(kind) {
        let help = "name each type once".to_owned();
        wrong(kind, "`type` has a name twice".to_owned(), help, None);
    }
}

fn is_text(value: Value<'_>) -> bool {
    value.kind() == Kind::String
}

fn number(value: Value<'_>) -> Option<f64> {
    let digits = std::str::from_utf8(value.raw()).ok()?;
    digits.parse().ok().filter(|_| value.kind() == Kind::Number)
}

/// Whether a list of strings has one twice.
fn repeats(list: Value<'_>) -> bool {
    let mut names: Vec<_> = list.children().filter_map(Value::text).collect();
    names.sort_unstable();
    names.windows(2).any(|pair| pair[0] == pair[1])
}

/// What other languages call a type.
fn meant(name: &str) -> Option<&'static str> {
    match name.to_ascii_lowercase().as_str() {
        "str" | "text" | "string" => Some("string"),
        "int" | "integer" | "long" => Some("integer"),
        "float" | "double" | "decimal" | "number" => Some("number"),
        "bool" | "boolean" => Some("boolean"),
        "dict" | "map" | "object" => Some("object"),
        "list" | "array" | "tuple" => Some("array"),
        "none" | "nil" | "null" => Some("null"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::defects;
    use crate::record::Record;

    /// The messages about a schema; `?` before those Draft 7 has no part in.
    fn messages(schema: &str) -> Vec<String> {
        let record = Record::parse(schema.as_bytes());
        let mut found = Vec::new();
        defects(record.root().unwrap(), |defect| {
            let mark = if defect.certain { "" } else { "?" };
            found.push(format!("{mark}{}", defect.message));
        });
        found
    }

    #[test]
    fn sound_schemas() {
        for schema in [
            r#"{}"#,
            r#"true"#,
            r#"{"type":["string","null"],"required":[],"enum":[],"const":null,"default":{"type":7}}"#,
            r#"{"properties":{"type":{"type":"string"},"properties":{"type":"object"},"required":false}}"#,
            r#"{"minLength":0,"maxLength":2.0,"minItems":1e1,"multipleOf":0.5,"minimum":-3,"exclusiveMaximum":7}"#,
            r#"{"items":[{"type":"string"}],"additionalItems":false,"uniqueItems":true}"#,
            r##"{"$ref":"#/definitions/a","definitions":{"a":{}},"dependencies":{"a":["b"],"c":{},"d":true}}"##,
            r#"{"if":{},"then":true,"else":{},"not":{},"contains":{},"propertyNames":{"pattern":"^a"}}"#,
            r#"{"made_up":{"type":"str"},"examples":[7],"readOnly":true}"#,
        ] {
            assert_eq!(messages(schema), [""; 0], "{schema}");
        }
    }

    #[test]
    fn what_is_no_schema() {
        for (schema, wrong) in [
            (r#"{"type":"text"}"#, "`text` is not a type of JSON Schema"),
            (r#"{"type":[]}"#, "this is not a type of JSON Schema"),
            (r#"{"type":null}"#, "this is not a type of JSON Schema"),
            (r#"{"type":["string","string"]}"#, "`type` has a name twice"),
            (r#"{"required":["a","a"]}"#, "`required` has a name twice"),
            (
                r#"{"required":["a",7]}"#,
                "`required` is not a list of strings",
            ),
            (
                r#"{"properties":{"a":{"required":true}}}"#,
                "`required` is not a list of strings",
            ),
            (
                r#"{"properties":{"a":null}}"#,
                "this schema is null, not an object",
            ),
            (
                r#"{"patternProperties":[]}"#,
                "`patternProperties` is a list, not an object",
            ),
            (
                r#"{"items":"string"}"#,
                "this schema is a string, not an object",
            ),
            (r#"{"items":[]}"#, "`items` is an empty list"),
            (
                r#"{"items":[{"type":"str"}]}"#,
                "`str` is not a type of JSON Schema",
            ),
            (r#"{"anyOf":[]}"#, "`anyOf` is an empty list"),
            (r#"{"oneOf":{}}"#, "`oneOf` is an object, not a list"),
            (
                r#"{"allOf":[{"not":{"enum":"a"}}]}"#,
                "`enum` is a string, not a list",
            ),
            (
                r#"{"additionalProperties":"false"}"#,
                "this schema is a string, not an object",
            ),
            (
                r#"{"dependencies":{"a":[7]}}"#,
                "`a` is not a list of strings",
            ),
            (
                r#"{"dependencies":{"a":7}}"#,
                "this schema is a number, not an object",
            ),
            (
                r#"{"exclusiveMinimum":true}"#,
                "`exclusiveMinimum` is a boolean, not a number",
            ),
            (
                r#"{"multipleOf":0}"#,
                "`multipleOf` is not a number above 0",
            ),
            (
                r#"{"maxItems":1.5}"#,
                "`maxItems` is not a whole number from 0 on",
            ),
            (
                r#"{"minProperties":-1}"#,
                "`minProperties` is not a whole number from 0 on",
            ),
            (
                r#"{"uniqueItems":"true"}"#,
                "`uniqueItems` is a string, not a boolean",
            ),
            (
                r#"{"description":["a"]}"#,
                "`description` is a list, not a string",
            ),
            (r#"{"pattern":7}"#, "`pattern` is a number, not a string"),
            (r#"{"examples":{}}"#, "`examples` is an object, not a list"),
        ] {
            assert_eq!(messages(schema), [wrong], "{schema}");
        }
    }

    #[test]
    fn later_drafts_are_not_draft_7() {
        let wrong = "?`str` is not a type of JSON Schema";
        assert_eq!(messages(r#"{"$defs":{"a":{"type":"str"}}}"#), [wrong]);
        assert_eq!(
            messages(r#"{"prefixItems":[{"items":{"type":"str"}}]}"#),
            [wrong]
        );
    }
}
