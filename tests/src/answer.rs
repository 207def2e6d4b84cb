//! Deterministic answers: the same conversation always gets the same text, valid under the schema it asks for.
//!
//! A schema is taken from `response_format` or else from the first system message that holds one. What is honoured: `$ref` within the
//! schema, `const`, `enum`, `anyOf`/`oneOf`/`allOf` (the first), `type`, `properties`, `items`, and the bounds on lengths and numbers.
//! `pattern` and `format` are not.

use serde_json::{Map, Value, json};

/// Deeper than any real schema; a recursive one ends here.
const DEEPEST: usize = 12;

const WORDS: [&str; 64] = [
    "account", "again", "answer", "before", "billing", "button", "cable", "change", "check",
    "clear", "client", "copy", "customer", "delay", "device", "email", "error", "evening",
    "export", "folder", "friend", "garden", "guide", "history", "invoice", "item", "kitchen",
    "label", "laptop", "letter", "limit", "manual", "message", "minute", "monday", "network",
    "number", "office", "order", "packet", "password", "payment", "phone", "picture", "please",
    "printer", "question", "quick", "refund", "report", "restart", "screen", "second", "server",
    "setting", "signal", "slowly", "street", "support", "ticket", "update", "value", "window",
    "yellow",
];

/// The answer to a chat completion request: JSON where the request holds a schema, else a sentence.
pub fn deterministic_json(body: &Value) -> String {
    let mut words = Words(hash(body["messages"].to_string().as_bytes()));
    match schema_of(body) {
        Some(schema) => instance(&schema, &schema, &mut words, 0).to_string(),
        None => words.sentence(12),
    }
}

fn schema_of(body: &Value) -> Option<Value> {
    if let Some(schema) = body.pointer("/response_format/json_schema/schema") {
        return Some(schema.clone());
    }
    let messages = body["messages"].as_array()?;
    let systems = messages
        .iter()
        .filter(|message| message["role"] == "system" || message["role"] == "developer");
    systems
        .filter_map(|message| message["content"].as_str())
        .find_map(schema_in_text)
}

fn schema_in_text(text: &str) -> Option<Value> {
    let starts = text.match_indices('{').map(|(at, _)| at);
    let objects = starts.filter_map(|at| {
        serde_json::Deserializer::from_str(&text[at..])
            .into_iter::<Value>()
            .next()?
            .ok()
    });
    objects.into_iter().find(|value| {
        ["type", "properties", "enum", "$ref", "anyOf"]
            .iter()
            .any(|key| value.get(key).is_some())
    })
}

fn instance(schema: &Value, root: &Value, words: &mut Words, depth: usize) -> Value {
    if depth > DEEPEST {
        return Value::Null;
    }
    if let Some(pointer) = schema["$ref"]
        .as_str()
        .and_then(|target| target.strip_prefix('#'))
    {
        return root.pointer(pointer).map_or(Value::Null, |target| {
            instance(target, root, words, depth + 1)
        });
    }
    if let Some(value) = schema.get("const") {
        return value.clone();
    }
    if let Some(choices) = schema["enum"]
        .as_array()
        .filter(|choices| !choices.is_empty())
    {
        return choices[words.below(choices.len() as u64) as usize].clone();
    }
    if let Some(first) = ["anyOf", "oneOf", "allOf"]
        .iter()
        .find_map(|key| schema[*key].get(0))
    {
        return instance(first, root, words, depth + 1);
    }
    match type_of(schema) {
        "object" => object(schema, root, words, depth),
        "array" => {
            let least = schema["minItems"].as_u64().unwrap_or(1);
            let most = schema["maxItems"].as_u64().unwrap_or(least.max(2));
            let item = schema
                .get("items")
                .cloned()
                .unwrap_or_else(|| json!({"type": "string"}));
            let length = least + words.below(most.saturating_sub(least).min(2) + 1);
            (0..length.min(most))
                .map(|_| instance(&item, root, words, depth + 1))
                .collect()
        }
        "integer" => {
            let least = schema["minimum"].as_f64().unwrap_or(0.0).ceil() as i64;
            let most = schema["maximum"]
                .as_f64()
                .map_or(least + 9, |most| most.floor() as i64);
            Value::from(least + words.below(most.saturating_sub(least).max(0) as u64 + 1) as i64)
        }
        "number" => {
            let least = schema["minimum"].as_f64().unwrap_or(0.0);
            let most = schema["maximum"].as_f64().unwrap_or(least + 1.0);
            Value::from(least + (most - least) * (words.below(101) as f64 / 100.0))
        }
        "boolean" => Value::from(words.below(2) == 1),
        "null" => Value::Null,
        _ => Value::from(text(schema, words)),
    }
}

