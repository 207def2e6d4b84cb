//! Whether texts of the answer stand in what was given: as whole words, whatever the case, spaces and punctuation.

/// The given text as words.
pub struct Source {
    /// Every word with a space before and after it.
    words: String,
}

impl Source {
    /// Takes a text as words.
    pub fn new(text: &str) -> Self {
        Self {
            words: normalised(text),
        }
    }

    /// Whether it has no word.
    pub fn is_empty(&self) -> bool {
        self.words.trim().is_empty()
    }

    /// Whether the text occurs. A text without letters and digits always does.
    pub fn holds(&self, text: &str) -> bool {
        let words = normalised(text);
        words.trim().is_empty() || self.words.contains(&words)
    }
}

fn normalised(text: &str) -> String {
    let mut words = String::with_capacity(text.len() + 2);
    words.push(' ');
    for word in text
        .split(|it: char| !it.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        words.extend(word.chars().flat_map(char::to_lowercase));
        words.push(' ');
    }
    words
}
