//! What a scorer is given for a record, and how its scores are written.
//!
//! Scorers run in workers of the page, not here; what goes in and what is written is the same as in the command line.

use serde::Serialize;
use tunesmith_core::{
    PlainExample, PlainMessage, PlainScore, ScoreLine, StageFailure, read_for_scoring,
};
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
///
/// Built call by call and not from JSON, because JavaScript writes -0 as `0` and NaN as `null`: numbers come over as they are.
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

    /// Of a record that could not be read: `why` is the error of `scorerInput`.
    pub fn unreadable(line: f64, why: &str) -> ScoredLine {
        Self(ScoreLine::unreadable(line as u64, why))
    }

    /// Adds what a scorer said; `extra` is the text of a JSON object. What is no score (NaN, `extra` that is no object) is written as
    /// a failure, and why is returned.
    pub fn scored(
        &mut self,
        scorer: &str,
        value: f64,
        marks: Vec<String>,
        note: Option<String>,
        extra: Option<String>,
    ) -> Option<String> {
        let score = PlainScore {
            value,
            marks,
            note,
            extra,
        };
        // A guilty example stands alone in its batch at last, so its place there is 0.
        match score.read(0) {
            Ok(score) => {
                self.0.scored(scorer, &score);
                None
            }
            Err(failure) => Some(self.add_failure(scorer, &failure)),
        }
    }

    /// Adds that a scorer refused the record: the words of its error result. Returns how that is written.
    pub fn reported(&mut self, scorer: &str, words: &str) -> String {
        self.add_failure(scorer, &StageFailure::Reported(words.to_owned()))
    }

    /// Adds that a scorer gave another number of scores than the one it was asked for. Returns how that is written.
    #[wasm_bindgen(js_name = wrongCount)]
    pub fn wrong_count(&mut self, scorer: &str, got: usize) -> String {
        self.add_failure(scorer, &StageFailure::WrongCount { asked: 1, got })
    }

    /// Adds why a scorer said nothing, where that is the page's to tell: it trapped, it took too long.
    pub fn failed(&mut self, scorer: &str, why: &str) {
        self.0.failed(scorer, why);
    }

    /// The line, without a line break.
    pub fn text(self) -> String {
        self.0.text()
    }
}

impl ScoredLine {
    fn add_failure(&mut self, scorer: &str, failure: &StageFailure) -> String {
        let why = failure.to_string();
        self.0.failed(scorer, &why);
        why
    }
}

#[cfg(test)]
mod tests {
    use super::ScoredLine;

    #[test]
    fn what_is_no_score_is_a_failure() {
        let mut line = ScoredLine::new(7.0, "a");
        assert_eq!(
            line.scored("ok", -0.0, vec!["m".to_owned()], None, None),
            None
        );
        let told = line.scored("nan", f64::NAN, Vec::new(), None, None);
        let nan = "answered nonsense: score 0 is NaN, not a number that can be compared";
        assert_eq!(told.as_deref(), Some(nan));
        assert_eq!(line.reported("no", "too short"), "reported: too short");
        assert_eq!(
            line.wrong_count("two", 2),
            "answered 2 scores for 1 examples"
        );
        line.failed("slow", "was stopped");
        assert_eq!(
            line.text(),
            format!(
                r#"{{"line":7,"id":"a","scores":{{"ok":{{"value":-0.0,"marks":["m"]}}}},"failed":{{"nan":"{nan}","no":"reported: too short","two":"answered 2 scores for 1 examples","slow":"was stopped"}}}}"#
            )
        );
        assert_eq!(
            ScoredLine::unreadable(8.0, "it is not UTF-8").text(),
            r#"{"line":8,"unreadable":"it is not UTF-8"}"#
        );
    }
}
