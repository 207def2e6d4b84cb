//! Even coverage from the task index alone: forms, difficulties and tables in turn.
//!
//! Each list is gone through in blocks of its own length, every block in another order that follows from its number. Invariant: in
//! any block every item comes as often as it stands in the list.

use tunesmith_plugin_sdk::Rng;

/// The item for this index. `name` makes lists of equal length go through their items differently.
pub(crate) fn choose<T: Copy>(items: &[T], index: u64, name: &str) -> Option<T> {
    let count = items.len() as u64;
    let block = index.checked_div(count)?;
    let mut rng = Rng::new(key(name) ^ block.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let mut order: Vec<usize> = (0..items.len()).collect();
    for at in (1..order.len()).rev() {
        order.swap(at, rng.below(at as u64 + 1) as usize);
    }
    items.get(*order.get((index % count) as usize)?).copied()
}

/// FNV-1a.
fn key(name: &str) -> u64 {
    name.bytes().fold(0xCBF2_9CE4_8422_2325, |key, byte| {
        (key ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
    })
}
