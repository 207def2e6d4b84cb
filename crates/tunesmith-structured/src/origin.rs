//! Whether a text among the arguments comes from somewhere: the words of the conversation so far, or the tool's own definition.
//!
//! By words, not by substrings, so that the work is linear and "5 Main Street, Springfield" is found in "Springfield, 5 Main street".
//! Left out: what callers derive or know by heart (dates, codes such as `USD`, `en` or ticker symbols), and texts they compose.

use std::collections::HashSet;

use serde_json::Value;

/// Above this many words a text is composed, not copied: a mail, a summary.
const LONGEST: usize = 8;
/// Words this long are also found by their beginning: `technology` in `tech news` is not, in `technologies` it is.
const STEM: usize = 5;

/// The words seen so far. Never iterated.
#[derive(Default)]
pub struct Words {
    whole: HashSet<String>,
    stems: HashSet<String>,
}

impl Words {
    /// Adds the words of a text.
    pub fn add(&mut self, text: &str) {
        for word in words(text) {
            if let Some(stem) = stem(&word) {
                self.stems.insert(stem);
            }
            // Why: `modelS` and `model_s` come apart elsewhere; whole numbers lose leading zeros there too.
            self.whole.insert(word);
        }
    }

    /// Adds every text of a JSON value, names too.
    pub fn add_value(&mut self, value: &Value) {
        match value {
            Value::String(text) => self.add(text),
            Value::Array(items) => items.iter().for_each(|item| self.add_value(item)),
            Value::Object(members) => {
                for (name, member) in members {
                    self.add(name);
                    self.add_value(member);
                }
            }
            Value::Number(number) => self.add(&number.to_string()),
            Value::Null | Value::Bool(_) => {}
        }
    }

    /// Whether the text, or at least half of its words, was seen.
    pub fn hold(&self, text: &str) -> bool {
        let (mut all, mut seen) = (0, 0);
        for word in words(text) {
            all += 1;
            let by_stem = || stem(&word).is_some_and(|stem| self.stems.contains(&stem));
            seen += usize::from(self.whole.contains(&word) || by_stem());
        }
        all == 0 || seen * 2 >= all
    }
}

/// Lower-case words of letters and digits, numbers without leading zeros.
fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| {
            let word = word.to_lowercase();
            let short = word.trim_start_matches('0');
            if !short.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit()) {
                return short.to_owned();
            }
            word
        })
}

fn stem(word: &str) -> Option<String> {
    let (at, _) = word.char_indices().nth(STEM)?;
    word.chars()
        .all(char::is_alphabetic)
        .then(|| word[..at].to_owned())
}

/// Whether the text is of the kind that is derived, known or composed.
pub fn is_derived(text: &str) -> bool {
    let trimmed = text.trim();
    let letters = trimmed.chars().filter(|it| it.is_alphabetic()).count();
    // Dates and times are worked out from "tomorrow at five".
    let like_date = trimmed.len() >= 4
        && trimmed.contains(|it: char| it.is_ascii_digit())
        && trimmed
            .chars()
            .all(|it| it.is_ascii_digit() || "-:/.+TZtz ".contains(it))
        && trimmed.contains(['-', ':', '/']);
    let code = letters == trimmed.chars().count()
        && ((letters <= 5 && trimmed.chars().all(char::is_uppercase)) || letters <= 2);
    let codes = trimmed.split(['/', '-', '_']).all(|part| {
        part.len() <= 5 && !part.is_empty() && part.chars().all(|it| it.is_ascii_uppercase())
    });
    let locale = trimmed.len() == 5
        && trimmed
            .as_bytes()
            .get(2)
            .is_some_and(|it| b"-_".contains(it))
        && letters == 4;
    trimmed.is_empty()
        || like_date
        || code
        || codes
        || locale
        || trimmed.split_whitespace().nth(LONGEST).is_some()
}
