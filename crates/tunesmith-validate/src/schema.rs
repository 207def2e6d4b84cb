//! The schemas inside a JSON Schema, as far as tool declarations use them. References are not followed.
//!
//! Invariant: linear in the size of the value, without recursion.

use crate::json::{Kind, Value};

/// The root and every schema nested in it; values that are no objects are left out.
pub(crate) fn schemas(root: Value<'_>) -> impl Iterator<Item = Value<'_>> {
    let mut open = vec![root];
    std::iter::from_fn(move || {
        loop {
            let schema = open.pop()?;
            if schema.kind() == Kind::Object {
                push_inner(schema, &mut open);
                return Some(schema);
            }
        }
    })
}

fn push_inner<'a>(schema: Value<'a>, open: &mut Vec<Value<'a>>) {
    for member in schema.children() {
        match (&*member.key(), member.kind()) {
            ("properties" | "patternProperties" | "$defs" | "definitions", Kind::Object)
            | ("anyOf" | "oneOf" | "allOf" | "prefixItems" | "items", Kind::Array) => {
                open.extend(member.children());
            }
            ("items" | "additionalProperties" | "not" | "contains", Kind::Object) => {
                open.push(member);
            }
            _ => {}
        }
    }
}
