//! A record as it is looked at: as a conversation, as text with marked places, and its tokens by message.

use std::ops::Range;

use serde::Serialize;
use tunesmith_tokens::{BpeCounter, Encoding};
use tunesmith_validate::{TextView, pretty_text, profile, raw_text};
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

fn places(starts: &[u32], ends: &[u32]) -> Vec<Range<usize>> {
    let pairs = starts.iter().zip(ends);
    pairs
        .map(|(start, end)| *start as usize..*end as usize)
        .collect()
}

/// `TextView` in TypeScript.
#[derive(Serialize)]
struct TextViewJs {
    text: String,
    highlights: Vec<Range<usize>>,
}

fn text_to_js(view: TextView) -> Result<JsValue, JsError> {
    to_js(&TextViewJs {
        text: view.text,
        highlights: view.highlights,
    })
}

/// The tokens of each message of a record in the order of `viewRecord`: its messages, then those of one ending after the other. What a chat
/// format puts around them is not counted, nor are media.
#[wasm_bindgen(js_name = messageTokens, unchecked_return_type = "number[]")]
pub fn message_tokens(record: &[u8], encoding: &str) -> Result<JsValue, JsError> {
    let encoding = Encoding::from_name(encoding)
        .ok_or_else(|| JsError::new(&format!("there is no encoding `{encoding}`")))?;
    to_js(&tunesmith_validate::message_tokens(
        record,
        &mut BpeCounter::new(encoding),
    ))
}
