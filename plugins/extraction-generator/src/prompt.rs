//! What the model is asked: to fill in fields from a text, or to write a text that says given values.

use serde_json::{Map, Value, json};
use tunesmith_plugin_sdk::{Message, Request};

use crate::plan::Plan;
use crate::settings::Settings;
use crate::{Failure, State};

const READ: &str = "You copy data out of texts. Answer with a JSON object that has a text for each field, in the words of the text. \
                    A field the text does not say is an empty text.";

const WRITE: &str = "You write short realistic texts. Answer with a JSON object: `text` says every given value word for word, and no other \
                     numbers or names.";

const READ_SHOTS: [(&str, &str); 2] = [
    (
        "Text: Tom Weaver called at 09:40. He wants two bags of flour by Friday.\nFields:\ncaller: who called\nphone: number to call back\nitem: what is wanted\namount: how many, a whole number",
        r#"{"caller":"Tom Weaver","phone":"","item":"bags of flour","amount":"2"}"#,
    ),
    (
        "Text: For sale: red bicycle, barely used, 120 euros. Pick up in Porto.\nFields:\nproduct: what is sold\nprice: price in euros, a number\ncity: where it is\nseller: who sells",
        r#"{"product":"red bicycle","price":"120","city":"Porto","seller":""}"#,
    ),
];

const WRITE_SHOTS: [(&str, &str); 2] = [
    (
        "Write a short note about lost property.\nitem: black umbrella\nplace: platform 4",
        r#"{"text":"Someone left a black umbrella on platform 4. It can be picked up at the desk."}"#,
    ),
    (
        "Write an e-mail about a bakery order.\ncustomer: Tom Weaver\namount: 12\ndelivery_date: 2026-03-09",
        r#"{"text":"Hello, please bake 12 rolls for Tom Weaver. He needs them on 2026-03-09. Thank you!"}"#,
    ),
];

/// Texts that are shown: weak models hand them back.
pub(crate) fn is_shown(text: &str) -> bool {
    let quoted = Value::from(text.trim()).to_string();
    WRITE_SHOTS.iter().any(|(_, shot)| shot.contains(&quoted))
}

/// The next request.
pub(crate) fn request(settings: &Settings, state: &State) -> Request {
    let plan = &state.plan;
    let (label, system, shots, brief, keys) = match &plan.text {
        Some(text) => {
            let keys: Vec<String> = plan.fields().iter().map(|field| field.name()).collect();
            ("read", READ, READ_SHOTS, read_brief(plan, text), keys)
        }
        None => ("write", WRITE, WRITE_SHOTS, write_brief(plan), vec!["text".to_owned()]),
    };
    let mut messages = vec![Message::new("system", system)];
    for (brief, answer) in shots {
        messages.push(Message::new("user", brief));
        messages.push(Message::new("assistant", answer));
    }
    messages.push(Message::new("user", brief));
    if let Some(Failure { answer, complaint }) = &state.failure {
        messages.push(Message::new("assistant", answer.as_str()));
        messages.push(Message::new("user", format!("This can not be used: {complaint}. Write the JSON object again.")));
    }
    let properties: Map<String, Value> = keys.iter().map(|key| (key.clone(), json!({"type": "string"}))).collect();
    Request {
        label: if state.failure.is_some() { format!("{label}-again") } else { label.to_owned() },
        messages,
        answer_schema: Some(json!({"type": "object", "properties": properties, "required": keys, "additionalProperties": false})),
        temperature: Some(settings.temperature),
        max_tokens: Some(settings.max_tokens),
        ..Request::default()
    }
}

fn read_brief(plan: &Plan, text: &str) -> String {
    let mut lines = vec![format!("Text: {text}"), "Fields:".to_owned()];
    for field in plan.fields() {
        let choices = crate::fields::choices(&field.schema);
        let choices: Vec<String> = choices.iter().map(|it| it.as_str().map_or_else(|| it.to_string(), str::to_owned)).collect();
        let one_of = if choices.is_empty() { String::new() } else { format!(", one of {}", choices.join(", ")) };
        lines.push(format!("{}: {}{one_of}", field.name(), field.purpose()));
    }
    lines.join("\n")
}

fn write_brief(plan: &Plan) -> String {
    let mut lines = vec![format!("Write {} about {}.", plan.style, plan.topic)];
    for (name, value) in &plan.values {
        lines.push(format!("{name}: {}", said(value)));
    }
    lines.join("\n")
}

/// A value as the brief says it.
pub(crate) fn said(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Array(items) => items.iter().map(said).collect::<Vec<_>>().join(", "),
        _ => value.to_string(),
    }
}
