//! What the model is asked: to evolve an instruction, whether that made a difference, and to follow it.

use serde_json::{Map, Value, json};
use tunesmith_plugin_sdk::{Message, Request};

use crate::Text;
use crate::operation::Operation;
use crate::settings::Settings;

const EVOLVE: &str = "You turn instructions for an assistant into harder ones that people could really ask and that can still be \
                      answered without anything else at hand. Answer with a JSON object: `instruction` is the result.";

const WITH_INPUT: &str = " `input` is the data it works on, without any words around it.";

const EQUAL: &str = "You compare two instructions. They are equal if they have the same conditions and go equally deep and wide, so \
                     that one answer would do for both. Answer with a JSON object: `reason` is one short sentence, `verdict` is equal or \
                     different.";

/// How a reply is sent back; small models say it again themselves.
pub(crate) const REFUSAL: &str = "That can not be used";

/// Asks for the next evolution. `form` is the form of the data, for `complicate-input`.
pub(crate) fn evolve(
    settings: &Settings,
    text: &Text,
    operation: Operation,
    form: &str,
) -> Request {
    let has_input = operation == Operation::ComplicateInput;
    let mut system = EVOLVE.to_owned();
    if has_input {
        system.push_str(WITH_INPUT);
    }
    let mut messages = vec![Message::new("system", system)];
    for shot in &settings.few_shot {
        if shot.operation == operation {
            let before = Text {
                instruction: shot.instruction.clone(),
                input: String::new(),
            };
            let after = Text {
                instruction: shot.evolved.clone(),
                input: shot.input.clone(),
            };
            let change = change(operation, "a small table with commas");
            messages.push(Message::new("user", task(&before, &change)));
            messages.push(Message::new("assistant", said(&after, operation)));
        }
    }
    let change = change(operation, form);
    messages.push(Message::new("user", task(text, &change)));
    let names: &[&str] = if has_input {
        &["instruction", "input"]
    } else {
        &["instruction"]
    };
    Request {
        label: format!("evolve-{}", operation.name()),
        messages,
        answer_schema: Some(schema(names)),
        temperature: Some(settings.temperature),
        max_tokens: Some(settings.max_tokens),
        ..Request::default()
    }
}

/// Asks whether the evolution made a difference.
pub(crate) fn equal(settings: &Settings, before: &Text, after: &Text) -> Request {
    let both = format!("First:\n{}\n\nSecond:\n{}", before.whole(), after.whole());
    let mut answer_schema = schema(&["reason", "verdict"]);
    answer_schema["properties"]["verdict"]["enum"] = json!(["equal", "different"]);
    Request {
        label: "equal".to_owned(),
        messages: vec![Message::new("system", EQUAL), Message::new("user", both)],
        answer_schema: Some(answer_schema),
        temperature: Some(0.0),
        max_tokens: Some(settings.max_tokens),
        ..Request::default()
    }
}

/// Asks for the answer, as plain text.
pub(crate) fn answer(settings: &Settings, system: &str, text: &Text) -> Request {
    let told = [system, settings.answer_instructions.trim()];
    let told: Vec<&str> = told.into_iter().filter(|it| !it.is_empty()).collect();
    let mut messages = Vec::new();
    if !told.is_empty() {
        messages.push(Message::new("system", told.join("\n")));
    }
    messages.push(Message::new("user", text.whole()));
    Request {
        label: "answer".to_owned(),
        messages,
        temperature: Some(settings.answer_temperature),
        max_tokens: Some(settings.answer_max_tokens),
        ..Request::default()
    }
}

/// Shows the model its unusable reply and says what is wrong with it.
pub(crate) fn again(mut request: Request, said: &str, wrong: &str) -> Request {
    request.label.push_str("-again");
    request.messages.push(Message::new("assistant", said));
    let words = format!("{REFUSAL}: {wrong}. Try again.");
    request.messages.push(Message::new("user", words));
    request
}

/// An evolution as the model writes it.
pub(crate) fn said(text: &Text, operation: Operation) -> String {
    if operation == Operation::ComplicateInput {
        json!({"instruction": text.instruction, "input": text.input}).to_string()
    } else {
        json!({"instruction": text.instruction}).to_string()
    }
}

fn change(operation: Operation, form: &str) -> String {
    if operation == Operation::ComplicateInput {
        format!("{}: {form}", operation.change())
    } else {
        operation.change().to_owned()
    }
}

fn task(text: &Text, change: &str) -> String {
    let input = if text.input.is_empty() {
        String::new()
    } else {
        format!("\nInput:\n{}", text.input)
    };
    format!("Instruction: {}{input}\nChange: {change}", text.instruction)
}

/// Flat, of strings, all needed.
fn schema(names: &[&str]) -> Value {
    let properties: Map<String, Value> = names
        .iter()
        .map(|it| ((*it).to_owned(), json!({"type": "string"})))
        .collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": names,
        "additionalProperties": false
    })
}
