//! What the model is asked in its two roles. The user's side sees goal, character and patience; the assistant's side does not.

use serde_json::{Value, json};
use tunesmith_plugin_sdk::{Message, Request};

use crate::settings::{Settings, Shot};
use crate::{Case, Turn};

const USER: &str = "You play a person who writes to an assistant. You have a goal, which you do not read out; you come to it step by \
                    step, in your own words. You ask, you never answer or help. Answer with a JSON object: `message` is what the person \
                    types next, one to three sentences.";

const DONE: &str = "`done` is yes if you have what you wanted or have lost patience, otherwise no.";

/// How a message is sent back; small models say it again themselves.
pub(crate) const REFUSAL: &str = "That can not be used";

/// Asks for the user's next message. Roles are turned round: here the model is the user.
pub(crate) fn user(settings: &Settings, case: &Case, turns: &[Turn], may_end: bool) -> Request {
    let mut messages = vec![Message::new("system", USER)];
    for shot in &settings.few_shot {
        messages.push(Message::new("user", shot_brief(settings, shot)));
        messages.push(Message::new("assistant", said(&shot.message, false)));
    }
    let mut next = brief(
        &case.scenario,
        &case.goal,
        &case.character,
        &case.patience_meaning,
    );
    for (at, turn) in turns.iter().enumerate() {
        messages.push(Message::new("user", std::mem::take(&mut next)));
        // Why: whoever may say `done` in the next message has not been able to in those before the least number of turns.
        let could_end = at >= settings.min_turns as usize;
        messages.push(Message::new("assistant", said(&turn.user, could_end)));
        next = format!(
            "The assistant answers: {}\nWrite the person's next message.",
            turn.assistant
        );
    }
    if may_end {
        next.push(' ');
        next.push_str(DONE);
    }
    messages.push(Message::new("user", next));
    Request {
        label: format!("user-{}", turns.len() + 1),
        messages,
        answer_schema: Some(schema(may_end)),
        temperature: Some(settings.user_temperature),
        max_tokens: Some(settings.max_tokens),
        ..Request::default()
    }
}

/// Asks for the assistant's answer, as plain text.
pub(crate) fn assistant(settings: &Settings, case: &Case, turns: &[Turn], asked: &str) -> Request {
    let mut system = system(settings, case);
    let more = settings.assistant_instructions.trim();
    if !more.is_empty() {
        system.push('\n');
        system.push_str(more);
    }
    let mut messages = vec![Message::new("system", system)];
    for turn in turns {
        messages.push(Message::new("user", turn.user.as_str()));
        messages.push(Message::new("assistant", turn.assistant.as_str()));
    }
    messages.push(Message::new("user", asked));
    Request {
        label: format!("assistant-{}", turns.len() + 1),
        messages,
        temperature: Some(settings.assistant_temperature),
        max_tokens: Some(settings.max_tokens),
        ..Request::default()
    }
}

/// Shows the model its unusable message and says what is wrong with it.
pub(crate) fn again(mut request: Request, said: &str, wrong: &str) -> Request {
    request.label.push_str("-again");
    request.messages.push(Message::new("assistant", said));
    let words = format!("({REFUSAL}: {wrong}. Write this message again.)");
    request.messages.push(Message::new("user", words));
    request
}

/// The system message of the example.
pub(crate) fn system(settings: &Settings, case: &Case) -> String {
    // Why: in this order, as facts may contain the words `{scenario}`.
    let text = settings
        .system
        .replace("{scenario}", &case.scenario)
        .replace("{facts}", &case.facts);
    text.trim().to_owned()
}

fn shot_brief(settings: &Settings, shot: &Shot) -> String {
    let patience = settings.patience.iter().find(|it| it.name == shot.patience);
    let patience = patience.map_or(shot.patience.as_str(), |it| &it.meaning);
    brief(&shot.scenario, &shot.goal, &shot.character, patience)
}

fn brief(scenario: &str, goal: &str, character: &str, patience: &str) -> String {
    format!("Situation: {scenario}\nYou want: {goal}\nYou are: {character}\nPatience: {patience}")
}

fn said(message: &str, could_end: bool) -> String {
    let value = if could_end {
        json!({"message": message, "done": "no"})
    } else {
        json!({"message": message})
    };
    value.to_string()
}

fn schema(may_end: bool) -> Value {
    if may_end {
        return json!({
            "type": "object",
            "properties": {"message": {"type": "string"}, "done": {"type": "string", "enum": ["yes", "no"]}},
            "required": ["message", "done"],
            "additionalProperties": false
        });
    }
    json!({
        "type": "object",
        "properties": {"message": {"type": "string"}},
        "required": ["message"],
        "additionalProperties": false
    })
}
