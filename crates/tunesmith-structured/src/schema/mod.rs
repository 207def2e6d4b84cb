//! Checks a value against a JSON Schema: the keywords tool definitions and structured answers use, of drafts 4 to 2020-12.
//!
//! Why not a crate: `jsonschema` makes 5.4 MB of WebAssembly and imports JavaScript for randomness, `boon` does not build without
//! it. Left out: references to other documents, `$dynamicRef`, `unevaluated…`; they are named in [`Report::unchecked`], never
//! guessed. Invariant: bounded work and depth, whatever the schema says.

mod containers;
mod formats;
mod numbers;

use serde_json::{Map, Value};

pub use self::numbers::canonical;

/// Most steps of one check; `$ref` and `anyOf` multiply.
const MOST_STEPS: u32 = 200_000;
/// Deepest nesting of schemas.
const MOST_DEPTH: u32 = 96;
/// More violations than people read.
const MOST_VIOLATIONS: usize = 8;
/// Most bytes a compiled pattern may take.
const MOST_PATTERN_BYTES: usize = 1 << 20;

/// One thing the schema complains about.
#[derive(Clone, Debug, PartialEq)]
pub struct Violation {
    /// RFC 6901, into the value.
    pub pointer: String,
    /// What is wrong: `must be an integer, is "3"`.
    pub words: String,
}

impl Violation {
    /// Place and complaint in one phrase.
    pub fn phrase(&self) -> String {
        match self.pointer.as_str() {
            "" => self.words.clone(),
            pointer => format!("{pointer} {}", self.words),
        }
    }
}

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// In the order of the schema; the first few.
    pub violations: Vec<Violation>,
    /// Keywords that could not be looked at.
    pub unchecked: Vec<String>,
}

/// Checks a value.
pub fn check(schema: &Value, value: &Value) -> Report {
    let mut checker = Checker {
        root: schema,
        report: Report::default(),
        steps: 0,
    };
    let mut pointer = String::new();
    checker.check(schema, value, &mut pointer, 0);
    checker.report
}

/// The value as people are shown it: JSON, cut.
pub fn shown(value: &Value) -> String {
    // Why: a long value is not written out to be cut.
    match value {
        Value::Array(items) if items.len() > 8 => format!("a list of {} items", items.len()),
        Value::Object(members) if members.len() > 8 => {
            format!("an object of {} members", members.len())
        }
        Value::String(text) => cut(&Value::String(text.chars().take(80).collect()).to_string()),
        _ => cut(&value.to_string()),
    }
}

fn cut(text: &str) -> String {
    const MOST_CHARS: usize = 60;
    match text.char_indices().nth(MOST_CHARS) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// The schema a `$ref` within the same document names.
pub fn resolve<'a>(root: &'a Value, reference: &str) -> Option<&'a Value> {
    root.pointer(reference.strip_prefix('#')?)
}

struct Checker<'a> {
    root: &'a Value,
    report: Report,
    steps: u32,
}

