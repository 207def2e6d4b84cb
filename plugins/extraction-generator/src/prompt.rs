//! What the model is asked: to fill in fields from a text, or to write a text that says given values.

use serde_json::{Map, Value, json};
use tunesmith_plugin_sdk::{Message, Request};

use crate::plan::Plan;
use crate::settings::Settings;
use crate::{Failure, State};

const READ: &str = "You copy data out of texts. Answer with a JSON object that has a text for each field, in the words of the text. \
                    A field the text does not say is an empty text.";

const WRITE: &str = "You write one or two short sentences with the given words. Answer with a JSON object: `text` has every word as it \
                     is given, and no other names or numbers.";

/// The field names in brackets are shown with hints only.
const READ_SHOTS: [(&str, &str, &str); 3] = [
    (
        "Tom Weaver called at 09:40. He wants two bags of flour by Friday.",
        "caller (who called), phone (number to call back), item (what is wanted), amount (how many, a whole number)",
        r#"{"caller":"Tom Weaver","phone":"","item":"bags of flour","amount":"2"}"#,
    ),
    (
        "For sale: red bicycle, barely used, 120 euros. Pick up in Porto.",
        "product (what is sold), price (price in euros, a number), city (where it is), seller (who sells)",
        r#"{"product":"red bicycle","price":"120","city":"Porto","seller":""}"#,
    ),
    (
        "The jazz evening in Lyon was moved to 2026-08-02.",
        "title (what takes place), city (where it is), date (day of the event like 2026-05-14)",
        r#"{"title":"jazz evening","city":"Lyon","date":"2026-08-02"}"#,
    ),
];

const WRITE_SHOTS: [(&str, &str); 3] = [
    (
        "Write a short note about lost property.\nitem: black umbrella\nplace: platform 4\nUse: black umbrella, platform 4",
        r#"{"text":"Someone left a black umbrella on platform 4."}"#,
    ),
    (
        "Write an e-mail about a bakery order.\ncustomer: Tom Weaver\namount: 12\ndelivery_date: 2026-03-09\nUse: Tom Weaver, 12, 2026-03-09",
        r#"{"text":"Hello, please bake 12 rolls for Tom Weaver by 2026-03-09."}"#,
    ),
    (
        "Write a line of a report about a flat to rent.\ncity: Lyon\nrent: 640\nowner: Maria Lopez\nUse: Lyon, 640, Maria Lopez",
        r#"{"text":"Maria Lopez rents out a flat in Lyon for 640 euros a month."}"#,
    ),
];

/// How much warmer the second answer is: asked alike, a small model says the same again.
const WARMER: f64 = 0.3;

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
            (
                "read",
                READ,
                read_shots(settings.hints),
                read_brief(plan, text, settings.hints),
                keys,
            )
        }
        None => {
            let shots = WRITE_SHOTS
                .iter()
                .map(|(brief, answer)| ((*brief).to_owned(), *answer))
                .collect();
            (
                "write",
                WRITE,
                shots,
                write_brief(plan),
                vec!["text".to_owned()],
            )
        }
    };
    let mut messages = vec![Message::new("system", system)];
    for (brief, answer) in shots {
        messages.push(Message::new("user", brief.as_str()));
        messages.push(Message::new("assistant", answer));
    }
    messages.push(Message::new("user", brief.as_str()));
    if let Some(Failure { answer, complaint }) = &state.failure {
        messages.push(Message::new("assistant", answer.as_str()));
        // Why: with the brief behind it a small model writes again, without it it talks about its mistake.
        let again = format!("Not usable: {complaint}. Try again.\n\n{brief}");
        messages.push(Message::new("user", again));
    }
    let warmer = (settings.temperature + WARMER).min(2.0);
    let temperature = if state.failure.is_some() {
        warmer
    } else {
        settings.temperature
    };
    let properties: Map<String, Value> = keys
        .iter()
        .map(|key| (key.clone(), json!({"type": "string"})))
        .collect();
    Request {
        label: if state.failure.is_some() {
            format!("{label}-again")
        } else {
            label.to_owned()
        },
        messages,
        answer_schema: Some(
            json!({"type": "object", "properties": properties, "required": keys, "additionalProperties": false}),
        ),
        temperature: Some(temperature),
        max_tokens: Some(settings.max_tokens),
        ..Request::default()
    }
}

fn read_shots(hints: bool) -> Vec<(String, &'static str)> {
    let shot = |(text, fields, answer): &(&str, &str, &'static str)| {
        let mut fields = (*fields).to_owned();
        while let (false, Some(open), Some(close)) = (hints, fields.find(" ("), fields.find(')')) {
            fields.replace_range(open..=close, "");
        }
        (format!("{text}\n\nCopy: {fields}"), *answer)
    };
    READ_SHOTS.iter().map(shot).collect()
}

fn read_brief(plan: &Plan, text: &str, hints: bool) -> String {
    let fields: Vec<String> = plan
        .fields()
        .iter()
        .map(|field| {
            let choices: Vec<String> = tunesmith_structured::choices(&field.schema)
                .iter()
                .map(said)
                .collect();
            let purpose = if hints {
                field.purpose()
            } else {
                String::new()
            };
            match (purpose.as_str(), choices.is_empty()) {
                ("", true) => field.name(),
                (purpose, true) => format!("{} ({purpose})", field.name()),
                ("", false) => format!("{} ({})", field.name(), choices.join(" or ")),
                (purpose, false) => {
                    format!("{} ({purpose}: {})", field.name(), choices.join(" or "))
                }
            }
        })
        .collect();
    format!("{text}\n\nCopy: {}", fields.join(", "))
}

fn write_brief(plan: &Plan) -> String {
    let mut lines = vec![format!("Write {} about {}.", plan.style, plan.topic)];
    for (name, value) in &plan.values {
        lines.push(format!("{name}: {}", said(value)));
    }
    let words: Vec<String> = plan
        .values
        .iter()
        .filter(|(_, value)| !value.is_boolean())
        .map(|(_, value)| said(value))
        .collect();
    lines.push(format!("Use: {}", words.join(", ")));
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
