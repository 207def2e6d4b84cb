//! What the model is asked. Short on purpose: a small model follows an example better than instructions.

use serde_json::{Value, json};
use tunesmith_plugin_sdk::{Message, Request};

use crate::settings::Settings;

const ANSWER: &str = "Answer the question well: correct, complete and friendly, in two to five sentences. Write a JSON object with `answer`.";
const QUESTION: &str = "Write one question that the given person asks about the given topic, and a good answer of two to five sentences. Write a JSON object with `question` and `answer`.";
const FLAWED: &str = "Write a weak answer to the question. It looks like the good answer and is about as long, but has one fault, which is given. Do not mention the fault. Write a JSON object with `answer`.";

const SHOT_QUESTION: &str = "How do I keep basil fresh?";
const SHOT_ANSWER: &str = "Put the stems into a glass of water, like flowers. Keep it at room temperature, out of the sun. Change the water every two days.";
const SHOT_FLAWED: &str = "Put the stems into a glass of water, like flowers. Keep it in the freezer, out of the sun. Change the water every two days.";
const SHOT_FAULT: &str = "one fact in it is wrong";

/// Asks for the good answer.
pub(crate) fn answer(settings: &Settings, prompt: &str) -> Request {
    let messages = vec![
        Message::new("system", ANSWER),
        Message::new("user", SHOT_QUESTION),
        Message::new("assistant", object(SHOT_ANSWER)),
        Message::new("user", prompt),
    ];
    request(settings, "answer", messages, &["answer"])
}

/// Asks for a question and its good answer.
pub(crate) fn question(settings: &Settings, topic: &str, persona: &str) -> Request {
    let messages = vec![
        Message::new("system", QUESTION),
        Message::new("user", "Topic: kitchen herbs\nPerson: a busy parent"),
        Message::new(
            "assistant",
            json!({"question": SHOT_QUESTION, "answer": SHOT_ANSWER}).to_string(),
        ),
        Message::new("user", format!("Topic: {topic}\nPerson: {persona}")),
    ];
    request(settings, "question", messages, &["question", "answer"])
}

/// Asks for the answer with the fault; `wrong` is what was wrong with the last one.
pub(crate) fn flawed(
    settings: &Settings,
    prompt: &str,
    chosen: &str,
    order: &str,
    wrong: Option<(&str, &str)>,
) -> Request {
    let brief = |question: &str, answer: &str, fault: &str| {
        format!("Question: {question}\nGood answer: {answer}\nFault: {fault}")
    };
    let mut messages = vec![
        Message::new("system", FLAWED),
        Message::new("user", brief(SHOT_QUESTION, SHOT_ANSWER, SHOT_FAULT)),
        Message::new("assistant", object(SHOT_FLAWED)),
        Message::new("user", brief(prompt, chosen, order)),
    ];
    if let Some((last, why)) = wrong {
        messages.push(Message::new("assistant", object(last)));
        messages.push(Message::new(
            "user",
            format!("That does not do: {why}. Write it again so that {order}."),
        ));
    }
    request(
        settings,
        if wrong.is_some() {
            "flawed-again"
        } else {
            "flawed"
        },
        messages,
        &["answer"],
    )
}

/// Whether an answer was copied from the example above.
pub(crate) fn is_copy(text: &str) -> bool {
    [SHOT_ANSWER, SHOT_FLAWED, SHOT_QUESTION].contains(&text)
}

fn object(answer: &str) -> String {
    json!({"answer": answer}).to_string()
}

fn request(settings: &Settings, label: &str, messages: Vec<Message>, fields: &[&str]) -> Request {
    let properties: serde_json::Map<String, Value> = fields
        .iter()
        .map(|field| ((*field).to_owned(), json!({"type": "string"})))
        .collect();
    Request {
        label: label.to_owned(),
        messages,
        answer_schema: Some(
            json!({"type": "object", "properties": properties, "required": fields, "additionalProperties": false}),
        ),
        temperature: Some(settings.temperature),
        max_tokens: Some(settings.max_tokens),
        ..Request::default()
    }
}
