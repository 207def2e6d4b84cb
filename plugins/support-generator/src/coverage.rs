//! Even coverage: which persona, intent, tone and difficulty a task gets.
//!
//! Each list is gone through in blocks of its own length, every block in another order that follows from the block's number alone.
//! Invariant: of any block every item comes exactly once, so no item is ahead of another by more than one at a block's end. Lists
//! are shuffled independently, so that seeds which go round with the index do not always meet the same items.

use tunesmith_plugin_sdk::Rng;

/// The item of a list for this index. `list_name` makes lists of equal length go through their items differently.
pub(crate) fn choose<'a>(items: &'a [String], index: u64, list_name: &str) -> Option<&'a str> {
    let count = items.len() as u64;
    let block = index.checked_div(count)?;
    let mut rng = Rng::new(name_key(list_name) ^ block.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let mut order: Vec<usize> = (0..items.len()).collect();
    for at in (1..order.len()).rev() {
        order.swap(at, rng.below(at as u64 + 1) as usize);
    }
    let chosen = order.get((index % count) as usize)?;
    items.get(*chosen).map(String::as_str)
}

/// FNV-1a of the name.
fn name_key(name: &str) -> u64 {
    name.bytes().fold(0xCBF2_9CE4_8422_2325, |key, byte| {
        (key ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::choose;
    use crate::settings::Settings;

    #[test]
    fn a_thousand_tasks_are_covered_evenly() {
        let settings = Settings::default();
        let mut pairs: BTreeMap<(&str, &str), u32> = BTreeMap::new();
        for (name, list) in [
            ("persona", &settings.personas),
            ("intent", &settings.intents),
            ("tone", &settings.tones),
            ("difficulty", &settings.difficulties),
        ] {
            let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
            for index in 0..1000 {
                *counts
                    .entry(choose(list, index, name).unwrap())
                    .or_default() += 1;
            }
            let most = counts.values().max().unwrap();
            let least = counts.values().min().unwrap();
            assert_eq!(counts.len(), list.len(), "{name}: an item never comes");
            assert!(most - least <= 1, "{name}: {counts:?}");
        }
        for index in 0..1000 {
            let persona = choose(&settings.personas, index, "persona").unwrap();
            let intent = choose(&settings.intents, index, "intent").unwrap();
            *pairs.entry((persona, intent)).or_default() += 1;
        }
        assert_eq!(
            pairs.len(),
            settings.personas.len() * settings.intents.len()
        );
    }

    #[test]
    fn seeds_that_go_round_meet_every_item() {
        let items: Vec<String> = (0..8).map(|item| item.to_string()).collect();
        for seed in 0..12 {
            let tasks = (0..100).map(|round| seed + 12 * round);
            let mut met: Vec<&str> = tasks
                .map(|index| choose(&items, index, "persona").unwrap())
                .collect();
            met.sort_unstable();
            met.dedup();
            assert_eq!(met.len(), items.len(), "seed {seed} met only {met:?}");
        }
    }

    #[test]
    fn the_order_never_changes() {
        let items: Vec<String> = ["a", "b", "c"].map(str::to_owned).to_vec();
        let order: String = (0..12)
            .filter_map(|index| choose(&items, index, "tone"))
            .collect();
        assert_eq!(order, "acbbaccbaabc");
        assert_eq!(choose(&[], 0, "tone"), None);
        assert!(choose(&items, u64::MAX, "tone").is_some());
    }
}
