//! What a scorer is given for a record, and how its scores are written.
//!
//! Scorers run in workers of the page, not here; what goes in and what is written is the same as in the command line.

use serde::Serialize;
use tunesmith_core::{Extra, PlainExample, PlainMessage, Score, ScoreLine, read_for_scoring};
use wasm_bindgen::prelude::*;

use crate::to_js;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("scoring.d.ts");

/// `ScorerInput` in TypeScript.
#[derive(Serialize)]
struct ScorerInput<'a> {
    id: &'a str,
    messages: Vec<InputMessage<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extra: Option<&'a str>,
}

#[derive(Serialize)]
struct InputMessage<'a> {
    role: &'a str,
    content: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    extra: Option<&'a str>,
}

/// What a scorer is given for a record of any known format. The error is one phrase that says why it can not be read.
#[wasm_bindgen(js_name = scorerInput, unchecked_return_type = "ScorerInput")]
pub fn scorer_input(record: &[u8]) -> Result<JsValue, JsError> {
    let example = read_for_scoring(record).map_err(|why| JsError::new(&why))?;
    let plain = PlainExample::of(&example);
    let messages = plain.messages.iter().map(
        |PlainMessage {
             role,
             content,
             extra,
         }| InputMessage {
            role,
            content,
            extra: extra.as_deref(),
        },
    );
    to_js(&ScorerInput {
        id: &plain.id,
        messages: messages.collect(),
        extra: plain.extra.as_deref(),
    })
}

/// One line of the file that `tunesmith score` writes.
#[wasm_bindgen]
pub struct ScoredLine(ScoreLine);

#[wasm_bindgen]
impl ScoredLine {
    /// Of a record that could be read; `line` counts from 1, `id` is that of its `ScorerInput`.
    #[wasm_bindgen(constructor)]
    pub fn new(line: f64, id: &str) -> ScoredLine {
        // Lines below 2^53 are numbers in JavaScript.
        Self(ScoreLine::of(line as u64, id))
    }

    /// Of a record that could not be read.
    pub fn unreadable(line: f64, why: &str) -> ScoredLine {
        Self(ScoreLine::unreadable(line as u64, why))
    }

    /// Adds what a scorer said; `extra` is the text of a JSON object.
    pub fn scored(
        &mut self,
        scorer: &str,
        value: f64,
        marks: Vec<String>,
        note: Option<String>,
        extra: Option<String>,
    ) -> Result<(), JsError> {
        let extra = extra.map(|text| Extra::parse(&text)).transpose()?;
        let score = Score {
            value,
            marks,
            note,
            extra: extra.unwrap_or_default(),
        };
        self.0.scored(scorer, &score);
        Ok(())
    }

    /// Adds why a scorer said nothing.
    pub fn failed(&mut self, scorer: &str, why: &str) {
        self.0.failed(scorer, why);
    }

    /// The line, without a line break.
    pub fn text(self) -> String {
        self.0.text()
    }
}
