//! Even coverage of lists by tasks: which topic, persona, difficulty … a task gets, from its index alone.
//!
//! A list is gone through in blocks of its own length, every block in another order that follows from the block's number. Invariant: in
//! any block every item comes exactly once, so at a block's end no item is ahead of another. Lists of different names are shuffled
//! independently, so that seeds which go round with the index do not always meet the same items.

use crate::Rng;

/// The item of a list for the task of this index; `None` if the list is empty.
pub fn choose<'a, T>(items: &'a [T], index: u64, list_name: &str) -> Option<&'a T> {
    items.get(place(index, items.len(), list_name))
}

/// The place in a list of this length for the task of this index; 0 if the list is empty.
pub fn place(index: u64, length: usize, list_name: &str) -> usize {
    let Some(block) = index.checked_div(length as u64) else {
        return 0;
    };
    let order = order(length, block, list_name);
    let place = order.get((index % length as u64) as usize);
    place.copied().unwrap_or_default()
}

/// The numbers below `length` in the order they have in a block.
pub fn order(length: usize, block: u64, list_name: &str) -> Vec<usize> {
    let mut rng = Rng::new(key(list_name) ^ block.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let mut order: Vec<usize> = (0..length).collect();
    for at in (1..order.len()).rev() {
        order.swap(at, rng.below(at as u64 + 1) as usize);
    }
    order
}

/// FNV-1a.
fn key(name: &str) -> u64 {
    name.bytes().fold(0xCBF2_9CE4_8422_2325, |key, byte| {
        (key ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
    })
}

#[cfg(test)]
mod tests {
    use super::{choose, order};

    #[test]
    fn orders_never_change() {
        assert_eq!(order(5, 0, "topic"), [4, 0, 1, 3, 2]);
        assert_eq!(order(5, 1, "topic"), [2, 1, 3, 4, 0]);
        assert_eq!(order(5, 0, "tone"), [0, 2, 1, 4, 3]);
    }

    #[test]
    fn every_block_has_everything() {
        for size in [1, 2, 3, 10] {
            let items: Vec<usize> = (0..size).collect();
            for block in 0..3 {
                let indexes = block * size as u64..(block + 1) * size as u64;
                let mut met: Vec<usize> = indexes
                    .map(|index| *choose(&items, index, "goal").unwrap())
                    .collect();
                met.sort_unstable();
                assert_eq!(met, items);
            }
        }
        assert_eq!(choose::<u8>(&[], 7, "goal"), None);
        assert!(choose(&[1, 2, 3], u64::MAX, "goal").is_some());
    }

    #[test]
    fn seeds_that_go_round_meet_everything() {
        let items: Vec<u64> = (0..8).collect();
        for seed in 0..8 {
            let mut met: Vec<u64> = (0..80)
                .map(|round| *choose(&items, seed + 8 * round, "goal").unwrap())
                .collect();
            met.sort_unstable();
            met.dedup();
            assert_eq!(met, items, "seed {seed}");
        }
    }
}
