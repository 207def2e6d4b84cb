//! The settings and their schema.

use serde::Deserialize;
use serde_json::{Value, json};

/// What decides whether the English formulas are used.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English if enough words are.
    Auto,
    /// Always English.
    En,
    /// Never English: LIX only.
    Other,
}

/// What a recipe may set.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Lowest school grade of the band.
    pub min_grade: f64,
    /// Highest school grade of the band.
    pub max_grade: f64,
    /// How many grades outside the band the score reaches 0.
    pub tolerance: f64,
    /// The band of LIX for other languages than English.
    pub min_lix: f64,
    /// The band of LIX for other languages than English.
    pub max_lix: f64,
    /// How many points of LIX outside its band the score reaches 0.
    pub lix_tolerance: f64,
    /// Fewest words that say something.
    pub fewest_words: usize,
    /// Most words of a sentence.
    pub max_sentence_words: usize,
    /// What decides whether the English formulas are used.
    pub language: Language,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            min_grade: 0.0,
            max_grade: 14.0,
            tolerance: 8.0,
            min_lix: 0.0,
            max_lix: 60.0,
            lix_tolerance: 25.0,
            fewest_words: 20,
            max_sentence_words: 60,
            language: Language::Auto,
        }
    }
}

impl Settings {
    /// Refuses what makes no sense.
    pub(crate) fn check(&self) -> Result<(), String> {
        for (name, low, high, most) in [
            ("grade", self.min_grade, self.max_grade, 30.0),
            ("lix", self.min_lix, self.max_lix, 150.0),
        ] {
            if !(0.0..=most).contains(&low) || !(0.0..=most).contains(&high) {
                return Err(format!(
                    "`min_{name}` is {low} and `max_{name}` is {high}; both must lie between 0 and {most}"
                ));
            }
            if low > high {
                return Err(format!(
                    "`min_{name}` is {low}, above `max_{name}`, which is {high}"
                ));
            }
        }
        for (name, value) in [
            ("tolerance", self.tolerance),
            ("lix_tolerance", self.lix_tolerance),
        ] {
            if !(0.1..=100.0).contains(&value) {
                return Err(format!(
                    "`{name}` is {value}; it must lie between 0.1 and 100"
                ));
            }
        }
        if self.fewest_words == 0 || self.max_sentence_words == 0 {
            return Err("`fewest_words` and `max_sentence_words` must be at least 1".to_owned());
        }
        Ok(())
    }
}

/// JSON Schema of [`Settings`].
pub(crate) fn schema() -> Value {
    let defaults = Settings::default();
    let number = |description: &str, least: f64, most: f64, default: f64| json!({"description": description, "type": "number", "minimum": least, "maximum": most, "default": default});
    let count = |description: &str, default: usize| json!({"description": description, "type": "integer", "minimum": 1, "default": default});
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "min_grade": number("Lowest US school grade of the target band; a lower grade counts as 0.", 0.0, 30.0, defaults.min_grade),
            "max_grade": number("Highest US school grade of the target band: 6 for plain language, 12 for the end of school, 16 for college.", 0.0, 30.0, defaults.max_grade),
            "tolerance": number("How many grades outside the band the score reaches 0.", 0.1, 100.0, defaults.tolerance),
            "min_lix": number("Lowest LIX of the target band, for other languages than English.", 0.0, 150.0, defaults.min_lix),
            "max_lix": number("Highest LIX of the target band, for other languages than English: below 30 very easy, 40 news, above 60 very hard.", 0.0, 150.0, defaults.max_lix),
            "lix_tolerance": number("How many points of LIX outside its band the score reaches 0.", 0.1, 100.0, defaults.lix_tolerance),
            "fewest_words": count("Fewest words that say something; shorter answers are marked too-short-to-tell and score 1.", defaults.fewest_words),
            "max_sentence_words": count("Most words of a sentence; above it the mark is long-sentence.", defaults.max_sentence_words),
            "language": {
                "description": "`en` for the English formulas, `other` for LIX only, `auto` to look at how many words are English function words.",
                "type": "string", "enum": ["auto", "en", "other"], "default": "auto"
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{Settings, schema};

    #[test]
    fn the_schema_states_the_defaults() {
        tunesmith_plugin_sdk::testing::states_defaults::<Settings>(&schema());
    }
}
