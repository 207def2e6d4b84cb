//! Which format a record is in, told by its keys.

use crate::Extra;
use crate::format::list::{Format, format};

/// What detection asks of a record; implemented for every way a record is held.
pub trait Look {
    /// Whether the record has this key with something else than `null`.
    fn has(&self, key: &str) -> bool;
    /// Whether the value under this key is a string.
    fn is_text(&self, key: &str) -> bool;
    /// Whether the value under this key is a list that holds an object with the other key.
    fn item_has(&self, key: &str, item_key: &str) -> bool;
}

/// The format of a record, if one is certain enough.
///
/// Keys that only one shape has come first; then the shapes that share `messages`, the plain one last; then those made of two or three
/// texts, where `instruction` decides before `input` and `output`, because Alpaca has all three. `prompt` and `completion` mean no provider.
pub fn detect(record: &impl Look) -> Option<&'static Format> {
    let texts = |keys: [&str; 2]| keys.iter().all(|key| record.is_text(key));
    let name = if record.is_text("schemaVersion") && record.has("messages") {
        "bedrock-nova"
    } else if record.has("contents") {
        "gemini"
    } else if record.has("chosen_conversations") {
        "torchtune-preference"
    } else if record.item_has("conversations", "from") {
        "sharegpt"
    } else if record.item_has("conversations", "role") {
        "axolotl"
    } else if record.has("messages") {
        if record.is_text("system") {
            "bedrock-claude"
        } else if record.has("system") {
            "bedrock-nova"
        } else if record.item_has("messages", "train")
            || record.item_has("messages", "train_detail")
        {
            "axolotl"
        } else {
            "openai-chat"
        }
    } else if texts(["instruction", "output"]) || texts(["instruction", "chosen"]) {
        "alpaca"
    } else if texts(["query", "response"]) {
        "ms-swift-query"
    } else if texts(["input", "output"]) {
        "torchtune-instruct"
    } else {
        return None;
    };
    format(name)
}

/// The format of the text of a record; nothing if it is no JSON object.
pub fn detect_line(record: &str) -> Option<&'static Format> {
    detect(&Extra::parse(record).ok()?)
}

impl Look for Extra {
    fn has(&self, key: &str) -> bool {
        self.get(key).is_some_and(|value| value.as_str() != "null")
    }

    fn is_text(&self, key: &str) -> bool {
        self.get(key)
            .is_some_and(|value| value.as_str().starts_with('"'))
    }

    fn item_has(&self, key: &str, item_key: &str) -> bool {
        let items = self.get(key).map(|value| value.to_value());
        let items = items.as_ref().and_then(|value| value.as_array());
        items.is_some_and(|items| items.iter().any(|item| item.get(item_key).is_some()))
    }
}
