//! A model that answers anything: values that fit the schema it is given, at times a refusal or a failure.

use serde_json::{Map, Value};
use tunesmith_core::{Answer, Reply, Request};

use super::forms;
use super::odd::{Numbers, text};

/// How deep an answer may be.
const DEEPEST: usize = 6;

/// One reply to each request.
pub(super) fn replies(requests: &[Request], numbers: &mut Numbers) -> Vec<Reply> {
    requests
        .iter()
        .map(|request| reply(request, numbers))
        .collect()
}

fn reply(request: &Request, numbers: &mut Numbers) -> Reply {
    match numbers.below(12) {
        0 => return Reply::Refused(text(numbers)),
        1 => return Reply::Failed("the server went away".to_owned()),
        _ => {}
    }
    let Some(schema) = &request.answer_schema else {
        return Reply::Answered(Answer {
            content: text(numbers),
            finish_reason: "stop".to_owned(),
            ..Answer::default()
        });
    };
    let schema = schema.to_value();
    let value = value(&schema, numbers, 0);
    // The host hands on only what fits; what this simple writer can not fit is a failure there too.
    let fits = jsonschema::options()
        .offline()
        .build(&schema)
        .is_ok_and(|schema| schema.is_valid(&value));
    if fits {
        Reply::Answered(forms::answered(&value))
    } else {
        Reply::Failed("no answer fits the schema".to_owned())
    }
}

fn value(schema: &Value, numbers: &mut Numbers, depth: usize) -> Value {
    if let Some(choices) = schema["enum"]
        .as_array()
        .filter(|choices| !choices.is_empty())
    {
        return numbers.pick(choices).clone();
    }
    if let Some(only) = schema.get("const") {
        return only.clone();
    }
    let least = schema["minimum"].as_f64().unwrap_or(0.0);
    match schema["type"].as_str() {
        Some("object") => {
            let properties = schema["properties"].as_object().into_iter().flatten();
            let members =
                properties.map(|(name, inner)| (name.clone(), value(inner, numbers, depth + 1)));
            Value::Object(members.collect::<Map<_, _>>())
        }
        Some("array") if depth < DEEPEST => {
            let least = schema["minItems"].as_u64().unwrap_or(0) as usize;
            let most = schema["maxItems"]
                .as_u64()
                .map_or(least + 3, |most| most as usize);
            let count = least + numbers.below(most.saturating_sub(least) + 1);
            (0..count)
                .map(|_| value(&schema["items"], numbers, depth + 1))
                .collect()
        }
        Some("array") => Value::Array(Vec::new()),
        Some("integer") => Value::from(least as i64 + numbers.below(4) as i64),
        Some("number") => Value::from(least + numbers.below(100) as f64 / 100.0),
        Some("boolean") => Value::from(numbers.below(2) == 0),
        Some("null") => Value::Null,
        _ => Value::from(text(numbers)),
    }
}
