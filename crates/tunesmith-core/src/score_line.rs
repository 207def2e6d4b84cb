//! What scorers said of one record, as one line of JSON: the command line and the page write the same bytes.

use serde::de::IgnoredAny;
use serde_json::Value;

use crate::format::detect_line;
use crate::json_text::{ObjectWriter, array_text};
use crate::{Example, Extra, Score, content_digest};

/// Reads a record of any known format, for scorers; its id is the digest of its content, and its member `metadata` is the example's. The
/// error is one phrase.
pub fn read_for_scoring(record: &[u8]) -> Result<Example, String> {
    let text = std::str::from_utf8(record).map_err(|_| "it is not UTF-8".to_owned())?;
    let format =
        detect_line(text).ok_or_else(|| match serde_json::from_str::<IgnoredAny>(text) {
            Ok(_) => "it shows no known format".to_owned(),
            Err(error) => format!("it is not JSON: {error}"),
        })?;
    let mut example =
        (format.parse)(text).map_err(|error| format!("it is not {}: {error}", format.name))?;
    example.id = content_digest(&example);
    promote_metadata(&mut example);
    Ok(example)
}

/// A file's own `metadata` is what is known about the record, as a generator's would be: a source, a schema, an expected answer. So
/// scorers find it where they look for it. Only an object can be that.
fn promote_metadata(example: &mut Example) {
    let extra = match example.preference {
        Some(_) if example.outer_extra.get("metadata").is_some() => &mut example.outer_extra,
        _ => &mut example.extra,
    };
    let known = extra
        .get("metadata")
        .and_then(|it| Extra::parse(it.as_str()).ok());
    if let Some(metadata) = known {
        extra.take("metadata");
        example.metadata = metadata;
    }
}

/// One line in the making. Keys are promised; more may be added.
#[derive(Clone)]
pub struct ScoreLine {
    line: u64,
    said: Said,
}

#[derive(Clone)]
enum Said {
    /// `scores` and `failed` are objects in the making.
    Of {
        id: String,
        scores: ObjectWriter,
        failed: ObjectWriter,
    },
    Unreadable(String),
}

impl ScoreLine {
    /// Of a record that could be read. `line` counts from 1, `id` is the example's.
    pub fn of(line: u64, id: impl Into<String>) -> Self {
        let said = Said::Of {
            id: id.into(),
            scores: ObjectWriter::new(),
            failed: ObjectWriter::new(),
        };
        Self { line, said }
    }

    /// Of a record that could not be read.
    pub fn unreadable(line: u64, why: impl Into<String>) -> Self {
        let said = Said::Unreadable(why.into());
        Self { line, said }
    }

    /// Adds what a scorer said. Each scorer has one say.
    pub fn scored(&mut self, scorer: &str, score: &Score) {
        let Score {
            value,
            marks,
            note,
            extra,
        } = score;
        let mut entry = ObjectWriter::new();
        entry.member("value", &Value::from(*value).to_string());
        let marks = marks.iter().map(|mark| Value::from(mark.as_str()));
        entry.member("marks", &array_text(marks.map(|mark| mark.to_string())));
        if let Some(note) = note {
            entry.string("note", note);
        }
        if !extra.is_empty() {
            entry.member("extra", &on_one_line(&extra.to_text()));
        }
        if let Said::Of { scores, .. } = &mut self.said {
            scores.member(scorer, &entry.finish());
        }
    }

    /// Adds why a scorer said nothing.
    pub fn failed(&mut self, scorer: &str, why: &str) {
        if let Said::Of { failed, .. } = &mut self.said {
            failed.string(scorer, why);
        }
    }

    /// The line, without a line break.
    pub fn text(self) -> String {
        let mut object = ObjectWriter::new();
        object.member("line", &self.line.to_string());
        match self.said {
            Said::Of { id, scores, failed } => {
                object.string("id", &id);
                object.member("scores", &scores.finish());
                if !failed.is_empty() {
                    object.member("failed", &failed.finish());
                }
            }
            Said::Unreadable(why) => object.string("unreadable", &why),
        }
        object.finish()
    }
}

/// JSON without its line breaks. In strings they are escaped, so what goes is space between values.
fn on_one_line(json: &str) -> String {
    json.replace(['\n', '\r'], "")
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
    fn numbers_keep_their_bits_and_what_a_scorer_adds_its_digits() {
        let line = |value: f64, extra: &str| {
            let mut line = ScoreLine::of(1, "a");
            let score = Score {
                value,
                extra: Extra::parse(extra).unwrap(),
                ..Score::default()
            };
            line.scored("s", &score);
            line.text()
        };
        for (value, expected) in [(-0.0, "-0.0"), (1.0, "1.0"), (5e-324, "5e-324")] {
            let expected = format!(
                r#"{{"line":1,"id":"a","scores":{{"s":{{"value":{expected},"marks":[]}}}}}}"#
            );
            assert_eq!(line(value, "{}"), expected);
        }
        let deep = format!("{}{}", "[".repeat(120), "]".repeat(120));
        for (written, expected) in [
            // Builds of serde_json without float_roundtrip, as in the page, read these as the numbers beside them.
            (
                "{\"a\":0.9073038322028689,\"b\":0.48183792520110524}",
                "{\"a\":0.9073038322028689,\"b\":0.48183792520110524}",
            ),
            (
                "{\"n\":12345678901234567890123}",
                "{\"n\":12345678901234567890123}",
            ),
            ("{\"n\": 1.10,\r\n\"s\":[\n1]}", "{\"n\":1.10,\"s\":[1]}"),
            (&*format!("{{\"n\":{deep}}}"), &*format!("{{\"n\":{deep}}}")),
        ] {
            let line = line(0.5, written);
            let expected = format!("\"extra\":{expected}}}}}}}");
            assert!(line.ends_with(&expected), "{line}");
        }
    }

    #[test]
    fn a_files_metadata_is_what_scorers_see() {
        let chat = r#"{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}],"metadata":M}"#;
        let read =
            |metadata: &str| read_for_scoring(chat.replace('M', metadata).as_bytes()).unwrap();
        let known = read(r#"{"source":"c"}"#);
        assert_eq!(known.metadata.get("source").unwrap().as_str(), "\"c\"");
        assert!(known.extra.is_empty());
        let other = read("[1]");
        assert!(other.metadata.is_empty());
        assert_eq!(other.extra.get("metadata").unwrap().as_str(), "[1]");
        assert_ne!(known.id, other.id);
        let pair = r#"{"input":{"messages":[{"role":"user","content":"a"}]},"preferred_output":[{"role":"assistant","content":"b"}],"non_preferred_output":[{"role":"assistant","content":"c"}],"metadata":{"kind":"d"}}"#;
        let pair = read_for_scoring(pair.as_bytes()).unwrap();
        assert_eq!(pair.metadata.get("kind").unwrap().as_str(), "\"d\"");
    }

    #[test]
    fn what_can_not_be_read_is_told_in_a_phrase() {
        for (record, expected) in [
            (&b"\xff"[..], "it is not UTF-8"),
            (
                b"{\"messages\":",
                "it is not JSON: EOF while parsing a value at line 1 column 12",
            ),
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
