//! Even coverage: which flaw, topic and persona a task gets.
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
    use super::choose;

    #[test]
    fn every_item_gets_its_share_in_an_order_that_never_changes() {
        let items: Vec<String> = ["a", "b", "c"].map(str::to_owned).to_vec();
        let order: String = (0..12)
            .filter_map(|index| choose(&items, index, "flaw"))
            .collect();
        for item in ["a", "b", "c"] {
            assert_eq!(order.matches(item).count(), 4, "{order}");
        }
        assert_eq!(choose(&[], 0, "flaw"), None);
        assert!(choose(&items, u64::MAX, "flaw").is_some());
    }
}
