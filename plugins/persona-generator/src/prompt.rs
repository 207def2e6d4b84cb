//! What the model is asked: first what the person writes, then the answer. Short, with examples of both.

use serde_json::{Value, json};
use tunesmith_plugin_sdk::{Message, Request};

use crate::Case;
use crate::settings::{Settings, Shot};

const ASK: &str = "You write what people type to an AI assistant. Write in the voice of the person, about the topic, as hard as \
                   asked, and let them ask for the wanted form in their own words. Answer with a JSON object: `instruction` is what \
                   the person types.";

const ANSWER: &str = "You are an assistant. Answer the request correctly and concretely, in the wanted form and language. Answer \
                      with a JSON object: `answer` is your answer.";

/// How a reply is sent back; small models say it again themselves.
pub(crate) const REFUSAL: &str = "That can not be used";

/// Asks for what the person writes.
pub(crate) fn instruction(settings: &Settings, case: &Case) -> Request {
    let mut messages = vec![Message::new("system", ASK)];
    for shot in &settings.few_shot {
        let said = json!({"instruction": shot.instruction}).to_string();
        messages.push(Message::new("user", shot_brief(settings, shot)));
        messages.push(Message::new("assistant", said));
    }
    messages.push(Message::new("user", case_brief(case)));
    request("instruction", messages, settings.temperature, settings)
}

/// Asks for the answer.
pub(crate) fn answer(settings: &Settings, case: &Case, instruction: &str) -> Request {
    let mut messages = vec![Message::new("system", ANSWER)];
    for shot in &settings.few_shot {
        let ask = format_ask(settings, &shot.format);
        let said = json!({"answer": shot.answer}).to_string();
        let task = answer_brief(&shot.instruction, ask, &shot.language);
        messages.push(Message::new("user", task));
        messages.push(Message::new("assistant", said));
    }
    let task = answer_brief(instruction, &case.ask, &case.language);
    messages.push(Message::new("user", task));
    request("answer", messages, settings.answer_temperature, settings)
}

/// Shows the model its unusable reply and says what is wrong with it.
pub(crate) fn correction(mut request: Request, said: &str, wrong: &str) -> Request {
    request.label.push_str("-again");
    request.messages.push(Message::new("assistant", said));
    let words = format!("{REFUSAL}: {wrong}. Give the JSON object again.");
    request.messages.push(Message::new("user", words));
    request
}

/// The same once more where no usable reply came: mostly it went on and on until it was cut off, and nothing of it is worth showing.
pub(crate) fn shorter(mut request: Request, name: &str) -> Request {
    request.label.push_str("-again");
    if let Some(last) = request.messages.last_mut() {
        let words = format!("\nKeep the {name} short: two or three sentences, then stop.");
        last.content.push_str(&words);
    }
    request
}

fn request(name: &str, messages: Vec<Message>, heat: f64, settings: &Settings) -> Request {
    Request {
        label: name.to_owned(),
        messages,
        answer_schema: Some(schema(name)),
        temperature: Some(heat),
        max_tokens: Some(settings.max_tokens),
        ..Request::default()
    }
}

fn shot_brief(settings: &Settings, shot: &Shot) -> String {
    let level = settings
        .difficulties
        .iter()
        .find(|it| it.name == shot.difficulty);
    let level = level.map_or(shot.difficulty.as_str(), |it| &it.meaning);
    let ask = format_ask(settings, &shot.format);
    let about = [shot.topic.as_str(), shot.subtopic.as_str()];
    brief(&shot.persona, about, level, ask, &shot.language)
}

fn case_brief(case: &Case) -> String {
    let about = [case.topic.as_str(), case.subtopic.as_str()];
    brief(
        &case.persona,
        about,
        &case.meaning,
        &case.ask,
        &case.language,
    )
}

fn format_ask<'a>(settings: &'a Settings, name: &'a str) -> &'a str {
    let format = settings.formats.iter().find(|it| it.name == name);
    format.map_or(name, |it| &it.ask)
}

fn brief(persona: &str, about: [&str; 2], level: &str, ask: &str, language: &str) -> String {
    let [topic, subtopic] = about;
    let comma = if subtopic.is_empty() { "" } else { ", " };
    format!(
        "Person: {persona}\nTopic: {topic}{comma}{subtopic}\nDifficulty: {level}\nWants: {ask}\nLanguage: {language}"
    )
}

fn answer_brief(instruction: &str, ask: &str, language: &str) -> String {
    format!("{instruction}\n\n(Form: {ask}. Language: {language}.)")
}

fn schema(name: &str) -> Value {
    json!({
        "type": "object",
        "properties": {name: {"type": "string"}},
        "required": [name],
        "additionalProperties": false
    })
}
