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
/// Keys do not tell everything. A dialect looks like `openai-chat`, save Mistral's own keys; a prompt for reinforcement looks like it too, as
/// does `trl-chat` without a column of TRL's; strings under `prompt` and `completion` are `prompt-completion` whoever reads them.
pub fn detect(record: &impl Look) -> Option<&'static Format> {
    detect_name(record).and_then(format)
}

// The order goes from keys only one shape has to keys that many have: each question may rely on the ones before having been answered no.
fn detect_name(record: &impl Look) -> Option<&'static str> {
    let has = |key| record.has(key);
    if has("interactions") || has("messages") && has("available_tools") {
        return Some("mistral");
    }
    if has("input") && (has("preferred_output") || has("preferred_completion")) {
        return Some("openai-preference");
    }
    if record.is_text("schemaVersion") && has("messages") {
        return Some("bedrock-nova");
    }
    if has("contents") {
        return Some("gemini");
    }
    if has("chosen_conversations") {
        return Some("torchtune-preference");
    }
    if record.item_has("conversations", "from") {
        return Some("sharegpt");
    }
    if record.item_has("conversations", "role") {
        return Some("axolotl");
    }
    if has("messages") {
        return Some(if record.is_text("system") {
            "bedrock-claude"
        } else if has("system") {
            "bedrock-nova"
        } else if record.item_has("messages", "train")
            || record.item_has("messages", "train_detail")
        {
            "axolotl"
        } else if has("chat_template_kwargs") {
            "trl-chat"
        } else if record.item_has("messages", "text") && !record.item_has("messages", "content") {
            "mistral"
        } else {
            "openai-chat"
        });
    }
    let texts = |keys: [&str; 2]| keys.iter().all(|key| record.is_text(key));
    // Alpaca has instruction, input and output, so `instruction` decides before the other two.
    if texts(["instruction", "output"]) || texts(["instruction", "chosen"]) {
        return Some("alpaca");
    }
    if texts(["query", "response"]) {
        return Some("ms-swift-query");
    }
    if texts(["input", "output"]) {
        return Some("torchtune-instruct");
    }
    // What asks under another key than `prompt` is a shape of its own, which may end with the same keys.
    let asks_otherwise = ["conversations", "instruction", "question", "query", "input"];
    if asks_otherwise.into_iter().any(has) {
        return None;
    }
    if has("chosen") && has("rejected") {
        return Some("trl-preference");
    }
    if has("prompt") {
        return if has("completions") && has("labels") {
            Some("trl-stepwise")
        } else if has("completion") && has("label") {
            Some("trl-unpaired-preference")
        } else if record.is_text("prompt") && record.is_text("completion") {
            Some("prompt-completion")
        } else if has("completion") {
            Some("trl-prompt-completion")
        } else if [
            "response",
            "output",
            "answer",
            "completions",
            "chosen",
            "rejected",
        ]
        .into_iter()
        .any(has)
        {
            None
        } else {
            Some("trl-prompt")
        };
    }
    // A label beside a text is a classification, which is no shape of ours.
    (record.is_text("text") && !has("label")).then_some("text")
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
