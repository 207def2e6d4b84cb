//! Which chunk, question type and difficulty a task gets.
//!
//! Invariant: of chunks × types × difficulties consecutive tasks on one document every combination comes once, and of as many tasks
//! in a row as there are types every type comes once. Types are shuffled block by block, so that seeds which go round meet them all.

use tunesmith_plugin_sdk::Rng;

/// Positions in the three lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) chunk: usize,
    pub(crate) kind: usize,
    pub(crate) difficulty: usize,
}

/// The place of a task. The counts must not be 0.
pub(crate) fn place(index: u64, chunks: usize, kinds: usize, difficulties: usize) -> Place {
    let (chunks, kinds, difficulties) = (
        chunks.max(1) as u64,
        kinds.max(1) as u64,
        difficulties.max(1) as u64,
    );
    let block = index / kinds;
    let kind = shuffled(kinds, block)[(index % kinds) as usize] as u64;
    let difficulty = block % difficulties;
    let rest = block / difficulties % chunks;
    Place {
        chunk: ((rest + kind + difficulty * kinds) % chunks) as usize,
        kind: kind as usize,
        difficulty: ((difficulty + kind) % difficulties) as usize,
    }
}

/// The order of a block.
fn shuffled(count: u64, block: u64) -> Vec<usize> {
    let mut rng = Rng::new(block.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x0D0C);
    let mut order: Vec<usize> = (0..count as usize).collect();
    for at in (1..order.len()).rev() {
        order.swap(at, rng.below(at as u64 + 1) as usize);
    }
    order
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::place;

    #[test]
    fn one_document_gets_every_combination_once() {
        for (chunks, kinds, difficulties) in
            [(4, 5, 3), (1, 5, 3), (7, 1, 1), (10, 5, 2), (3, 3, 3)]
        {
            let all = chunks * kinds * difficulties;
            for start in [0, all * 7] {
                let places: BTreeSet<_> = (start..start + all)
                    .map(|it| place(it as u64, chunks, kinds, difficulties))
                    .collect();
                assert_eq!(places.len(), all);
            }
        }
    }

    #[test]
    fn seeds_that_go_round_meet_every_type() {
        for seeds in 1..12_u64 {
            for seed in 0..seeds {
                let met: BTreeSet<usize> = (0..40)
                    .map(|round| place(seed + seeds * round, 6, 5, 3).kind)
                    .collect();
                assert_eq!(met.len(), 5, "seed {seed} of {seeds}");
            }
        }
        assert!(place(u64::MAX, 3, 5, 3).chunk < 3);
    }
}
