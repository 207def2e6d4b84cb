//! What the model is asked. Short on purpose: a small model follows two examples better than long instructions.

use serde_json::{Value, json};
use tunesmith_plugin_sdk::{Message, Request};

use crate::settings::{Settings, Shot};
use crate::{Case, Turn};

const INSTRUCTIONS: &str = "You write realistic customer support chats. Answer with a JSON object: `user` is what the customer \
                            writes, `assistant` is what the support agent answers. The agent uses only the given facts.";

const CONTINUE: &str =
    "The same customer writes again about it. Give the next `user` and `assistant`.";

/// Asks for the turn after those that are there.
pub(crate) fn request(settings: &Settings, case: &Case, turns: &[Turn]) -> Request {
    let mut messages = vec![Message::new("system", INSTRUCTIONS)];
    for shot in &settings.few_shot {
        messages.push(Message::new("user", shot_brief(shot)));
        messages.push(Message::new("assistant", pair(&shot.user, &shot.assistant)));
    }
    messages.push(Message::new("user", case_brief(case)));
    for turn in turns {
        messages.push(Message::new("assistant", pair(&turn.user, &turn.assistant)));
        messages.push(Message::new("user", CONTINUE));
    }
    Request {
        label: format!("turn-{}", turns.len() + 1),
        messages,
        answer_schema: Some(answer_schema()),
        temperature: Some(settings.temperature),
        max_tokens: Some(settings.max_tokens),
        ..Request::default()
    }
}

fn shot_brief(shot: &Shot) -> String {
    brief(
        [
            &shot.product,
            &shot.facts,
            &shot.persona,
            &shot.intent,
            &shot.tone,
            &shot.difficulty,
        ],
        "",
    )
}

fn case_brief(case: &Case) -> String {
    let parts = [
        &case.product,
        &case.facts,
        &case.persona,
        &case.intent,
        &case.tone,
        &case.difficulty,
    ];
    brief(parts, &case.length)
}

fn brief(parts: [&String; 6], length: &str) -> String {
    let [product, facts, persona, intent, tone, difficulty] = parts;
    format!(
        "Product: {product}\nFacts: {facts}\nCustomer: {persona}, {tone}\nWants to: {intent}\nCase: {difficulty}{length}"
    )
}

fn pair(user: &str, assistant: &str) -> String {
    json!({"user": user, "assistant": assistant}).to_string()
}

/// Flat and of strings only, which small models handle best.
fn answer_schema() -> Value {
    json!({
        "type": "object",
        "properties": {"user": {"type": "string"}, "assistant": {"type": "string"}},
        "required": ["user", "assistant"],
        "additionalProperties": false
    })
}
