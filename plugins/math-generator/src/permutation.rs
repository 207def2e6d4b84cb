//! A bijection of 0..size that looks random: a Feistel network with cycle walking.
//!
//! Why: neighbouring tasks shall get very different problems, and no two the same one. A Feistel network is a bijection whatever its
//! round function is; walking on until the value falls below `size` keeps it one on the smaller set.

const ROUNDS: u64 = 4;

/// Where `position` goes in 0..size. `position` must be below `size`.
pub(crate) fn shuffle(position: u64, size: u64, key: u64) -> u64 {
    let half_bits = size.max(2).next_power_of_two().trailing_zeros().div_ceil(2);
    let mut value = position;
    loop {
        value = feistel(value, half_bits, key);
        if value < size {
            return value;
        }
    }
}

/// One pass over numbers of `2 * half_bits` bits.
fn feistel(value: u64, half_bits: u32, key: u64) -> u64 {
    let mask = (1_u64 << half_bits) - 1;
    let (mut left, mut right) = (value >> half_bits, value & mask);
    for round in 0..ROUNDS {
        let mixed = mix(right ^ mix(key ^ (round << 56))) & mask;
        (left, right) = (right, left ^ mixed);
    }
    (left << half_bits) | right
}

/// The finaliser of SplitMix64.
pub(crate) fn mix(value: u64) -> u64 {
    let mut mixed = value.wrapping_add(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::shuffle;

    #[test]
    fn is_a_bijection_for_every_size() {
        for size in (1..70).chain([1000, 4096, 4097]) {
            for key in [0, 1, u64::MAX] {
                let mut seen: Vec<u64> = (0..size).map(|at| shuffle(at, size, key)).collect();
                seen.sort_unstable();
                assert_eq!(
                    seen,
                    (0..size).collect::<Vec<_>>(),
                    "size {size}, key {key}"
                );
            }
        }
    }

    #[test]
    fn never_changes() {
        let first: Vec<u64> = (0..6).map(|at| shuffle(at, 1_000_000, 7)).collect();
        assert_eq!(
            first,
            [670_807, 795_354, 760_837, 199_752, 941_854, 188_978]
        );
    }
}
