//! A record as it is looked at: as a conversation, as text with marked places, and its tokens by message.

use serde::Serialize;
use tunesmith_tokens::{BpeCounter, Encoding};
use tunesmith_validate::{TextView, pretty_text, profile, raw_text, record_tokens};
use wasm_bindgen::prelude::*;

use crate::to_js;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("record_view.d.ts");

/// Shows a record as a conversation. What is trained is said as the profile of this name has it; with an empty name as the format has it.
#[wasm_bindgen(js_name = viewRecord, unchecked_return_type = "RecordView")]
pub fn view_record(record: &[u8], profile_name: &str) -> Result<JsValue, JsError> {
    let profile = match profile_name {
        "" => None,
        name => Some(
            profile(name).ok_or_else(|| JsError::new(&format!("there is no profile `{name}`")))?,
        ),
    };
    to_js(&tunesmith_validate::view_record(record, profile))
}

/// Shows a record with one value on each line. `starts` and `ends` are places in it, as bytes counted from its first.
#[wasm_bindgen(js_name = prettyRecord, unchecked_return_type = "TextView")]
pub fn pretty_record(record: &[u8], starts: &[u32], ends: &[u32]) -> Result<JsValue, JsError> {
    text_to_js(pretty_text(record, &places(starts, ends)))
}

/// Shows a record as it stands, as `prettyRecord` does with line breaks.
#[wasm_bindgen(js_name = rawRecord, unchecked_return_type = "TextView")]
pub fn raw_record(record: &[u8], starts: &[u32], ends: &[u32]) -> Result<JsValue, JsError> {
    text_to_js(raw_text(record, &places(starts, ends)))
}

/// A record on one line, as a fixed file has it: without the white space between its values. What is not understood keeps every byte but its breaks.
#[wasm_bindgen(js_name = oneLine)]
pub fn one_line(record: &str) -> String {
    let line = tunesmith_validate::on_one_line(record.trim().as_bytes());
    String::from_utf8_lossy(&line).into_owned()
}

fn places(starts: &[u32], ends: &[u32]) -> Vec<std::ops::Range<usize>> {
    let pairs = starts.iter().zip(ends);
    pairs
        .map(|(start, end)| *start as usize..*end as usize)
        .collect()
}

/// `TextView` in TypeScript.
#[derive(Serialize)]
struct TextViewJs {
    text: String,
    highlights: Vec<(usize, usize)>,
}

fn text_to_js(view: TextView) -> Result<JsValue, JsError> {
    let highlights = view.highlights.into_iter();
    to_js(&TextViewJs {
        text: view.text,
        highlights: highlights.map(|place| (place.start, place.end)).collect(),
    })
}

/// Counts tokens of records by message. It keeps what it learnt, so one serves many records.
#[wasm_bindgen]
pub struct MessageCounter(BpeCounter);

/// `MessageTokens` in TypeScript.
#[derive(Serialize)]
struct MessageTokens {
    system: u64,
    messages: Vec<u64>,
    endings: Vec<Vec<u64>>,
}

#[wasm_bindgen]
impl MessageCounter {
    /// For an encoding, by its name.
    #[wasm_bindgen(constructor)]
    pub fn new(encoding: &str) -> Result<MessageCounter, JsError> {
        let encoding = Encoding::from_name(encoding)
            .ok_or_else(|| JsError::new(&format!("there is no encoding `{encoding}`")))?;
        Ok(Self(BpeCounter::new(encoding)))
    }

    /// The tokens of each message of a record, as `viewRecord` orders them.
    #[wasm_bindgen(unchecked_return_type = "MessageTokens")]
    pub fn count(&mut self, record: &[u8]) -> Result<JsValue, JsError> {
        let tokens = record_tokens(record, &mut self.0);
        to_js(&MessageTokens {
            system: tokens.system,
            messages: tokens.messages,
            endings: tokens.endings,
        })
    }
}

/// The tokens of each message of one record, as `viewRecord` orders them.
#[wasm_bindgen(js_name = messageTokens, unchecked_return_type = "MessageTokens")]
pub fn message_tokens(record: &[u8], encoding: &str) -> Result<JsValue, JsError> {
    MessageCounter::new(encoding)?.count(record)
}
