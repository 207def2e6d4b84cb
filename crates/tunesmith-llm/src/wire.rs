//! Reads the bodies of successful answers. Lenient about what is missing, strict about what is needed.

use serde_json::Value;
use tunesmith_core::{AnswerMode, RawReply, Usage};

use crate::server_words::message_of;

/// Reads a chat completion; the error says what is wrong with it.
pub(crate) fn read_completion(body: &str, mode: AnswerMode) -> Result<RawReply, String> {
    let body: Value = read_json(body)?;
    let Some(choice) = body.pointer("/choices/0") else {
        return Err(match message_of(&body) {
            Some(message) => {
                format!("the answer holds an error instead of a completion: {message}")
            }
            None => "the answer is JSON but no chat completion: it has no `choices`".to_owned(),
        });
    };
    let Some(message) = choice.get("message").filter(|message| message.is_object()) else {
        return Err(
            "the answer is JSON but no chat completion: its choice has no `message`".to_owned(),
        );
    };
    let count = |name: &str| body["usage"][name].as_u64().unwrap_or(0);
    Ok(RawReply {
        content: text_of(&message["content"]),
        refusal: message["refusal"]
            .as_str()
            .filter(|words| !words.is_empty())
            .map(str::to_owned),
        finish_reason: choice["finish_reason"]
            .as_str()
            .unwrap_or("unknown")
            .to_owned(),
        mode,
        usage: Usage {
            prompt_tokens: count("prompt_tokens"),
            completion_tokens: count("completion_tokens"),
        },
        lost_tries: 0,
    })
}

/// Reads a list of models: their ids in the server's order.
pub(crate) fn read_models(body: &str) -> Result<Vec<String>, String> {
    let body: Value = read_json(body)?;
    let Some(models) = body["data"].as_array() else {
        return Err("the answer is JSON but no list of models: it has no `data`".to_owned());
    };
    Ok(models
        .iter()
        .filter_map(|model| model["id"].as_str())
        .map(str::to_owned)
        .collect())
}

fn read_json(body: &str) -> Result<Value, String> {
    serde_json::from_str(body).map_err(|error| format!("the answer is not JSON ({error}): {body}"))
}

/// The text of a message: a string, or the text parts of a list.
fn text_of(content: &Value) -> Option<String> {
    match content {
        Value::String(text) => Some(text.clone()),
        Value::Array(parts) => Some(
            parts
                .iter()
                .filter_map(|part| part["text"].as_str())
                .collect(),
        ),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use tunesmith_core::{AnswerMode, RawReply, Usage};

    use super::{read_completion, read_models};

    fn reply(content: Option<&str>, finish_reason: &str) -> RawReply {
        RawReply {
            content: content.map(str::to_owned),
            refusal: None,
            finish_reason: finish_reason.to_owned(),
            mode: AnswerMode::Plain,
            usage: Usage::default(),
            lost_tries: 0,
        }
    }

    #[test]
    fn takes_what_servers_really_send() {
        let cases = [
            (
                r#"{"choices":[{"message":{"content":"hi"},"finish_reason":"stop"}]}"#,
                reply(Some("hi"), "stop"),
            ),
            (
                r#"{"choices":[{"message":{"content":null,"tool_calls":[{}]},"finish_reason":"tool_calls"}],"usage":null}"#,
                reply(None, "tool_calls"),
            ),
            (
                r#"{"choices":[{"message":{}}],"usage":{"prompt_tokens":-1}}"#,
                reply(None, "unknown"),
            ),
            (
                r#"{"choices":[{"message":{"content":[{"type":"thinking"},{"type":"text","text":"a"},{"type":"text","text":"b"}]},"finish_reason":"stop"}]}"#,
                reply(Some("ab"), "stop"),
            ),
            (
                r#"{"choices":[{"message":{"content":"","refusal":"no"},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":4}}"#,
                RawReply {
                    refusal: Some("no".to_owned()),
                    usage: Usage {
                        prompt_tokens: 3,
                        completion_tokens: 4,
                    },
                    ..reply(Some(""), "stop")
                },
            ),
        ];
        for (body, expected) in cases {
            assert_eq!(
                read_completion(body, AnswerMode::Plain),
                Ok(expected),
                "{body}"
            );
        }
    }

    #[test]
    fn says_why_it_is_no_completion() {
        let cases = [
            (
                "<html>",
                "the answer is not JSON (expected value at line 1 column 1): <html>",
            ),
            (
                "[]",
                "the answer is JSON but no chat completion: it has no `choices`",
            ),
            (
                r#"{"choices":[]}"#,
                "the answer is JSON but no chat completion: it has no `choices`",
            ),
            (
                r#"{"choices":[{"text":"x"}]}"#,
                "the answer is JSON but no chat completion: its choice has no `message`",
            ),
            (
                r#"{"error":{"message":"overloaded"}}"#,
                "the answer holds an error instead of a completion: overloaded",
            ),
        ];
        for (body, expected) in cases {
            assert_eq!(
                read_completion(body, AnswerMode::Plain),
                Err(expected.to_owned()),
                "{body}"
            );
        }
    }

    #[test]
    fn lists_models() {
        assert_eq!(
            read_models(r#"{"data":[{"id":"b"},{"id":"a"},{}]}"#),
            Ok(vec!["b".to_owned(), "a".to_owned()])
        );
        assert!(read_models(r#"{"models":[]}"#).is_err());
    }
}