fn type_of(schema: &Value) -> &str {
    match &schema["type"] {
        Value::String(name) => name,
        Value::Array(names) => names
            .iter()
            .filter_map(Value::as_str)
            .find(|name| *name != "null")
            .unwrap_or("null"),
        _ if schema.get("properties").is_some() => "object",
        _ if schema.get("items").is_some() => "array",
        _ => "string",
    }
}

fn object(schema: &Value, root: &Value, words: &mut Words, depth: usize) -> Value {
    let mut members = Map::new();
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        members.insert(name.clone(), instance(property, root, words, depth + 1));
    }
    for name in schema["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
    {
        if !members.contains_key(name) {
            members.insert(name.to_owned(), Value::from(words.sentence(3)));
        }
    }
    Value::Object(members)
}

fn text(schema: &Value, words: &mut Words) -> String {
    let count = 6 + words.below(7) as usize;
    let mut text = words.sentence(count);
    while (text.chars().count() as u64) < schema["minLength"].as_u64().unwrap_or(0) {
        text.push(' ');
        text.push_str(&words.sentence(6));
    }
    match schema["maxLength"].as_u64() {
        Some(most) => text.chars().take(most as usize).collect(),
        None => text,
    }
}

/// A stream of choices that starts at a hash (splitmix64).
struct Words(u64);

impl Words {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound.max(1)
    }

    fn sentence(&mut self, count: usize) -> String {
        let words: Vec<&str> = (0..count)
            .map(|_| WORDS[self.below(WORDS.len() as u64) as usize])
            .collect();
        format!("The {}.", words.join(" "))
    }
}

/// FNV-1a, 64 bits: the same on every machine.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3)
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::deterministic_json;

    fn schema() -> Value {
        json!({
            "type": "object",
            "properties": {
                "mood": {"enum": ["glad", "sad"]},
                "turns": {"type": "array", "minItems": 2, "maxItems": 2, "items": {"$ref": "#/$defs/turn"}},
                "score": {"type": "integer", "minimum": 3, "maximum": 5},
                "note": {"type": ["null", "string"], "maxLength": 10},
            },
            "required": ["mood", "turns", "extra"],
            "$defs": {"turn": {"type": "object", "properties": {"text": {"type": "string", "minLength": 200}}}},
        })
    }

    #[test]
    fn follows_the_schema_from_either_place() {
        let native = json!({"messages": [{"role": "user", "content": "a"}], "response_format": {"json_schema": {"schema": schema()}}});
        let in_prompt = json!({"messages": [{"role": "system", "content": format!("Use {{braces}}. Schema: {} Bye.", schema())}]});
        for body in [native, in_prompt] {
            let answer: Value = serde_json::from_str(&deterministic_json(&body)).unwrap();
            assert!(
                answer["mood"] == "glad" || answer["mood"] == "sad",
                "{answer}"
            );
            assert_eq!(answer["turns"].as_array().unwrap().len(), 2);
            assert!(answer["turns"][0]["text"].as_str().unwrap().len() >= 200);
            assert!((3..=5).contains(&answer["score"].as_i64().unwrap()));
            assert_eq!(answer["note"].as_str().unwrap().len(), 10);
            assert!(answer["extra"].is_string());
        }
    }

    #[test]
    fn answers_by_the_messages_alone() {
        let ask = |text: &str, temperature: f64| {
            deterministic_json(
                &json!({"temperature": temperature, "messages": [{"role": "user", "content": text}]}),
            )
        };
        assert_eq!(ask("a", 0.1), ask("a", 0.9));
        assert_ne!(ask("a", 0.1), ask("b", 0.1));
    }

    #[test]
    fn a_recursive_schema_ends() {
        let schema = json!({"type": "object", "properties": {"next": {"$ref": "#"}}});
        let body = json!({"messages": [], "response_format": {"json_schema": {"schema": schema}}});
        assert!(deterministic_json(&body).starts_with(r#"{"next":{"next":"#));
    }
}
