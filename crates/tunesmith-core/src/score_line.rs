//! What scorers said of one record, as one line of JSON: the command line and the page write the same bytes.

use serde_json::{Map, Value};

use crate::format::detect_line;
use crate::{Example, Score, content_digest};

/// Reads a record of any known format, for scorers; its id is the digest of its content. The error is one phrase.
pub fn read_for_scoring(record: &[u8]) -> Result<Example, String> {
    let text = std::str::from_utf8(record).map_err(|_| "it is not UTF-8".to_owned())?;
    let format = detect_line(text).ok_or("it shows no known format")?;
    let mut example =
        (format.parse)(text).map_err(|error| format!("it is not {}: {error}", format.name))?;
    example.id = content_digest(&example);
    Ok(example)
}

/// One line in the making. Keys are promised; more may be added.
#[derive(Clone, Debug)]
pub struct ScoreLine {
    line: u64,
    id: Option<String>,
    scores: Map<String, Value>,
    failed: Map<String, Value>,
    unreadable: Option<String>,
}

impl ScoreLine {
    /// Of a record that could be read. `line` counts from 1, `id` is the example's.
    pub fn of(line: u64, id: impl Into<String>) -> Self {
        Self {
            line,
            id: Some(id.into()),
            scores: Map::new(),
            failed: Map::new(),
            unreadable: None,
        }
    }

    /// Of a record that could not be read.
    pub fn unreadable(line: u64, why: impl Into<String>) -> Self {
        Self {
            line,
            id: None,
            scores: Map::new(),
            failed: Map::new(),
            unreadable: Some(why.into()),
        }
    }

    /// Adds what a scorer said.
    pub fn scored(&mut self, scorer: &str, score: &Score) {
        let mut entry = Map::new();
        entry.insert("value".to_owned(), Value::from(score.value));
        entry.insert("marks".to_owned(), Value::from(score.marks.clone()));
        if let Some(note) = &score.note {
            entry.insert("note".to_owned(), Value::from(note.as_str()));
        }
        if !score.extra.is_empty() {
            let extra = score.extra.iter();
            let extra = extra.map(|(name, value)| (name.to_owned(), value.to_value()));
            entry.insert("extra".to_owned(), Value::Object(extra.collect()));
        }
        self.scores.insert(scorer.to_owned(), Value::Object(entry));
    }

    /// Adds why a scorer said nothing.
    pub fn failed(&mut self, scorer: &str, why: &str) {
        self.failed.insert(scorer.to_owned(), Value::from(why));
    }

    /// Whether some scorer has something to say, and none failed.
    pub fn is_whole(&self) -> bool {
        self.unreadable.is_none() && self.failed.is_empty()
    }

    /// The line, without a line break.
    pub fn text(self) -> String {
        let mut object = Map::new();
        object.insert("line".to_owned(), Value::from(self.line));
        if let Some(id) = self.id {
            object.insert("id".to_owned(), Value::from(id));
            object.insert("scores".to_owned(), Value::Object(self.scores));
        }
        if !self.failed.is_empty() {
            object.insert("failed".to_owned(), Value::Object(self.failed));
        }
        if let Some(why) = self.unreadable {
            object.insert("unreadable".to_owned(), Value::from(why));
        }
        Value::Object(object).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::{ScoreLine, read_for_scoring};
    use crate::{Extra, Score};

    #[test]
    fn lines_are_written_as_promised() {
        let mut line = ScoreLine::of(3, "abc");
        let score = Score {
            value: 0.1 + 0.2,
            marks: vec!["refusal".to_owned()],
            note: Some("says \"no\"".to_owned()),
            extra: Extra::parse(r#"{"words":12}"#).unwrap(),
        };
        line.scored("quality", &score);
        line.failed("maths", "it trapped");
        assert!(!line.is_whole());
        assert_eq!(
            line.text(),
            r#"{"line":3,"id":"abc","scores":{"quality":{"value":0.30000000000000004,"marks":["refusal"],"note":"says \"no\"","extra":{"words":12}}},"failed":{"maths":"it trapped"}}"#
        );
        assert_eq!(
            ScoreLine::unreadable(4, "it is not UTF-8").text(),
            r#"{"line":4,"unreadable":"it is not UTF-8"}"#
        );
    }

    #[test]
    fn what_can_not_be_read_is_told_in_a_phrase() {
        for (record, expected) in [
            (&b"\xff"[..], "it is not UTF-8"),
            (b"[1]", "it shows no known format"),
            (b"{\"x\":1}", "it shows no known format"),
        ] {
            assert_eq!(read_for_scoring(record), Err(expected.to_owned()));
        }
        let read = read_for_scoring(br#"{"instruction":"q","input":"","output":"a"}"#).unwrap();
        assert_eq!(read.messages.len(), 2);
        assert_eq!(read.id.len(), 64);
    }
}
