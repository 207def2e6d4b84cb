//! Whether a JSON Schema of a stranger can be handed to a validator. Validators follow references as often as they stand
//! there: forty definitions that each name the next one twice keep one busy for years.

use serde_json::Value;

/// The most schemas that a schema may unfold to, references followed.
const MOST_SCHEMAS: usize = 20_000;

/// Why nobody should check anything against this schema; nothing if it is harmless. `$ref` may point into the schema itself.
pub fn schema_fault(schema: &Value) -> Option<String> {
    let mut walk = Walk {
        root: schema,
        schemas: 0,
        open: Vec::new(),
    };
    walk.visit(schema, true).err()
}

struct Walk<'a> {
    root: &'a Value,
    schemas: usize,
    /// References that are being followed; one that comes again is a loop, which validators know how to end.
    open: Vec<&'a str>,
}

impl<'a> Walk<'a> {
    fn visit(&mut self, value: &'a Value, is_root: bool) -> Result<(), String> {
        match value {
            Value::Array(items) => items.iter().try_for_each(|item| self.visit(item, false)),
            Value::Object(members) => {
                self.schemas += 1;
                if self.schemas > MOST_SCHEMAS {
                    return Err(format!(
                        "its references unfold to more than {MOST_SCHEMAS} schemas"
                    ));
                }
                for (name, member) in members {
                    match (name.as_str(), member) {
                        ("$ref", Value::String(target)) => self.follow(target)?,
                        ("$dynamicRef" | "$recursiveRef", Value::String(target)) => {
                            return Err(format!("it uses `{name}` (`{target}`); use `$ref`"));
                        }
                        ("$id", Value::String(id)) if !is_root => {
                            return Err(format!(
                                "it holds another schema, `{id}`, with an `$id` of its own"
                            ));
                        }
                        // What nobody refers to costs nothing.
                        ("$defs" | "definitions", _) => {}
                        // These hold data, not schemas.
                        ("const" | "enum" | "default" | "examples", _) => {}
                        _ => self.visit(member, false)?,
                    }
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn follow(&mut self, target: &'a str) -> Result<(), String> {
        if self.open.contains(&target) {
            return Ok(());
        }
        let found = target
            .strip_prefix('#')
            .filter(|pointer| pointer.is_empty() || pointer.starts_with('/'))
            .and_then(|pointer| self.root.pointer(pointer));
        let Some(found) = found else {
            return Err(format!(
                "it refers to `{target}`, which is not in it; write `#/$defs/…` and put it there"
            ));
        };
        self.open.push(target);
        let visited = self.visit(found, target == "#");
        self.open.pop();
        visited
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::schema_fault;

    #[track_caller]
    fn check(schema: &Value, expected: Option<&str>) {
        assert_eq!(schema_fault(schema).as_deref(), expected, "{schema}");
    }

    /// Definitions that each name the next one `times` times.
    fn bomb(length: usize, times: usize) -> Value {
        let name = |index: usize| format!("#/$defs/{index}");
        let mut defs = Map::new();
        for index in 0..length {
            let next = vec![json!({"$ref": name(index + 1)}); times];
            defs.insert(index.to_string(), json!({"allOf": next}));
        }
        defs.insert(length.to_string(), json!({"type": "object"}));
        json!({"$ref": name(0), "$defs": defs})
    }

    #[test]
    fn ordinary_schemas_pass() {
        check(&json!(true), None);
        check(
            &json!({"type": "object", "properties": {"$id": {"type": "string"}}}),
            None,
        );
        let tree = json!({"$id": "https://example.org/tree", "properties": {
            "left": {"$ref": "#"}, "right": {"$ref": "#/$defs/tree"}}, "$defs": {"tree": {"$ref": "#"}}});
        check(&tree, None);
        check(&bomb(40, 1), None);
        check(
            &json!({"default": {"$ref": "nowhere"}, "const": {"$id": "x"}}),
            None,
        );
    }

    #[test]
    fn bombs_and_what_hides_them_are_refused() {
        let unfolds = "its references unfold to more than 20000 schemas";
        check(&bomb(40, 2), Some(unfolds));
        check(&bomb(3, 40), Some(unfolds));
        check(
            &json!({"$ref": "#a"}),
            Some("it refers to `#a`, which is not in it; write `#/$defs/…` and put it there"),
        );
        check(
            &json!({"$ref": "https://example.org/x"}),
            Some(
                "it refers to `https://example.org/x`, which is not in it; write `#/$defs/…` and put it there",
            ),
        );
        check(
            &json!({"items": {"$dynamicRef": "#"}}),
            Some("it uses `$dynamicRef` (`#`); use `$ref`"),
        );
        check(
            &json!({"items": {"$id": "x"}}),
            Some("it holds another schema, `x`, with an `$id` of its own"),
        );
    }
}
