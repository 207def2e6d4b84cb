//! The messages as far as tools are concerned: who calls what, who answers which call.

use serde_json::Value;
use tunesmith_plugin_sdk::{Example, Message};

/// One call.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Call {
    /// Position of its message, from 0.
    pub(crate) message: usize,
    /// Absent in the older `function_call`.
    pub(crate) id: Option<String>,
    pub(crate) name: String,
    pub(crate) arguments: Arguments,
    /// Its message is trained on.
    pub(crate) trained: bool,
}

/// What stands under `arguments`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Arguments {
    /// A JSON object.
    Object(Value),
    /// Something else; why it is wrong.
    Bad(String),
}

impl Arguments {
    fn read(value: Option<&Value>) -> Self {
        match value {
            // Why: some files hold the object itself instead of its text; the training format makes text of it.
            Some(object @ Value::Object(_)) => Self::Object(object.clone()),
            Some(Value::String(text)) if text.trim().is_empty() => {
                Self::Bad("are empty; `{}` is what no arguments look like".into())
            }
            Some(Value::String(text)) => match serde_json::from_str(text) {
                Ok(object @ Value::Object(_)) => Self::Object(object),
                Ok(_) => Self::Bad("are JSON, but no object".into()),
                Err(error) => Self::Bad(format!("are no JSON: {error}")),
            },
            None | Some(Value::Null) => Self::Bad("are missing".into()),
            Some(_) => Self::Bad("are neither a text nor an object".into()),
        }
    }
}

/// What one message does.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Turn {
    pub(crate) role: String,
    pub(crate) text: String,
    pub(crate) calls: Vec<Call>,
    /// The call a tool message answers.
    pub(crate) answers: Option<String>,
    pub(crate) trained: bool,
}

/// The conversation; of a preference pair with the preferred ending.
pub(crate) fn turns(example: &Example) -> Vec<Turn> {
    let preferred = example
        .extra
        .get("preferred_output")
        .and_then(Value::as_array);
    let preferred = preferred
        .into_iter()
        .flatten()
        .filter_map(|it| Message::from_value(it).ok());
    let all = example.messages.iter().cloned().chain(preferred);
    all.enumerate()
        .map(|(index, message)| turn(index, message))
        .collect()
}

fn turn(index: usize, message: Message) -> Turn {
    let trained = message.role == "assistant"
        && message.extra.get("weight").and_then(Value::as_i64) != Some(0);
    let text_of = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    let call = |function: Option<&Value>, id: Option<String>| {
        let member = |name: &str| function.and_then(|it| it.get(name));
        Call {
            message: index,
            id,
            name: text_of(member("name")).unwrap_or_default(),
            arguments: Arguments::read(member("arguments")),
            trained,
        }
    };
    let mut calls = Vec::new();
    if let Some(Value::Array(list)) = message.extra.get("tool_calls") {
        for it in list {
            // Why: a call without an id can not be answered; an empty one says so.
            let id = text_of(it.get("id")).unwrap_or_default();
            calls.push(call(it.get("function").or(Some(it)), Some(id)));
        }
    }
    if let Some(function @ Value::Object(_)) = message.extra.get("function_call") {
        calls.push(call(Some(function), None));
    }
    Turn {
        answers: text_of(message.extra.get("tool_call_id")),
        role: message.role,
        text: message.content,
        calls,
        trained,
    }
}
