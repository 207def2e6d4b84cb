//! The keywords of lists and objects: how many, which, and each by its own schema.

use serde_json::{Map, Value};

use super::{Checker, canonical, compiled, cut, shown};

impl<'a> Checker<'a> {
    pub(super) fn items(
        &mut self,
        schema: &'a Map<String, Value>,
        items: &[Value],
        pointer: &mut String,
        depth: u32,
    ) {
        let limit = |keyword: &str| schema.get(keyword).and_then(Value::as_u64);
        let count = items.len() as u64;
        if let Some(least) = limit("minItems").filter(|least| count < *least) {
            self.complain(
                pointer,
                format!("must have at least {least} items, has {count}"),
            );
        }
        if let Some(most) = limit("maxItems").filter(|most| count > *most) {
            self.complain(
                pointer,
                format!("must have at most {most} items, has {count}"),
            );
        }
        if schema.get("uniqueItems") == Some(&Value::Bool(true)) {
            let mut seen = std::collections::BTreeSet::new();
            if let Some(twice) = items.iter().find(|item| !seen.insert(canonical(item))) {
                self.complain(
                    pointer,
                    format!("must not hold an item twice, holds {} twice", shown(twice)),
                );
            }
        }
        // Why: before 2020-12 a list under `items` was what `prefixItems` is now, and `additionalItems` the rest.
        let (first, rest) = match (schema.get("prefixItems"), schema.get("items")) {
            (Some(Value::Array(first)), rest) => (first.as_slice(), rest),
            (_, Some(Value::Array(first))) => (first.as_slice(), schema.get("additionalItems")),
            (_, rest) => (&[][..], rest),
        };
        for (index, item) in items.iter().enumerate() {
            if let Some(part) = first.get(index).or(rest) {
                self.inside(part, item, pointer, &index.to_string(), depth);
            }
        }
        if let Some(part) = schema.get("contains") {
            let most = limit("maxContains").unwrap_or(u64::MAX);
            let least = limit("minContains").unwrap_or(1);
            let found = items
                .iter()
                .filter(|item| self.is_valid(part, item, depth))
                .count() as u64;
            if found < least || found > most {
                self.complain(
                    pointer,
                    format!("holds {found} items of the kind `contains` asks for"),
                );
            }
        }
    }

    pub(super) fn members(
        &mut self,
        schema: &'a Map<String, Value>,
        object: &Map<String, Value>,
        pointer: &mut String,
        depth: u32,
    ) {
        let limit = |keyword: &str| schema.get(keyword).and_then(Value::as_u64);
        let names = |list: Option<&'a Value>| {
            list.and_then(Value::as_array)
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
        };
        for name in names(schema.get("required")) {
            if !object.contains_key(name) {
                self.complain(pointer, format!("lacks `{}`, which is required", cut(name)));
            }
        }
        let count = object.len() as u64;
        if let Some(least) = limit("minProperties").filter(|least| count < *least) {
            self.complain(
                pointer,
                format!("must have at least {least} members, has {count}"),
            );
        }
        if let Some(most) = limit("maxProperties").filter(|most| count > *most) {
            self.complain(
                pointer,
                format!("must have at most {most} members, has {count}"),
            );
        }
        for (name, needed) in schema
            .get("dependentRequired")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            for other in names(Some(needed)) {
                if object.contains_key(name) && !object.contains_key(other) {
                    self.complain(
                        pointer,
                        format!("lacks `{}`, which `{}` needs", cut(other), cut(name)),
                    );
                }
            }
        }
        for (name, part) in schema
            .get("dependentSchemas")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            if object.contains_key(name) {
                let whole = Value::Object(object.clone());
                self.check(part, &whole, pointer, depth + 1);
            }
        }
        self.each_member(schema, object, pointer, depth);
    }

    fn each_member(
        &mut self,
        schema: &'a Map<String, Value>,
        object: &Map<String, Value>,
        pointer: &mut String,
        depth: u32,
    ) {
        let known = schema.get("properties").and_then(Value::as_object);
        let mut patterns = Vec::new();
        for (pattern, part) in schema
            .get("patternProperties")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            match compiled(pattern) {
                Some(regex) => patterns.push((regex, part)),
                None => self.skip("patternProperties"),
            }
        }
        for (name, member) in object {
            let mut is_known = false;
            if let Some(part) = known.and_then(|known| known.get(name)) {
                is_known = true;
                self.inside(part, member, pointer, name, depth);
            }
            for (regex, part) in &patterns {
                if regex.is_match(name) {
                    is_known = true;
                    self.inside(part, member, pointer, name, depth);
                }
            }
            if let Some(part) = schema.get("propertyNames")
                && !self.is_valid(part, &Value::String(name.clone()), depth)
            {
                self.complain(
                    pointer,
                    format!("has a member `{}`, a name that is not allowed", cut(name)),
                );
            }
            match schema.get("additionalProperties") {
                Some(Value::Bool(false)) if !is_known => {
                    self.complain(
                        pointer,
                        format!("has `{}`, which the schema does not know", cut(name)),
                    );
                }
                Some(part) if !is_known => self.inside(part, member, pointer, name, depth),
                _ => {}
            }
        }
    }
}
