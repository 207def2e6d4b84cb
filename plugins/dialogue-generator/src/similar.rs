//! How alike two texts are: the share of common word pairs, whatever their case and punctuation.

use std::collections::BTreeSet;

/// Longer texts are compared by their beginning.
const MOST_WORDS: usize = 1000;
/// Fewer word pairs than this may well come again.
const FEWEST_PAIRS: usize = 8;
/// Fewer word pairs than this are a phrase.
const FEWEST_ECHOED: usize = 5;

/// 0 to 1: common word pairs by all word pairs (Jaccard). Texts of one word are alike if it is the same.
pub(crate) fn likeness(left: &str, right: &str) -> f64 {
    let (left, right) = (pairs(left), pairs(right));
    let common = left.intersection(&right).count();
    let all = left.len() + right.len() - common;
    if all == 0 {
        return 0.0;
    }
    common as f64 / all as f64
}

/// How much of an earlier text is said again: their likeness, or the share of the earlier one's word pairs that the later one has,
/// if there are enough of them to be more than a phrase.
pub(crate) fn repetition(earlier: &str, later: &str) -> f64 {
    let (old, new) = (pairs(earlier), pairs(later));
    if old.len() < FEWEST_PAIRS {
        return likeness(earlier, later);
    }
    let again = old.intersection(&new).count() as f64 / old.len() as f64;
    again.max(likeness(earlier, later))
}

/// How much of a later text is only an earlier one's words: the share of its word pairs that the earlier one has, unless it is a
/// phrase.
pub(crate) fn echo(earlier: &str, later: &str) -> f64 {
    let (old, new) = (pairs(earlier), pairs(later));
    if new.len() < FEWEST_ECHOED {
        return likeness(earlier, later);
    }
    old.intersection(&new).count() as f64 / new.len() as f64
}

/// The words of a text in lower case.
pub(crate) fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|it: char| !it.is_alphanumeric() && it != '\'')
        .filter(|it| it.chars().any(char::is_alphanumeric))
        .map(str::to_lowercase)
}

fn pairs(text: &str) -> BTreeSet<(String, String)> {
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
    use super::{echo, likeness, repetition};

    #[test]
    fn words_count_and_nothing_else() {
        assert!(likeness("How do I bake bread?", "how do I  bake: BREAD") > 0.99);
        assert!(likeness("How do I bake bread?", "How do I bake a cake?") <= 0.5);
        assert_eq!(likeness("", ""), 0.0);
        assert_eq!(likeness("Yes", "yes!"), 1.0);
        assert!(echo("What is the price of a used bicycle?", "A used bicycle.") < 0.5);
        assert!(
            echo(
                "My bicycle is blue. What is it worth to you?",
                "What is it worth to you?"
            ) > 0.9
        );
        let earlier = "Please include the details of your journey and how you prepare for it.";
        assert!(
            repetition(
                earlier,
                &format!("Hello, I am new here. {earlier} And then?")
            ) > 0.9
        );
        assert!(
            repetition(
                "Thank you very much",
                "Thank you very much, and what about a dog?"
            ) < 0.5
        );
    }
}
