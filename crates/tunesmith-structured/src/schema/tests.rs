//! Schemas, values and complaints as data.

use serde_json::{Value, json};

use super::{canonical, check};

fn complaints(schema: &Value, value: &Value) -> String {
    let phrases: Vec<String> = check(schema, value)
        .violations
        .iter()
        .map(|it| it.phrase())
        .collect();
    phrases.join("; ")
}

#[test]
fn says_what_is_wrong_and_where() {
    let text = json!({"type": "string"});
    let cases = [
        (json!({"type": "integer"}), json!(3.0), ""),
        (
            json!({"type": "integer"}),
            json!("3"),
            "must be an integer, is \"3\"",
        ),
        (
            json!({"type": ["string", "null"]}),
            json!(1),
            "must be a string or null, is 1",
        ),
        (json!({"type": "string", "nullable": true}), json!(null), ""),
        (json!({"enum": ["a", 1]}), json!(1.0), ""),
        (
            json!({"enum": ["a", "b"]}),
            json!("c"),
            "must be one of \"a\", \"b\", is \"c\"",
        ),
        (json!({"const": {"a": [1]}}), json!({"a": [1.0]}), ""),
        (
            json!({"minimum": 1, "maximum": 5}),
            json!(7),
            "must be at most 5, is 7",
        ),
        (
            json!({"minimum": 0, "exclusiveMinimum": true}),
            json!(0),
            "must be above 0, is 0",
        ),
        (json!({"multipleOf": 0.1}), json!(0.3), ""),
        (
            json!({"multipleOf": 2}),
            json!(3),
            "must be a multiple of 2, is 3",
        ),
        (
            json!({"minLength": 2}),
            json!("é"),
            "must have at least 2 characters, has 1",
        ),
        (
            json!({"pattern": "^[A-Z]{3}$"}),
            json!("abc"),
            "must match `^[A-Z]{3}$`, is \"abc\"",
        ),
        (
            json!({"format": "date"}),
            json!("2025-02-29"),
            "must be a date such as 2026-03-31, is \"2025-02-29\"",
        ),
        (json!({"format": "date"}), json!("2024-02-29"), ""),
        (
            json!({"format": "date-time"}),
            json!("2024-02-29T10:00"),
            "",
        ),
        (
            json!({"format": "date-time"}),
            json!("2024-02-29T10:00:00.5+02:00"),
            "",
        ),
        (
            json!({"format": "email"}),
            json!("a b@c"),
            "must be an e-mail address, is \"a b@c\"",
        ),
        (json!({"format": "uri"}), json!("https://a.org/x?y=1"), ""),
        (
            json!({"items": text}),
            json!(["a", 2]),
            "/1 must be a string, is 2",
        ),
        (
            json!({"prefixItems": [text], "items": false}),
            json!(["a", 2]),
            "/1 is not allowed",
        ),
        (
            json!({"items": [text], "additionalItems": false}),
            json!(["a", 2]),
            "/1 is not allowed",
        ),
        (
            json!({"uniqueItems": true}),
            json!([1, 1.0]),
            "must not hold an item twice, holds 1.0 twice",
        ),
        (
            json!({"contains": text}),
            json!([1]),
            "holds 0 items of the kind `contains` asks for",
        ),
        (
            json!({"required": ["a"]}),
            json!({}),
            "lacks `a`, which is required",
        ),
        (
            json!({"properties": {"a/b": text}}),
            json!({"a/b": 1}),
            "/a~1b must be a string, is 1",
        ),
        (
            json!({"properties": {"a": text}, "additionalProperties": false}),
            json!({"b": 1}),
            "has `b`, which the schema does not know",
        ),
        (
            json!({"patternProperties": {"^x": text}, "additionalProperties": {"type": "integer"}}),
            json!({"x1": "a", "y": "b"}),
            "/y must be an integer, is \"b\"",
        ),
        (
            json!({"dependentRequired": {"a": ["b"]}}),
            json!({"a": 1}),
            "lacks `b`, which `a` needs",
        ),
        (
            json!({"anyOf": [{"type": "string", "minLength": 2}, {"type": "null"}]}),
            json!("x"),
            "must have at least 2 characters, has 1",
        ),
        (
            json!({"anyOf": [{"type": "string"}, {"type": "null"}]}),
            json!(4),
            "fits none of the allowed schemas, is 4",
        ),
        (
            json!({"oneOf": [{"type": "number"}, {"type": "integer"}]}),
            json!(4),
            "satisfies more than one of the schemas of `oneOf`",
        ),
        (
            json!({"not": text}),
            json!("a"),
            "is \"a\", which `not` forbids",
        ),
        (
            json!({"if": text, "then": {"minLength": 2}, "else": {"minimum": 3}}),
            json!(1),
            "must be at least 3, is 1",
        ),
        (
            json!({"$ref": "#/$defs/t", "$defs": {"t": text}}),
            json!(1),
            "must be a string, is 1",
        ),
        (json!(false), json!(1), "is not allowed"),
    ];
    for (schema, value, expected) in cases {
        assert_eq!(complaints(&schema, &value), expected, "{schema} {value}");
    }
}

#[test]
fn names_what_it_can_not_check_and_always_ends() {
    let unchecked = |schema: Value, value: Value| check(&schema, &value).unchecked;
    assert_eq!(
        unchecked(json!({"$ref": "https://x/y"}), json!(1)),
        ["$ref"]
    );
    assert_eq!(
        unchecked(json!({"pattern": "(?=a)"}), json!("a")),
        ["pattern"]
    );
    assert_eq!(unchecked(json!({"type": "dict"}), json!({})), ["type"]);
    assert_eq!(unchecked(json!(3), json!({})), ["schema"]);
    assert_eq!(unchecked(json!({"$ref": "#"}), json!({})), ["nesting"]);
    let many = json!({"allOf": [{"$ref": "#"}, {"$ref": "#"}, {"$ref": "#"}]});
    assert_eq!(unchecked(many, json!({})), ["nesting"]);
}

#[test]
fn equal_values_have_one_text() {
    assert_eq!(
        canonical(&json!({"b": 1.0, "a": [2]})),
        canonical(&json!({"a": [2.0], "b": 1}))
    );
    assert_ne!(canonical(&json!("1")), canonical(&json!(1)));
}
