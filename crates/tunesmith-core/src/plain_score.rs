//! A score as plugins hand it back: a number, and everything else as texts.
//!
//! The command line and the page take the same for a score and refuse the same in the same words.

use crate::{Extra, Score, StageFailure};

/// What a scorer answered about one example, not looked at yet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlainScore {
    /// Any number, NaN and infinities too.
    pub value: f64,
    /// As the scorer wrote them.
    pub marks: Vec<String>,
    /// One sentence for people.
    pub note: Option<String>,
    /// Should be the text of a JSON object.
    pub extra: Option<String>,
}

impl PlainScore {
    /// Looks at it. `index` is its place in what the scorer answered, for the words of a refusal.
    pub fn read(self, index: usize) -> Result<Score, StageFailure> {
        let Self {
            value,
            marks,
            note,
            extra,
        } = self;
        if !value.is_finite() {
            return Err(StageFailure::BadAnswer(format!(
                "score {index} is {value}, not a number that can be compared"
            )));
        }
        let extra = extra.map_or_else(|| Ok(Extra::default()), |text| Extra::parse(&text));
        let extra = extra.map_err(|error| {
            StageFailure::BadAnswer(format!(
                "score {index}, extra: a JSON object is expected; {error}"
            ))
        })?;
        Ok(Score {
            value,
            marks,
            note,
            extra,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::PlainScore;

    fn refused(value: f64, extra: Option<&str>) -> String {
        let score = PlainScore {
            value,
            extra: extra.map(str::to_owned),
            ..PlainScore::default()
        };
        score.read(3).unwrap_err().to_string()
    }

    #[test]
    fn what_is_no_score_is_refused() {
        assert_eq!(
            refused(f64::NAN, None),
            "answered nonsense: score 3 is NaN, not a number that can be compared"
        );
        assert_eq!(
            refused(f64::NEG_INFINITY, None),
            "answered nonsense: score 3 is -inf, not a number that can be compared"
        );
        assert_eq!(
            refused(0.5, Some("[]")),
            "answered nonsense: score 3, extra: a JSON object is expected; not JSON: invalid type: sequence, expected a JSON object at line 1 column 0"
        );
    }

    #[test]
    fn a_score_comes_through_as_it_is() {
        let plain = PlainScore {
            value: -0.0,
            marks: vec!["refusal".to_owned()],
            note: Some("says no".to_owned()),
            extra: Some(r#"{"words":12}"#.to_owned()),
        };
        let score = plain.read(0).unwrap();
        assert_eq!(score.value.to_bits(), (-0.0_f64).to_bits());
        assert_eq!(score.marks, ["refusal"]);
        assert_eq!(score.note.as_deref(), Some("says no"));
        assert_eq!(score.extra.to_text(), r#"{"words":12}"#);
    }
}
