//! The body of a chat completion request. Pure: the same request and mode give the same bytes.

use tunesmith_core::format::openai_chat;
use tunesmith_core::{AnswerMode, Content, Extra, JsonText, Message, Part, Request, Role};

/// What a request's further members may not set: it would change who is asked, or how the answer comes.
const RESERVED: [&str; 4] = ["model", "messages", "stream", "stream_options"];

/// Writes the request as JSON text. `mode` counts only where there is a schema.
pub(crate) fn chat_body(model: &str, request: &Request, mode: AnswerMode) -> String {
    let mut body = Extra::default();
    body.set("model", JsonText::string(model));
    let prompted = request
        .answer_schema
        .as_ref()
        .filter(|_| mode == AnswerMode::Prompt);
    let messages = match prompted {
        Some(schema) => openai_chat::render_messages(&with_schema(&request.messages, schema)),
        None => openai_chat::render_messages(&request.messages),
    };
    body.set(
        "messages",
        JsonText::parse(&messages).expect("rendered messages are a JSON array"),
    );
    for (name, value) in request
        .extra
        .iter()
        .filter(|(name, _)| !RESERVED.contains(name))
    {
        body.set(name, value.clone());
    }
    if let Some(temperature) = request.temperature {
        body.set("temperature", JsonText::from_value(&temperature.into()));
    }
    // Why: newer models take the limit only under the other name and refuse a request with both.
    if let Some(max_tokens) = request
        .max_tokens
        .filter(|_| request.extra.get("max_completion_tokens").is_none())
    {
        body.set("max_tokens", JsonText::from_value(&max_tokens.into()));
    }
    if let Some(schema) = request
        .answer_schema
        .as_ref()
        .filter(|_| mode == AnswerMode::Native)
    {
        let format = format!(
            r#"{{"type":"json_schema","json_schema":{{"name":"answer","strict":true,"schema":{}}}}}"#,
            schema.as_str()
        );
        body.set(
            "response_format",
            JsonText::parse(&format).expect("a schema is JSON"),
        );
    }
    body.to_text()
}

/// The conversation with the schema at the end of its system message, or in a new one.
fn with_schema(messages: &[Message], schema: &JsonText) -> Vec<Message> {
    let instructions = format!(
        "Answer with a single JSON value that satisfies the JSON Schema below. Write only that JSON: no explanation, no code fence, \
         nothing before or after it.\n\nJSON Schema:\n{}",
        schema.as_str()
    );
    let mut messages = messages.to_vec();
    match messages.first_mut() {
        Some(first) if matches!(first.role, Role::System | Role::Developer) => {
            match &mut first.content {
                Content::Text(text) => {
                    text.push_str("\n\n");
                    text.push_str(&instructions);
                }
                Content::Parts(parts) => parts.push(Part::Text {
                    text: instructions,
                    extra: Extra::default(),
                }),
                Content::Absent | Content::Null => first.content = Content::Text(instructions),
            }
        }
        _ => messages.insert(0, Message::text(Role::System, instructions)),
    }
    messages
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use tunesmith_core::{AnswerMode, Content, Extra, JsonText, Message, Part, Request, Role};

    use super::chat_body;

    fn body(request: &Request, mode: AnswerMode) -> Value {
        serde_json::from_str(&chat_body("m", request, mode)).unwrap()
    }

    fn asks(messages: Vec<Message>) -> Request {
        Request {
            messages,
            answer_schema: Some(JsonText::parse(r#"{"type":"object"}"#).unwrap()),
            ..Request::default()
        }
    }

    #[test]
    fn sends_what_was_asked_and_nothing_else() {
        let request = Request {
            messages: vec![Message::text(Role::User, "hi")],
            temperature: Some(0.5),
            max_tokens: Some(7),
            extra: Extra::parse(
                r#"{"top_p":0.90,"seed":3,"model":"other","messages":[],"stream":true,"stream_options":{},"temperature":2}"#,
            )
            .unwrap(),
            ..Request::default()
        };
        assert_eq!(
            chat_body("m", &request, AnswerMode::Plain),
            r#"{"model":"m","messages":[{"role":"user","content":"hi"}],"top_p":0.90,"seed":3,"temperature":0.5,"max_tokens":7}"#
        );
    }

    #[test]
    fn the_newer_name_of_the_limit_replaces_the_older() {
        let extra = Extra::parse(r#"{"max_completion_tokens":9}"#).unwrap();
        let body = body(
            &Request {
                max_tokens: Some(7),
                extra,
                ..Request::default()
            },
            AnswerMode::Plain,
        );
        assert_eq!(
            body,
            json!({"model": "m", "messages": [], "max_completion_tokens": 9})
        );
    }

    #[test]
    fn native_asks_the_server_to_constrain() {
        let body = body(
            &asks(vec![Message::text(Role::User, "hi")]),
            AnswerMode::Native,
        );
        assert_eq!(
            body,
            json!({
                "model": "m",
                "messages": [{"role": "user", "content": "hi"}],
                "response_format": {
                    "type": "json_schema",
                    "json_schema": {"name": "answer", "strict": true, "schema": {"type": "object"}},
                },
            })
        );
    }

    #[test]
    fn prompt_extends_the_system_message_or_adds_one() {
        let parts = Content::Parts(vec![Part::Text {
            text: "Be brief.".to_owned(),
            extra: Extra::default(),
        }]);
        let firsts = [
            (Message::text(Role::System, "Be brief."), "system", 2),
            (Message::text(Role::Developer, "Be brief."), "developer", 2),
            (
                Message {
                    content: parts,
                    ..Message::text(Role::System, "")
                },
                "system",
                2,
            ),
            (Message::text(Role::User, "Be brief."), "system", 3),
        ];
        for (first, role, count) in firsts {
            let body = body(
                &asks(vec![first, Message::text(Role::User, "hi")]),
                AnswerMode::Prompt,
            );
            assert_eq!(
                (
                    body["messages"][0]["role"].as_str(),
                    body["messages"].as_array().unwrap().len()
                ),
                (Some(role), count)
            );
            let content = body["messages"][0]["content"].to_string();
            assert!(
                content.contains(r#"JSON Schema:\n{\"type\":\"object\"}"#),
                "{content}"
            );
            assert_eq!(count == 2, content.contains("Be brief."), "{content}");
            assert_eq!(body.get("response_format"), None);
        }
    }
}
