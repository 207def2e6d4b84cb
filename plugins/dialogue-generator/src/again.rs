//! How much of what was said before is said again, by word pairs.

use tunesmith_plugin_sdk::{likeness, word_pairs};

/// Fewer word pairs than this may well come again.
const FEWEST_PAIRS: usize = 8;
/// Fewer word pairs than this are a phrase.
const FEWEST_ECHOED: usize = 5;

/// How much of an earlier text is said again: their likeness, or the share of the earlier one's word pairs that the later one has,
/// if there are enough of them to be more than a phrase.
pub(crate) fn repetition(earlier: &str, later: &str) -> f64 {
    let (old, new) = (word_pairs(earlier), word_pairs(later));
    if old.len() < FEWEST_PAIRS {
        return likeness(earlier, later);
    }
    let again = old.intersection(&new).count() as f64 / old.len() as f64;
    again.max(likeness(earlier, later))
}

/// How much of a later text is only an earlier one's words: the share of its word pairs that the earlier one has, unless it is a
/// phrase.
pub(crate) fn echo(earlier: &str, later: &str) -> f64 {
    let (old, new) = (word_pairs(earlier), word_pairs(later));
    if new.len() < FEWEST_ECHOED {
        return likeness(earlier, later);
    }
    old.intersection(&new).count() as f64 / new.len() as f64
}

#[cfg(test)]
mod tests {
    use super::{echo, repetition};

    #[test]
    fn only_what_is_more_than_a_phrase_counts() {
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
