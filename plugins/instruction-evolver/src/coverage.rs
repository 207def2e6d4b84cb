//! Even coverage: which operation and which form of input a task begins with.
//!
//! Each list is gone through in blocks of its own length, every block in another order that follows from its number. Invariant: of
//! any block every item comes exactly once. Lists are shuffled independently, so that seeds which go round with the index do not
//! always meet the same items.

use tunesmith_plugin_sdk::Rng;

/// A number below `size`; 0 where there is nothing to choose from.
pub(crate) fn place(index: u64, size: usize, list_name: &str) -> usize {
    let Some(block) = index.checked_div(size as u64) else {
        return 0;
    };
    let mut rng = Rng::new(key(list_name) ^ block.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let mut order: Vec<usize> = (0..size).collect();
    for at in (1..order.len()).rev() {
        order.swap(at, rng.below(at as u64 + 1) as usize);
    }
    order
        .get((index % size as u64) as usize)
        .copied()
        .unwrap_or_default()
}

/// FNV-1a.
fn key(name: &str) -> u64 {
    name.bytes().fold(0xCBF2_9CE4_8422_2325, |key, byte| {
        (key ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
    })
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn every_block_has_everything() {
        for size in [1, 2, 3, 10] {
            let mut met: Vec<usize> = (0..size)
                .map(|at| place(at as u64, size, "operation"))
                .collect();
            met.sort_unstable();
            assert_eq!(met, (0..size).collect::<Vec<_>>());
        }
        assert_eq!(place(7, 0, "operation"), 0);
        assert!(place(u64::MAX, 9, "operation") < 9);
    }

    #[test]
    fn seeds_that_go_round_meet_everything() {
        for seed in 0..8 {
            let mut met: Vec<usize> = (0..80)
                .map(|it| place(seed + 8 * it, 8, "operation"))
                .collect();
            met.sort_unstable();
            met.dedup();
            assert_eq!(met.len(), 8, "seed {seed}");
        }
    }
}
