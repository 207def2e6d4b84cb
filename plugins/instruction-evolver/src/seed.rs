//! The seed record: an instruction with its input, as an Alpaca record or as the first turn of a chat record.

use serde_json::Value;
use tunesmith_plugin_sdk::Message;

/// The instruction that evolves.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Seed {
    pub(crate) system: String,
    pub(crate) instruction: String,
    pub(crate) input: String,
}

const SHAPE: &str = "a seed for instruction-evolver is {\"instruction\": \"…\"}, `input` may follow, or a chat {\"messages\": […]}";

impl Seed {
    /// Reads a seed record; the error says what it must look like. An answer may stand there, it is not used.
    pub(crate) fn read(record: Option<&Value>) -> Result<Self, String> {
        let record = record.ok_or_else(|| format!("the task has no seed record; {SHAPE}"))?;
        let seed = match record.get("messages") {
            Some(messages) => Self::of_chat(messages)?,
            None => Self::of_members(record)?,
        };
        if seed.instruction.is_empty() {
            return Err(format!("the seed record's instruction is empty; {SHAPE}"));
        }
        Ok(seed)
    }

    fn of_members(record: &Value) -> Result<Self, String> {
        let text = |name: &str| match record.get(name) {
            None | Some(Value::Null) => Ok(String::new()),
            Some(Value::String(text)) => Ok(text.trim().to_owned()),
            Some(_) => Err(format!("the seed record's `{name}` is no text; {SHAPE}")),
        };
        if record.get("instruction").is_none() {
            return Err(format!("the seed record has no `instruction`; {SHAPE}"));
        }
        Ok(Self {
            system: text("system")?,
            instruction: text("instruction")?,
            input: text("input")?,
        })
    }

    /// The first thing the user says, and the system message before it.
    fn of_chat(messages: &Value) -> Result<Self, String> {
        let list = messages
            .as_array()
            .ok_or_else(|| format!("the seed record's `messages` is no list; {SHAPE}"))?;
        let mut seed = Self::default();
        for value in list {
            let message = Message::from_value(value)
                .map_err(|why| format!("the seed record can not be used: {why}; {SHAPE}"))?;
            match message.role.as_str() {
                "system" | "developer" if seed.system.is_empty() => {
                    message.content.trim().clone_into(&mut seed.system);
                }
                "user" => {
                    message.content.trim().clone_into(&mut seed.instruction);
                    return Ok(seed);
                }
                _ => {}
            }
        }
        Err(format!(
            "the seed record's chat has no user message; {SHAPE}"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::Seed;
    use serde_json::{Value, json};

    #[test]
    fn both_shapes_are_read() {
        let read = |record: Value| Seed::read(Some(&record));
        let plain = read(json!({"instruction": " Sum up. ", "input": "Text", "output": "x"}));
        assert_eq!(plain.unwrap().input, "Text");
        let chat = json!({"messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": [{"type": "text", "text": "Hi"}]},
            {"role": "assistant", "content": "Hello"},
        ]});
        let chat = read(chat).unwrap();
        assert_eq!(
            (chat.system.as_str(), chat.instruction.as_str()),
            ("Be brief.", "Hi")
        );
        assert!(Seed::read(None).unwrap_err().contains("no seed record"));
        assert!(
            read(json!({"text": 1}))
                .unwrap_err()
                .contains("no `instruction`")
        );
        assert!(
            read(json!({"instruction": 1}))
                .unwrap_err()
                .contains("no text")
        );
        assert!(
            read(json!({"instruction": ""}))
                .unwrap_err()
                .contains("is empty")
        );
        assert!(
            read(json!({"messages": 1}))
                .unwrap_err()
                .contains("no list")
        );
        assert!(
            read(json!({"messages": [{"role": "tool"}]}))
                .unwrap_err()
                .contains("no user message")
        );
        assert!(
            read(json!({"messages": [1]}))
                .unwrap_err()
                .contains("no object")
        );
    }
}
