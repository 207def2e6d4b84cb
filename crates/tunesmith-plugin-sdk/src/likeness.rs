//! How alike two texts are: the share of common word pairs, whatever their case and punctuation.

use std::collections::BTreeSet;

/// Longer texts are compared by their beginning.
const MOST_WORDS: usize = 1000;

/// 0 to 1: common word pairs by all word pairs (Jaccard). Texts of one word are alike if it is the same.
pub fn likeness(left: &str, right: &str) -> f64 {
    let (left, right) = (word_pairs(left), word_pairs(right));
    let common = left.intersection(&right).count();
    let all = left.len() + right.len() - common;
    if all == 0 {
        return 0.0;
    }
    common as f64 / all as f64
}

/// The words of a text in lower case, without punctuation.
pub fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|it: char| !it.is_alphanumeric() && it != '\'')
        .filter(|it| it.chars().any(char::is_alphanumeric))
        .map(str::to_lowercase)
}

/// Neighbouring words of the first 1,000; a single word is paired with nothing.
pub fn word_pairs(text: &str) -> BTreeSet<(String, String)> {
    let words: Vec<String> = words(text).take(MOST_WORDS).collect();
    if let [only] = words.as_slice() {
        return BTreeSet::from([(only.clone(), String::new())]);
    }
    words
        .windows(2)
        .map(|it| (it[0].clone(), it[1].clone()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::likeness;

    #[test]
    fn words_count_and_nothing_else() {
        assert!(likeness("How do I bake bread?", "how do I  bake: BREAD") > 0.99);
        assert!(likeness("How do I bake bread?", "How do I bake a cake?") <= 0.5);
        assert_eq!(likeness("", ""), 0.0);
        assert_eq!(likeness("Yes", "yes!"), 1.0);
    }
}
