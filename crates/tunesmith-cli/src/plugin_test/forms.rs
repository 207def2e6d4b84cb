//! Examples, replies, requests and scores as golden vectors have them. The SDK's `testing::golden` reads and writes the same.

use serde_json::{Map, Value, json};
use tunesmith_core::{
    Answer, Example, Extra, JsonText, PlainExample, PlainMessage, Reply, Request, Score, Scores,
    Task,
};

use super::parsed;

/// Reads an example: `messages`, and every other member in its extra.
pub(super) fn example(value: &Value) -> Result<Example, String> {
    let mut members = value.as_object().cloned().ok_or("it is no object")?;
    let messages = members.shift_remove("messages");
    let messages = messages.as_ref().and_then(Value::as_array);
    let messages = messages.ok_or("it has no list `messages`")?.iter();
    let plain = PlainExample {
        id: String::new(),
        messages: messages.map(message).collect::<Result<_, _>>()?,
        extra: text_of(members),
    };
    plain.read("the example").map_err(|error| error.to_string())
}

fn message(value: &Value) -> Result<PlainMessage, String> {
    let members = value.as_object().ok_or("a message is no object")?;
    let mut plain = PlainMessage::default();
    let mut extra = Map::new();
    for (name, member) in members {
        match (name.as_str(), member) {
            ("role", Value::String(role)) => plain.role.clone_from(role),
            ("content", Value::String(text)) if !text.is_empty() => plain.content.clone_from(text),
            _ => {
                extra.insert(name.clone(), member.clone());
            }
        }
    }
    plain.extra = text_of(extra);
    Ok(plain)
}

fn text_of(members: Map<String, Value>) -> Option<String> {
    (!members.is_empty()).then(|| Value::from(members).to_string())
}

/// Writes an example.
pub(super) fn example_value(example: &Example) -> Value {
    let PlainExample {
        id: _,
        messages,
        extra,
    } = PlainExample::of(example);
    let messages: Vec<Value> = messages.into_iter().map(message_value).collect();
    let mut members = Map::new();
    members.insert("messages".to_owned(), messages.into());
    members.extend(object(extra.as_deref()));
    Value::Object(members)
}

fn message_value(message: PlainMessage) -> Value {
    let PlainMessage {
        role,
        content,
        extra,
    } = message;
    let extra = object(extra.as_deref());
    let mut members = Map::new();
    members.insert("role".to_owned(), role.into());
    if !content.is_empty() && !extra.contains_key("content") {
        members.insert("content".to_owned(), content.into());
    }
    members.extend(extra);
    Value::Object(members)
}

fn object(text: Option<&str>) -> Map<String, Value> {
    match text.map(parsed) {
        Some(Value::Object(members)) => members,
        _ => Map::new(),
    }
}

/// Writes a score.
pub(super) fn score_value(score: &Score) -> Value {
    let Score {
        value,
        marks,
        note,
        extra,
    } = score;
    json!({"value": value, "marks": marks, "note": note, "extra": parsed(&extra.to_text())})
}

/// Reads what scorers said: an object of scores by name.
pub(super) fn scores(value: &Value) -> Result<Scores, String> {
    let members = value.as_object().into_iter().flatten();
    members
        .map(|(name, score)| {
            let marks = score["marks"].as_array().into_iter().flatten();
            let extra = match &score["extra"] {
                Value::Object(members) => Value::from(members.clone()).to_string(),
                _ => "{}".to_owned(),
            };
            let score = Score {
                value: score["value"].as_f64().ok_or("a score has no `value`")?,
                marks: marks.filter_map(Value::as_str).map(str::to_owned).collect(),
                note: score["note"].as_str().map(str::to_owned),
                extra: Extra::parse(&extra).map_err(|error| error.to_string())?,
            };
            Ok((name.clone(), score))
        })
        .collect()
}

/// Reads a task.
pub(super) fn task(value: &Value) -> Result<Task, String> {
    let number = |name: &str| {
        value[name]
            .as_u64()
            .ok_or(format!("`task` has no `{name}`"))
    };
    Ok(Task {
        index: number("index")?,
        rng_seed: number("rng_seed")?,
        seed: value.get("seed").map(JsonText::from_value),
    })
}

/// Reads a reply: json, text, refused or failed.
pub(super) fn reply(value: &Value) -> Result<Reply, String> {
    let text = |name: &str| value[name].as_str().map(str::to_owned);
    if let Some(json) = value.get("json") {
        return Ok(Reply::Answered(answered(json)));
    }
    if let Some(content) = text("text") {
        return Ok(Reply::Answered(Answer {
            content,
            finish_reason: "stop".to_owned(),
            ..Answer::default()
        }));
    }
    text("refused")
        .map(Reply::Refused)
        .or_else(|| text("failed").map(Reply::Failed))
        .ok_or(format!(
            "`{value}` is no reply: json, text, refused or failed"
        ))
}

/// An answer of JSON, as the host hands it on.
pub(super) fn answered(value: &Value) -> Answer {
    Answer {
        content: value.to_string(),
        value: Some(JsonText::from_value(value)),
        finish_reason: "stop".to_owned(),
        ..Answer::default()
    }
}

/// Writes a request.
pub(super) fn request_value(request: &Request) -> Value {
    let messages = request.messages.iter().map(PlainMessage::of);
    let messages: Vec<Value> = messages.map(message_value).collect();
    let mut value = json!({"label": request.label, "messages": messages});
    let extra = parsed(&request.extra.to_text());
    let members = [
        (
            "answer_schema",
            request.answer_schema.as_ref().map(JsonText::to_value),
        ),
        ("temperature", request.temperature.map(Value::from)),
        ("max_tokens", request.max_tokens.map(Value::from)),
        ("extra", (!request.extra.is_empty()).then_some(extra)),
    ];
    for (name, member) in members {
        if let Some(member) = member {
            value[name] = member;
        }
    }
    value
}