impl<'a> Checker<'a> {
    fn check(&mut self, schema: &'a Value, value: &Value, pointer: &mut String, depth: u32) {
        self.steps += 1;
        if self.steps > MOST_STEPS || depth > MOST_DEPTH {
            self.skip("nesting");
            return;
        }
        let members = match schema {
            Value::Object(members) => members,
            Value::Bool(false) => return self.complain(pointer, "is not allowed".to_owned()),
            Value::Bool(true) => return,
            _ => return self.skip("schema"),
        };
        self.references(members, value, pointer, depth);
        self.kind(members, value, pointer);
        self.combinations(members, value, pointer, depth);
        match value {
            Value::Number(number) => {
                for words in numbers::complaints(members, number) {
                    self.complain(pointer, words);
                }
            }
            Value::String(text) => self.text(members, text, pointer),
            Value::Array(items) => self.items(members, items, pointer, depth),
            Value::Object(object) => self.members(members, object, pointer, depth),
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn complain(&mut self, pointer: &str, words: String) {
        if self.report.violations.len() < MOST_VIOLATIONS {
            let pointer = pointer.to_owned();
            self.report.violations.push(Violation { pointer, words });
        }
    }

    fn skip(&mut self, keyword: &str) {
        if !self.report.unchecked.iter().any(|known| known == keyword)
            && self.report.unchecked.len() < MOST_VIOLATIONS
        {
            self.report.unchecked.push(keyword.to_owned());
        }
    }

    /// Whether the value satisfies a schema; nothing is reported.
    fn is_valid(&mut self, schema: &'a Value, value: &Value, depth: u32) -> bool {
        let before = std::mem::take(&mut self.report.violations);
        self.check(schema, value, &mut String::new(), depth + 1);
        std::mem::replace(&mut self.report.violations, before).is_empty()
    }

    fn references(
        &mut self,
        schema: &'a Map<String, Value>,
        value: &Value,
        pointer: &mut String,
        depth: u32,
    ) {
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            match resolve(self.root, reference) {
                Some(target) => self.check(target, value, pointer, depth + 1),
                None => self.skip("$ref"),
            }
        }
        for keyword in [
            "$dynamicRef",
            "unevaluatedProperties",
            "unevaluatedItems",
            "dependencies",
        ] {
            if schema.contains_key(keyword) {
                self.skip(keyword);
            }
        }
    }

    fn kind(&mut self, schema: &'a Map<String, Value>, value: &Value, pointer: &str) {
        let names: Vec<&str> = match schema.get("type") {
            Some(Value::String(name)) => vec![name],
            Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        // Why: `"nullable": true` is how OpenAPI writes it.
        let nullable = value.is_null() && schema.get("nullable") == Some(&Value::Bool(true));
        let mut fits = names.is_empty() || nullable;
        for name in &names {
            match is_kind(name, value) {
                Some(is) => fits |= is,
                None => {
                    self.skip("type");
                    fits = true;
                }
            }
        }
        if !fits {
            let wanted: Vec<String> = names.iter().map(|name| with_article(name)).collect();
            self.complain(
                pointer,
                format!("must be {}, is {}", wanted.join(" or "), shown(value)),
            );
            return;
        }
        if let Some(Value::Array(allowed)) = schema.get("enum")
            && !nullable
            && !allowed.iter().any(|it| numbers::same(it, value))
        {
            let list: Vec<String> = allowed.iter().take(12).map(shown).collect();
            self.complain(
                pointer,
                format!("must be one of {}, is {}", list.join(", "), shown(value)),
            );
        }
        if let Some(only) = schema.get("const")
            && !numbers::same(only, value)
        {
            self.complain(
                pointer,
                format!("must be {}, is {}", shown(only), shown(value)),
            );
        }
    }

    fn combinations(
        &mut self,
        schema: &'a Map<String, Value>,
        value: &Value,
        pointer: &mut String,
        depth: u32,
    ) {
        let list = |keyword: &str| schema.get(keyword).and_then(Value::as_array);
        for part in list("allOf").into_iter().flatten() {
            self.check(part, value, pointer, depth + 1);
        }
        if let Some(parts) = list("anyOf")
            && !parts.iter().any(|part| self.is_valid(part, value, depth))
        {
            self.none_of(parts, value, pointer, depth);
        }
        if let Some(parts) = list("oneOf") {
            match parts
                .iter()
                .filter(|part| self.is_valid(part, value, depth))
                .take(2)
                .count()
            {
                0 => self.none_of(parts, value, pointer, depth),
                1 => {}
                _ => self.complain(
                    pointer,
                    "satisfies more than one of the schemas of `oneOf`".to_owned(),
                ),
            }
        }
        if let Some(part) = schema.get("not")
            && self.is_valid(part, value, depth)
        {
            self.complain(pointer, format!("is {}, which `not` forbids", shown(value)));
        }
        if let Some(condition) = schema.get("if") {
            let branch = if self.is_valid(condition, value, depth) {
                "then"
            } else {
                "else"
            };
            if let Some(part) = schema.get(branch) {
                self.check(part, value, pointer, depth + 1);
            }
        }
    }

    /// Says what the one alternative that could be meant complains about, else that none fits.
    fn none_of(&mut self, parts: &'a [Value], value: &Value, pointer: &mut String, depth: u32) {
        let of_kind = |part: &&Value| {
            let name = part.get("type").and_then(Value::as_str);
            name.is_some_and(|name| is_kind(name, value) == Some(true))
        };
        let meant: Vec<&'a Value> = parts.iter().filter(of_kind).collect();
        match meant[..] {
            [one] => self.check(one, value, pointer, depth + 1),
            _ => self.complain(
                pointer,
                format!("fits none of the allowed schemas, is {}", shown(value)),
            ),
        }
    }

    fn text(&mut self, schema: &'a Map<String, Value>, text: &str, pointer: &str) {
        let limit = |keyword: &str| schema.get(keyword).and_then(Value::as_u64);
        if limit("minLength").is_some() || limit("maxLength").is_some() {
            let length = text.chars().count() as u64;
            if let Some(least) = limit("minLength").filter(|least| length < *least) {
                self.complain(
                    pointer,
                    format!("must have at least {least} characters, has {length}"),
                );
            }
            if let Some(most) = limit("maxLength").filter(|most| length > *most) {
                self.complain(
                    pointer,
                    format!("must have at most {most} characters, has {length}"),
                );
            }
        }
        if let Some(pattern) = schema.get("pattern").and_then(Value::as_str) {
            match compiled(pattern) {
                Some(regex) if !regex.is_match(text) => {
                    let words =
                        format!("must match `{}`, is {}", cut(pattern), shown(&text.into()));
                    self.complain(pointer, words);
                }
                Some(_) => {}
                None => self.skip("pattern"),
            }
        }
        if let Some(name) = schema.get("format").and_then(Value::as_str)
            && formats::fits(name, text) == Some(false)
        {
            self.complain(
                pointer,
                format!(
                    "must be {}, is {}",
                    formats::described(name),
                    shown(&text.into())
                ),
            );
        }
    }

    fn inside(
        &mut self,
        schema: &'a Value,
        value: &Value,
        pointer: &mut String,
        name: &str,
        depth: u32,
    ) {
        let length = pointer.len();
        pointer.push('/');
        pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
        self.check(schema, value, pointer, depth + 1);
        pointer.truncate(length);
    }
}

fn compiled(pattern: &str) -> Option<regex_lite::Regex> {
    let mut builder = regex_lite::RegexBuilder::new(pattern);
    builder.size_limit(MOST_PATTERN_BYTES).build().ok()
}

/// `None` for a type name JSON Schema does not have.
fn is_kind(name: &str, value: &Value) -> Option<bool> {
    Some(match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.as_number().is_some_and(numbers::is_integer),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => return None,
    })
}

fn with_article(name: &str) -> String {
    match name {
        "null" => "null".to_owned(),
        "integer" | "array" | "object" => format!("an {name}"),
        _ => format!("a {name}"),
    }
}

#[cfg(test)]
mod tests;
