//! Which persona, topic, difficulty, format and language a task gets.
//!
//! Personas and topics are gone through on diagonals of their table, so each pair comes once before any comes again, and each
//! persona and each topic comes equally often on the way. The rest goes round in shuffled blocks; when all pairs are through, it is
//! moved on by the digits of the round's number. Invariant: as many tasks as there are combinations meet each of them exactly once.

use tunesmith_plugin_sdk::coverage::place;

/// How many of each there are; none is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sizes {
    pub(crate) personas: u64,
    pub(crate) topics: u64,
    pub(crate) difficulties: u64,
    pub(crate) formats: u64,
    pub(crate) languages: u64,
}

/// Places in the lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Places {
    pub(crate) persona: u64,
    pub(crate) topic: u64,
    pub(crate) difficulty: u64,
    pub(crate) format: u64,
    pub(crate) language: u64,
}

/// The combination of a task whose persona is taken from the list.
pub(crate) fn places(index: u64, sizes: &Sizes) -> Places {
    let pairs = sizes.personas * sizes.topics;
    let (at, round) = (index % pairs, index / pairs);
    let diagonal = at / least_common_multiple(sizes.personas, sizes.topics);
    let round_of_format = round / sizes.difficulties;
    let round_of_language = round_of_format / sizes.formats;
    let moved = |size: u64, name: &str, by: u64| (shuffled(at, size, name) + by % size) % size;
    Places {
        persona: shuffled(at % sizes.personas, sizes.personas, "persona"),
        topic: (at % sizes.topics + diagonal) % sizes.topics,
        difficulty: moved(sizes.difficulties, "difficulty", round),
        format: moved(sizes.formats, "format", round_of_format),
        language: moved(sizes.languages, "language", round_of_language),
    }
}

/// The combination of a task whose persona is its seed. Seeds go round with the index, so everything else comes in shuffled blocks.
pub(crate) fn places_of_seed(index: u64, sizes: &Sizes) -> Places {
    Places {
        persona: 0,
        topic: shuffled(index, sizes.topics, "topic"),
        difficulty: shuffled(index, sizes.difficulties, "difficulty"),
        format: shuffled(index, sizes.formats, "format"),
        language: shuffled(index, sizes.languages, "language"),
    }
}

/// Numbers below `size` in blocks of `size`, every block in another order that follows from its number.
fn shuffled(index: u64, size: u64, name: &str) -> u64 {
    place(index, size as usize, name) as u64
}

fn least_common_multiple(a: u64, b: u64) -> u64 {
    let (mut divisor, mut rest) = (a, b);
    while rest > 0 {
        (divisor, rest) = (rest, divisor % rest);
    }
    a / divisor * b
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::{Places, Sizes, places, places_of_seed};

    const SIZES: [[u64; 5]; 5] = [
        [8, 12, 3, 4, 1],
        [1, 1, 1, 1, 1],
        [6, 6, 2, 2, 3],
        [5, 7, 3, 1, 2],
        [12, 1, 3, 3, 1],
    ];

    fn sizes(it: [u64; 5]) -> Sizes {
        let [personas, topics, difficulties, formats, languages] = it;
        Sizes {
            personas,
            topics,
            difficulties,
            formats,
            languages,
        }
    }

    #[test]
    fn every_combination_comes_once() {
        for size in SIZES {
            let all: u64 = size.iter().product();
            let met: BTreeSet<Places> = (0..all).map(|at| places(at, &sizes(size))).collect();
            assert_eq!(met.len() as u64, all, "{size:?}");
            assert_eq!(places(all, &sizes(size)), places(0, &sizes(size)));
        }
    }

    #[test]
    fn few_tasks_are_spread() {
        let sizes = sizes([24, 40, 3, 4, 2]);
        for tasks in [20, 48, 100, 1000] {
            let met: Vec<Places> = (0..tasks).map(|at| places(at, &sizes)).collect();
            let of = |get: fn(&Places) -> u64, size: u64, slack: u64| {
                let mut counts = BTreeMap::new();
                for it in &met {
                    *counts.entry(get(it)).or_insert(0_u64) += 1;
                }
                let most = counts.values().max().copied().unwrap();
                assert_eq!(counts.len() as u64, size.min(tasks), "{counts:?}");
                assert!(most <= tasks.div_ceil(size) + slack, "{counts:?}");
            };
            of(|it| it.persona, 24, 0);
            of(|it| it.topic, 40, 1);
            of(|it| it.difficulty, 3, 1);
            of(|it| it.format, 4, 1);
            of(|it| it.language, 2, 1);
        }
    }

    #[test]
    fn no_two_lists_go_in_step() {
        let sizes = sizes([24, 40, 3, 6, 2]);
        let mut pairs = BTreeSet::new();
        for at in 0..200 {
            let it = places(at, &sizes);
            pairs.insert((it.difficulty, it.format));
        }
        assert_eq!(pairs.len(), 18);
    }

    #[test]
    fn a_seed_that_goes_round_meets_everything() {
        let sizes = sizes([1, 12, 3, 4, 1]);
        for seed in 0..12 {
            let topics: BTreeSet<u64> = (0..120)
                .map(|round| places_of_seed(seed + 12 * round, &sizes).topic)
                .collect();
            assert_eq!(topics.len(), 12);
        }
        places(u64::MAX, &sizes);
        places_of_seed(u64::MAX, &sizes);
    }
}
