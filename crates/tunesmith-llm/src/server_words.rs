//! What a server says about an error: its own message and code, from the shapes servers use.
//!
//! Known: `{"error":{"message","code","type"}}` (OpenAI and most), `{"error":"…"}`, `{"message":"…"}`, `{"detail":"…"}` (FastAPI), plain text.

use serde_json::Value;

use crate::Secret;
use crate::secret::quote;

/// How much of a server's message is shown.
const MOST_CHARS: usize = 300;

/// The server's words, without the key.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ServerWords {
    /// Its message, at most 300 characters; empty where it says nothing.
    pub(crate) message: String,
    /// All of the body in lower case, to look for words in.
    pub(crate) lower: String,
}

impl ServerWords {
    pub(crate) fn read(body: &str, key: Option<&Secret>) -> Self {
        let message = match serde_json::from_str::<Value>(body) {
            Ok(value) => message_of(&value).unwrap_or_else(|| body.to_owned()),
            Err(_) => body.to_owned(),
        };
        Self {
            message: quote(&message, key, MOST_CHARS),
            lower: body.to_lowercase(),
        }
    }

    /// Whether one of these stands anywhere in what it said.
    pub(crate) fn say(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.lower.contains(word))
    }

    /// `: message`, or nothing.
    pub(crate) fn after_colon(&self) -> String {
        if self.message.is_empty() {
            String::new()
        } else {
            format!(": {}", self.message)
        }
    }
}

/// The message inside an error body.
pub(crate) fn message_of(body: &Value) -> Option<String> {
    let places = [
        "/error/message",
        "/error",
        "/message",
        "/detail",
        "/detail/message",
        "/detail/0/msg",
        "/0/error/message",
    ];
    places
        .iter()
        .find_map(|place| body.pointer(place)?.as_str())
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::ServerWords;

    #[test]
    fn finds_the_message() {
        let long = "x".repeat(400);
        let cases = [
            (
                r#"{"error":{"message":"no","code":"c"}}"#.to_owned(),
                "no".to_owned(),
            ),
            (r#"{"error":"no"}"#.to_owned(), "no".to_owned()),
            (
                r#"{"object":"error","message":"no"}"#.to_owned(),
                "no".to_owned(),
            ),
            (r#"{"detail":"no"}"#.to_owned(), "no".to_owned()),
            (
                r#"{"detail":[{"msg":"no","loc":[]}]}"#.to_owned(),
                "no".to_owned(),
            ),
            (r#"{"odd":1}"#.to_owned(), r#"{"odd":1}"#.to_owned()),
            (" Bad Gateway\n".to_owned(), "Bad Gateway".to_owned()),
            (String::new(), String::new()),
            (long.clone(), format!("{}…", &long[..300])),
        ];
        for (body, expected) in cases {
            assert_eq!(ServerWords::read(&body, None).message, expected, "{body}");
        }
    }
}
