//! How varied and how long an answer is. The same scores, bit for bit, as `brevity-python` and `brevity-javascript`: only
//! whole numbers until the last two divisions and one product.

use std::collections::BTreeSet;

use serde::Deserialize;
use tunesmith_plugin_sdk::{Description, Example, Score, Scorer, json};

#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Settings {
    most_chars: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { most_chars: 800 }
    }
}

struct Brevity {
    most_chars: usize,
}

impl Scorer for Brevity {
    type Settings = Settings;

    fn describe() -> Description {
        Description {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
            summary: env!("CARGO_PKG_DESCRIPTION"),
            licence: env!("CARGO_PKG_LICENSE"),
            documentation: include_str!("../documentation.md"),
            settings_schema: json!({
                "type": "object",
                "properties": {
                    "most_chars": {
                        "type": "integer",
                        "minimum": 1,
                        "default": 800,
                        "description": "answers of so many characters are not too long",
                    },
                },
                "additionalProperties": false,
            }),
            ..Description::default()
        }
    }

    fn new(settings: Settings) -> Result<Self, String> {
        if settings.most_chars == 0 {
            return Err("most_chars must be at least 1".to_owned());
        }
        Ok(Self {
            most_chars: settings.most_chars,
        })
    }

    fn score(&self, example: &Example) -> Result<Score, String> {
        let answer = example.of_role("assistant").next_back();
        let answer = answer.ok_or("there is no answer")?;
        let Counts {
            words,
            different,
            chars,
        } = count(&answer.content);
        let mut marks = Vec::new();
        let mut value = 0.0;
        if words == 0 {
            marks.push("empty".to_owned());
        } else {
            value = different as f64 / words as f64;
        }
        if chars > self.most_chars {
            marks.push("too-long".to_owned());
            value *= self.most_chars as f64 / chars as f64;
        }
        if different * 3 < words {
            marks.push("repetitive".to_owned());
        }
        let figures = json!({"words": words, "different": different, "chars": chars});
        Ok(Score {
            value,
            marks,
            note: None,
            extra: figures.as_object().cloned().unwrap_or_default(),
        })
    }
}

struct Counts {
    words: usize,
    different: usize,
    chars: usize,
}

fn count(text: &str) -> Counts {
    let (mut words, mut chars) = (0, 0);
    let mut seen = BTreeSet::new();
    let mut word = String::new();
    for letter in text.chars() {
        chars += 1;
        if letter.is_ascii_alphanumeric() || !letter.is_ascii() {
            word.push(letter.to_ascii_lowercase());
        } else if !word.is_empty() {
            words += 1;
            seen.insert(std::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        words += 1;
        seen.insert(word);
    }
    Counts {
        words,
        different: seen.len(),
        chars,
    }
}

tunesmith_plugin_sdk::export!(scorer: Brevity);

#[cfg(test)]
mod tests {
    use super::Brevity;
    use tunesmith_plugin_sdk::testing::golden;

    #[test]
    fn answers_as_the_golden_file_says() {
        golden::scorer::<Brevity>(concat!(env!("CARGO_MANIFEST_DIR"), "/golden.jsonl"));
    }
}
