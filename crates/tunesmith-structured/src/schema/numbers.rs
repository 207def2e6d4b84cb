//! Numbers as JSON Schema sees them: 1 and 1.0 are one value. And equality of whole values built on that.

use serde_json::{Map, Number, Value};

/// Whether two values are equal, members in any order.
pub(super) fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => same_number(left, right),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .zip(right)
                    .all(|(left, right)| same(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            let in_right = |(name, member): (&String, &Value)| {
                right.get(name).is_some_and(|it| same(member, it))
            };
            left.len() == right.len() && left.iter().all(in_right)
        }
        _ => left == right,
    }
}

fn same_number(left: &Number, right: &Number) -> bool {
    match (left.as_i64(), right.as_i64()) {
        (Some(left), Some(right)) => left == right,
        _ => left == right || left.as_f64() == right.as_f64(),
    }
}

/// One text for equal values: members sorted, whole numbers without decimals.
pub fn canonical(value: &Value) -> String {
    let mut text = String::new();
    write(value, &mut text);
    text
}

fn write(value: &Value, text: &mut String) {
    match value {
        Value::Array(items) => {
            text.push('[');
            for item in items {
                write(item, text);
                text.push(',');
            }
            text.push(']');
        }
        Value::Object(members) => {
            let mut sorted: Vec<(&String, &Value)> = members.iter().collect();
            sorted.sort_by_key(|(name, _)| *name);
            text.push('{');
            for (name, member) in sorted {
                text.push_str(&Value::String(name.clone()).to_string());
                text.push(':');
                write(member, text);
                text.push(',');
            }
            text.push('}');
        }
        Value::Number(number) => {
            let whole = number
                .as_f64()
                .filter(|it| it.fract() == 0.0 && it.abs() < 9.0e15);
            match (number.as_i64(), whole) {
                (None, Some(whole)) => text.push_str(&(whole as i64).to_string()),
                _ => text.push_str(&number.to_string()),
            }
        }
        _ => text.push_str(&value.to_string()),
    }
}

pub(super) fn is_integer(number: &Number) -> bool {
    number.is_i64() || number.is_u64() || number.as_f64().is_some_and(|it| it.fract() == 0.0)
}

/// What the number keywords complain about.
pub(super) fn complaints(schema: &Map<String, Value>, number: &Number) -> Vec<String> {
    let value = number.as_f64().unwrap_or_default();
    let limit = |keyword: &str| schema.get(keyword).and_then(Value::as_f64);
    // Why: draft 4 wrote `"minimum": 0, "exclusiveMinimum": true`.
    let strict = |keyword: &str| schema.get(keyword) == Some(&Value::Bool(true));
    let mut words = Vec::new();
    let mut demand = |keyword: &str, fits: &dyn Fn(f64) -> bool, phrase: &str| {
        if let Some(limit) = limit(keyword).filter(|limit| !fits(*limit)) {
            words.push(format!("must be {phrase} {limit}, is {number}"));
        }
    };
    if strict("exclusiveMinimum") {
        demand("minimum", &|limit| value > limit, "above");
    } else {
        demand("minimum", &|limit| value >= limit, "at least");
    }
    if strict("exclusiveMaximum") {
        demand("maximum", &|limit| value < limit, "below");
    } else {
        demand("maximum", &|limit| value <= limit, "at most");
    }
    demand("exclusiveMinimum", &|limit| value > limit, "above");
    demand("exclusiveMaximum", &|limit| value < limit, "below");
    let is_multiple = |step: f64| {
        let times = value / step;
        // Why: 0.3 / 0.1 is not quite 3.
        step <= 0.0 || (times - times.round()).abs() <= 1e-9 * times.abs().max(1.0)
    };
    demand("multipleOf", &is_multiple, "a multiple of");
    words
}
