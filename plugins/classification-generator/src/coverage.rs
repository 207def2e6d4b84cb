//! Which label, confusable label, style, length … a task gets.
//!
//! Invariant: labels come in blocks that hold each as often as its share says; of each label the wanted share is hard, spread evenly;
//! every other list is gone through in blocks of its own length. All of it follows from the index alone.

use tunesmith_plugin_sdk::coverage::order;

/// Most labels in a block: shares are kept to this accuracy.
const LONGEST_BLOCK: u64 = 200;

/// How often each label comes in a block.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Blocks {
    counts: Vec<u64>,
    length: u64,
}

/// The label of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Turn {
    pub(crate) label: usize,
    /// How many tasks before had this label.
    pub(crate) number: u64,
}

impl Blocks {
    /// Shares need not sum to 1; each label comes at least once in a block.
    pub(crate) fn new(shares: &[f64]) -> Self {
        let total: f64 = shares.iter().sum();
        let equal = shares.windows(2).all(|pair| pair[0] == pair[1]);
        let mut counts: Vec<u64> = if equal || total <= 0.0 {
            vec![1; shares.len()]
        } else {
            let part = |share: &f64| ((share / total * LONGEST_BLOCK as f64).round() as u64).max(1);
            shares.iter().map(part).collect()
        };
        let shared = counts
            .iter()
            .fold(0, |left, right| gcd(left, *right))
            .max(1);
        counts.iter_mut().for_each(|it| *it /= shared);
        let length = counts.iter().sum::<u64>().max(1);
        Self { counts, length }
    }

    pub(crate) fn turn(&self, index: u64) -> Turn {
        let block = index / self.length;
        let mut labels: Vec<usize> = Vec::new();
        for (label, &count) in self.counts.iter().enumerate() {
            labels.extend(std::iter::repeat_n(label, count as usize));
        }
        let order: Vec<usize> = order(labels.len(), block, "label")
            .into_iter()
            .filter_map(|at| labels.get(at).copied())
            .collect();
        let at = (index % self.length) as usize;
        let label = order.get(at).copied().unwrap_or_default();
        let before = order.iter().take(at).filter(|it| **it == label).count() as u64;
        let count = self.counts.get(label).copied().unwrap_or_default();
        Turn {
            label,
            number: block.wrapping_mul(count).wrapping_add(before),
        }
    }
}

/// Whether the task with this number of its label is hard, and how many of the label were before it. The label shifts the
/// beginning, so that hard tasks of all labels do not come together.
pub(crate) fn hard(turn: Turn, share: f64) -> Option<u64> {
    let thousandths = (share * 1000.0).round() as u128;
    let number = u128::from(turn.number) + turn.label as u128 * 7;
    let before = number * thousandths / 1000;
    let after = (number + 1) * thousandths / 1000;
    (after > before).then_some(before as u64)
}

fn gcd(mut left: u64, mut right: u64) -> u64 {
    while right != 0 {
        (left, right) = (right, left % right);
    }
    left
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Blocks, hard};

    fn counts(shares: &[f64], tasks: u64) -> Vec<u64> {
        let blocks = Blocks::new(shares);
        let mut counts = vec![0; shares.len()];
        for index in 0..tasks {
            let turn = blocks.turn(index);
            assert_eq!(
                turn.number, counts[turn.label],
                "the number counts the label's tasks"
            );
            counts[turn.label] += 1;
        }
        counts
    }

    #[test]
    fn shares_are_kept() {
        assert_eq!(counts(&[1.0, 1.0, 1.0], 300), [100, 100, 100]);
        assert_eq!(counts(&[2.0, 1.0, 1.0], 400), [200, 100, 100]);
        assert_eq!(counts(&[0.7, 0.2, 0.1], 100), [70, 20, 10]);
        assert_eq!(counts(&[1.0], 5), [5]);
        let uneven = counts(&[0.9, 0.05, 0.05], 1000);
        assert_eq!(uneven, [900, 50, 50]);
    }

    #[test]
    fn of_each_label_the_same_share_is_hard() {
        let blocks = Blocks::new(&[1.0; 5]);
        let mut hards: BTreeMap<usize, u64> = BTreeMap::new();
        for index in 0..1000 {
            let turn = blocks.turn(index);
            *hards.entry(turn.label).or_default() += u64::from(hard(turn, 0.25).is_some());
        }
        assert!(
            hards.len() == 5 && hards.values().all(|it| (49..=51).contains(it)),
            "{hards:?}"
        );
        assert_eq!(hard(blocks.turn(3), 0.0), None);
        assert!(hard(blocks.turn(u64::MAX), 1.0).is_some());
    }

    #[test]
    fn seeds_that_go_round_meet_every_label() {
        let blocks = Blocks::new(&[1.0; 5]);
        for seed in 0..10_u64 {
            let mut labels: Vec<usize> = (0..60)
                .map(|round| blocks.turn(seed + 10 * round).label)
                .collect();
            labels.sort_unstable();
            labels.dedup();
            assert_eq!(labels.len(), 5);
        }
    }
}
