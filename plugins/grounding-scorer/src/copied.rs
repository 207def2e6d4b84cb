//! How much of an answer stands in the source word for word, in passages of a least length.
//!
//! Passages are compared by a rolling hash of their words, so the cost is linear in both texts.

use std::collections::BTreeSet;

const BASE: u64 = 0x0000_0100_0000_01B3;

/// How many words of the answer stand in copied passages, and how many it has. Takes texts as `index::flat` makes them.
pub(crate) fn copied(answer: &str, source: &str, run: usize) -> (usize, usize) {
    let answer: Vec<u64> = answer.split_ascii_whitespace().map(hash).collect();
    if answer.len() < run || run == 0 {
        return (0, answer.len());
    }
    let mut wanted: Vec<(u64, usize)> = Vec::new();
    rolling(&answer, run, |value, at| wanted.push((value, at)));
    let keys: BTreeSet<u64> = wanted.iter().map(|(value, _)| *value).collect();
    let source: Vec<u64> = source.split_ascii_whitespace().map(hash).collect();
    let mut met = BTreeSet::new();
    rolling(&source, run, |value, _| {
        if keys.contains(&value) {
            met.insert(value);
        }
    });
    let (mut count, mut until) = (0, 0);
    for (value, at) in wanted {
        if met.contains(&value) {
            count += (at + run).saturating_sub(until.max(at));
            until = at + run;
        }
    }
    (count, answer.len())
}

/// FNV-1a of a word.
fn hash(word: &str) -> u64 {
    word.bytes().fold(0xCBF2_9CE4_8422_2325, |key, byte| {
        (key ^ u64::from(byte)).wrapping_mul(BASE)
    })
}

fn rolling(words: &[u64], run: usize, mut take: impl FnMut(u64, usize)) {
    let mut top: u64 = 1;
    let mut value: u64 = 0;
    for (at, &word) in words.iter().enumerate() {
        if at < run {
            value = value.wrapping_mul(BASE).wrapping_add(word);
            if at + 1 < run {
                top = top.wrapping_mul(BASE);
            }
        } else {
            let gone = words[at - run].wrapping_mul(top);
            value = value
                .wrapping_sub(gone)
                .wrapping_mul(BASE)
                .wrapping_add(word);
        }
        if at + 1 >= run {
            take(value, at + 1 - run);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::copied;

    #[test]
    fn only_whole_passages_count() {
        let source = "a b c d e f g h i j";
        assert_eq!(copied("x c d e f y a b", source, 3), (4, 8));
        assert_eq!(copied("c d", source, 3), (0, 2));
        assert_eq!(copied("a b c d e f g h i j", source, 5), (10, 10));
        assert_eq!(copied("a c e g i", source, 2), (0, 5));
        assert_eq!(copied("a b c a b c", source, 3), (6, 6));
    }
}
